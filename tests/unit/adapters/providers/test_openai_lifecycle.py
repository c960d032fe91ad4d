"""Shutdown dates: silence, then a warning from thirty days before, then an error."""

from datetime import UTC, date, datetime

import pytest

from mirror_realm.domain.model_state import ModelState

TODAY = date(2026, 11, 1)


def state(announced: str | None, *, gone: bool = False) -> ModelState:
    return ModelState("m", "openai", announced, gone, datetime(2026, 11, 1, tzinfo=UTC))


@pytest.mark.parametrize("announced", [None, "2026-12-02", "2027-06-01"])
def test_a_shutdown_not_announced_or_far_off_is_not_mentioned(announced: str | None) -> None:
    assert not state(announced).ending(TODAY)
    assert not state(announced).dead(TODAY)


@pytest.mark.parametrize("announced", ["2026-12-01", "2026-11-02", "2026-11-20T00:00:00Z", "soon"])
def test_a_shutdown_that_is_near_or_unreadable_is_warned_of(announced: str) -> None:
    assert state(announced).ending(TODAY)
    assert not state(announced).dead(TODAY)


@pytest.mark.parametrize("announced", ["2026-11-01", "2026-10-23"])
def test_a_shutdown_that_has_come_is_an_error(announced: str) -> None:
    assert state(announced).dead(TODAY)
    assert not state(announced).ending(TODAY)


def test_a_model_that_the_provider_does_not_have_is_dead_without_a_date() -> None:
    assert state(None, gone=True).dead(TODAY)

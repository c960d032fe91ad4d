"""Shutdown dates: silence, then a warning from thirty days before, then an error."""

from datetime import date

import pytest

from mirror_realm.adapters.providers.wire.lifecycle import shutdown_warning
from mirror_realm.errors import Misconfigured

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize("announced", [None, "2026-12-02", "2027-06-01"])
def test_a_shutdown_not_announced_or_far_off_is_not_mentioned(announced: str | None) -> None:
    assert shutdown_warning("m", announced, TODAY) is None


@pytest.mark.parametrize("announced", ["2026-12-01", "2026-11-02", "2026-11-20T00:00:00Z", "soon"])
def test_a_shutdown_that_is_near_or_unreadable_is_warned_of(announced: str) -> None:
    assert shutdown_warning("m", announced, TODAY)


@pytest.mark.parametrize("announced", ["2026-11-01", "2026-10-23"])
def test_a_shutdown_that_has_come_is_an_error(announced: str) -> None:
    with pytest.raises(Misconfigured):
        shutdown_warning("m", announced, TODAY)

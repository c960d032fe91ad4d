"""Alerts: each is sent once, is sent again while the webhook does not take it, and names nothing of a user."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain import alert_kinds
from mirror_realm.domain.alert_kinds import FEW_REFUNDS, refunds_are_many
from mirror_realm.domain.alerts import CLAIM, KEEP, LIFE, MOST, MOST_KEPT, Alert, AlertBook
from mirror_realm.domain.allowance import GlobalDay, Tally
from mirror_realm.domain.model_state import ModelState, ModelStates
from tests.docs.page import Page

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = "2026-11-20"
DEAR = GlobalDay(
    DAY,
    Tally(reserved=12, settled=4, refunded=8),
    overrun_micros=1_500_000,
    marks=("pictures-80", "money-80", "money-100", "paintings-80", "paintings-100"),
    closed_providers=("openai",),
)
MODELS = ModelStates(
    (
        ModelState("gone", "openai", None, True, NOW),
        ModelState("ending", "openai", "2026-12-01", False, NOW),
        ModelState("fine", "openai", "2027-12-01", False, NOW),
    ),
    NOW,
)
EVERY = [
    *alert_kinds.of_day(DEAR),
    *alert_kinds.of_models(MODELS, NOW.date()),
    alert_kinds.of_dead_letters(3, DAY),
    alert_kinds.of_stuck_jobs(2, DAY),
    alert_kinds.of_provider("openai", DAY, refused=True),
    alert_kinds.of_provider("openai", DAY, refused=False),
    alert_kinds.of_schedule("sweep", DAY),
]


def alerts(*keys: str) -> list[Alert]:
    return [Alert(key, f"about {key}") for key in keys]


def test_an_alert_that_was_sent_is_not_sent_again() -> None:
    book, due = AlertBook().note(alerts("a"), NOW).claim(NOW)
    book = book.mark_sent(due)
    book, again = book.note(alerts("a", "b"), NOW + KEEP - timedelta(seconds=1)).claim(NOW + CLAIM)
    assert [one.key for one in due] == ["a"]
    assert [one.key for one in again] == ["b"]


def test_an_alert_that_is_being_sent_is_not_claimed_by_another_worker_until_the_claim_runs_out() -> None:
    book, _ = AlertBook().note(alerts("a"), NOW).claim(NOW)
    assert book.claim(NOW + CLAIM - timedelta(seconds=1))[1] == ()
    assert [one.key for one in book.claim(NOW + CLAIM)[1]] == ["a"]


def test_an_alert_that_the_webhook_never_took_is_given_up_after_a_day() -> None:
    book, _ = AlertBook().note(alerts("a"), NOW).claim(NOW)
    assert book.note([], NOW + LIFE) == AlertBook()


def test_a_cause_that_lasts_longer_than_the_book_is_an_alert_again() -> None:
    book, due = AlertBook().note(alerts("a"), NOW).claim(NOW)
    book = book.mark_sent(due).note(alerts("a"), NOW + KEEP)
    assert [one.key for one in book.claim(NOW + KEEP)[1]] == ["a"]


@given(st.integers(0, 2 * MOST_KEPT))
def test_the_book_and_its_messages_are_bounded(count: int) -> None:
    book, due = AlertBook().note(alerts(*map(str, range(count))), NOW).claim(NOW)
    assert len(due) == min(count, MOST)
    assert len(book.alerts) == min(count, MOST_KEPT)
    assert AlertBook.from_document(book.to_document()) == book


def test_of_each_quantity_only_the_highest_mark_is_an_alert() -> None:
    found = [one.key for one in alert_kinds.of_day(DEAR) if one.key.startswith("usage")]
    assert found == [f"usage-pictures-80-{DAY}", f"usage-money-100-{DAY}", f"usage-paintings-100-{DAY}"]


def test_an_ordinary_day_and_models_that_go_on_are_no_alert() -> None:
    assert list(alert_kinds.of_day(GlobalDay(DAY, Tally(reserved=9, settled=9)))) == []
    assert list(alert_kinds.of_models(replace(MODELS, models=MODELS.models[2:]), NOW.date())) == []


@pytest.mark.parametrize(
    ("settled", "refunded", "many"),
    [(0, FEW_REFUNDS, True), (0, FEW_REFUNDS - 1, False), (20, 5, False), (19, 5, True)],
)
def test_refunds_are_many_above_a_fifth_but_not_where_there_are_few(
    settled: int, refunded: int, many: bool
) -> None:
    assert refunds_are_many(Tally(99, settled, refunded)) is many


def test_a_shutdown_is_one_alert_whichever_day_it_is_looked_at() -> None:
    (today,) = [one for one in alert_kinds.of_models(MODELS, date(2026, 11, 20)) if "ending" in one.key]
    (later,) = [one for one in alert_kinds.of_models(MODELS, date(2026, 11, 29)) if "ending" in one.key]
    assert today == later


def test_every_alert_has_a_key_of_its_own_and_names_its_row_in_the_operators_page() -> None:
    assert len({one.key for one in EVERY}) == len(EVERY) == 12
    rows = {row[0].strip("`") for row in Page("docs/operations.md").table("alert")}
    for one in EVERY:
        assert one.text.rpartition("(")[2].removesuffix(").") in rows, one.text


def test_no_text_of_an_alert_has_an_address() -> None:
    assert [one.text for one in EVERY if "://" in one.text] == []

"""A timeline page: which lists it can answer, and how large it can become."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.timeline_page import CHANGED, MOST, TimelinePage
from tests.fakes.house import House

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LARGEST_DOCUMENT = 2**20
"""Bytes, of Firestore."""


def avatars(number: int) -> list[Avatar]:
    """Return avatars, newest first, an hour apart."""
    house = House()
    made = house.ask()
    house.deliver()
    one = house.avatar(made)
    return [
        replace(
            one,
            avatar_id=f"{at:032x}",
            created_at=NOW - timedelta(days=9, hours=at),
            updated_at=one.updated_at,
        )
        for at in range(number)
    ]


def a_page(newest: list[Avatar]) -> TimelinePage:
    page = TimelinePage.of(newest, NOW)
    assert page is not None
    return page


def test_it_is_stored_and_read() -> None:
    page = a_page(avatars(12))
    assert TimelinePage.from_document(page.to_document()) == page


def test_of_a_long_timeline_it_has_the_newest() -> None:
    newest = avatars(MOST + 1)
    page = a_page(newest)
    assert (list(page.avatars), page.whole) == (newest[:MOST], False)
    assert a_page(newest[:MOST]).whole


def test_it_answers_as_far_as_it_goes_back() -> None:
    newest = avatars(MOST + 1)
    page = a_page(newest)
    assert page.listed([], None, None, MOST) == newest[:MOST]
    assert page.listed([], None, None, MOST + 1) is None
    assert page.listed([], None, newest[MOST - 2].created_at, 1) == [newest[MOST - 1]]
    assert page.listed([], None, newest[MOST - 1].created_at, 1) is None
    assert a_page(newest[:MOST]).listed([], None, newest[MOST - 1].created_at, 1) == []


def test_one_that_is_older_than_the_page_and_was_changed_does_not_stand_in_for_those_between() -> None:
    newest = avatars(MOST + 1)
    page = a_page(newest)
    renamed = replace(newest[MOST], created_at=NOW - timedelta(days=99), updated_at=NOW)
    assert page.listed([renamed], None, None, MOST + 1) is None


def test_what_has_changed_counts_as_it_is_now() -> None:
    newest = avatars(12)
    page = a_page(newest)
    failed = replace(newest[3], status=Status.FAILED)
    new = replace(newest[0], avatar_id="f" * 32, created_at=NOW)
    assert page.listed([failed], Status.FAILED, None, 9) == [failed]
    assert page.listed([failed, new], None, None, 4) == [new, *newest[:3]]
    assert len(page.listed([failed, new], None, None, 99) or ()) == 13


@pytest.mark.parametrize(("number", "reaches"), [(MOST + CHANGED, True), (MOST + CHANGED + 1, False)])
def test_changes_are_not_read_for_a_list_that_is_longer_than_it_can_be_with_them(
    number: int, reaches: bool
) -> None:
    assert a_page(avatars(MOST + 1)).reaches(None, None, number) is reaches
    assert a_page(avatars(MOST)).reaches(None, None, 999)


def test_it_fits_a_document_of_the_database() -> None:
    """Each text as long as the calls take it, in letters of four bytes."""
    long = [replace(one, name="𝔸" * 80, note="𝔸" * 1000, ithere_message="𝔸" * 1000) for one in avatars(MOST)]
    assert len(repr(a_page(long).to_document()).encode()) < LARGEST_DOCUMENT / 2

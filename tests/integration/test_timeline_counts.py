"""What timelines cost in document reads, writes and deletes with their pages, as Firestore bills them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Reason
from mirror_realm.domain.timeline_page import CHANGED
from mirror_realm.domain.wish import User
from mirror_realm.services.moderation.report import Complaint
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse

Operations = Callable[[], dict[str, int]]

AVATARS, SIZE = 20, 20
LATER = timedelta(minutes=11)


@pytest.fixture
def house(houses: Houses) -> FirestoreHouse:
    """Return a house in which ada has twenty avatars, made long enough ago."""
    made = houses(user_limit=99)
    have(made, AVATARS)
    return made


def have(house: FirestoreHouse, number: int) -> None:
    """Give ada so many avatars more, a minute apart: copies of one that was made."""
    admitted = house.ask()
    house.deliver()
    made = house.avatar(admitted).to_document()
    for copy in range(number - 1):
        house.clock.time += timedelta(minutes=1)
        moment = {"created_at": house.clock.time, "updated_at": house.clock.time}
        house.write(f"users/ada/avatars/{house.clock.time:%d%H%M%S}{copy}", {**made, **moment})
    house.clock.time += LATER


def opened(house: FirestoreHouse) -> list[str]:
    return [avatar.avatar_id for avatar in house.timeline.page("ada", None, None, SIZE).avatars]


def test_opening_a_timeline_that_has_not_changed_is_two_reads_whatever_its_length(
    house: FirestoreHouse, operations: Operations
) -> None:
    """The page, and the query that finds nothing. The first one to open it pays for each avatar twice, and a fence."""
    operations()
    without = opened(house)
    assert operations() == {"reads": 1 + AVATARS + 1 + AVATARS, "writes": 1, "deletes": 0}
    assert opened(house) == without
    assert operations() == {"reads": 2, "writes": 0, "deletes": 0}


def test_each_avatar_that_has_changed_is_a_read_more_and_no_write(
    house: FirestoreHouse, operations: Operations
) -> None:
    opened(house)
    for changed in (1, 2, 3):
        house.ask(variation=50 + changed)
        house.deliver()
        operations()
        opened(house)
        assert operations() == {"reads": 1 + changed, "writes": 0, "deletes": 0}


def test_the_page_is_written_again_when_more_than_ten_have_changed(
    house: FirestoreHouse, operations: Operations
) -> None:
    opened(house)
    have(house, CHANGED + 2)  # of which the first is there
    operations()
    opened(house)
    written = 1 + AVATARS + CHANGED + 1
    assert operations() == {
        "reads": 1 + (CHANGED + 1) + (SIZE + 1) + written,
        "writes": 1,
        "deletes": 0,
    }
    opened(house)
    assert operations() == {"reads": 2, "writes": 0, "deletes": 0}


def test_scrolling_on_within_the_page_is_two_reads(house: FirestoreHouse, operations: Operations) -> None:
    opened(house)
    before = house.timeline.page("ada", None, None, 8).before
    operations()
    assert len(house.timeline.page("ada", None, before, SIZE).avatars) == AVATARS - 8
    assert operations() == {"reads": 2, "writes": 0, "deletes": 0}


def test_a_timeline_of_ten_costs_what_it_did_and_the_first_time_in_an_instance_the_missing_page(
    houses: Houses, operations: Operations
) -> None:
    house = houses(user_limit=99)
    have(house, CHANGED)
    for missing in (1, 0, 0):
        operations()
        opened(house)
        assert operations() == {"reads": CHANGED + missing, "writes": 0, "deletes": 0}


def test_a_deletion_costs_no_read_more_and_one_delete_more_also_without_a_page(
    house: FirestoreHouse, operations: Operations
) -> None:
    """The avatar and the page, of which Firestore bills the deletion whether or not it is there."""
    avatars = opened(house)
    for avatar_id in avatars[:2]:
        operations()
        house.deleting.personal.forget("ada", avatar_id, used=False)
        counted = operations()
        assert (counted["reads"], counted["deletes"]) == (1 + 1 + 1 + 1, 1 + 1)


def test_a_report_costs_one_delete(house: FirestoreHouse, operations: Operations) -> None:
    shown = house.ask("bo").avatar.avatar_id
    operations()
    house.reporting.report(User("bo", FREE), shown, Complaint(Reason.OTHER))
    assert operations()["deletes"] == 1


def test_the_beginning_of_an_erasure_costs_one_delete(house: FirestoreHouse, operations: Operations) -> None:
    opened(house)
    operations()
    house.erasing.begin("ada")
    assert operations() == {"reads": 2, "writes": 1, "deletes": 1}

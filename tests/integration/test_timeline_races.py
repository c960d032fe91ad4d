"""Timeline pages under threads: what is taken away while one is written is in none, by the database's own locks."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import pytest

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.timeline_page import TimelinePage
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse, at_once
from tests.invariants import pages_show_what_documents_do

AVATARS = 13
HELD = 0.5
"""Seconds for which a page's transaction is held up."""


def a_house(houses: Houses) -> tuple[FirestoreHouse, list[str]]:
    """Return a house in which ada has several avatars, and their ids: copies of one."""
    house = houses()
    admitted = house.ask()
    house.deliver()
    made, ids = house.avatar(admitted).to_document(), [admitted.avatar.avatar_id]
    for number in range(AVATARS - 1):
        house.clock.time += timedelta(minutes=1)
        ids.append(f"{number:032d}")
        moment = {"created_at": house.clock.time, "updated_at": house.clock.time}
        house.write(f"users/ada/avatars/{ids[-1]}", {**made, **moment})
    house.clock.time += timedelta(minutes=11)
    return house, ids


def opened(house: FirestoreHouse) -> list[str]:
    return [avatar.avatar_id for avatar in house.timeline.page("ada", None, None, 50).avatars]


def a_deletion(house: FirestoreHouse, avatar_id: str) -> None:
    house.deleting.delete("ada", avatar_id)


def test_what_goes_between_the_reading_and_the_writing_of_a_page_is_not_in_it(
    houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, ids = a_house(houses)
    read, done, page_of = threading.Event(), threading.Event(), TimelinePage.of

    def held_up(newest: Sequence[Avatar], at: datetime) -> TimelinePage | None:
        read.set()
        done.wait(HELD)
        return page_of(newest, at)

    def taken_away() -> None:
        assert read.wait(30)
        a_deletion(house, ids[3])
        done.set()

    monkeypatch.setattr(TimelinePage, "of", held_up)
    outcomes = at_once([lambda: opened(house), taken_away])
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    pages_show_what_documents_do(house.documents)
    now = house.queries.avatars_of("ada", None, None, 50)
    assert house.timeline.page("ada", None, None, 50).avatars == now


def test_many_who_open_a_timeline_while_avatars_are_deleted_leave_no_page_with_one_of_them(
    houses: Houses,
) -> None:
    house, ids = a_house(houses)
    another = houses(store=house.store, clock=house.clock)
    acts: list[Callable[[], object]] = [partial(a_deletion, house, avatar_id) for avatar_id in ids[:2]]
    acts += [partial(opened, one) for one in (house, another)]
    outcomes = at_once(acts)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert opened(house) == ids[:1:-1]
    pages_show_what_documents_do(house.documents)

"""Thousands behind one look: all get the leader's picture, page by page, and a death half way costs only time."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest

from mirror_realm.domain.avatar import Avatar, Source, Status
from mirror_realm.services.rendering.followers import PAGE
from tests.crash.line import Fault, Line
from tests.crash.wiring import WiredHouse
from tests.crash.world import World
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore, MemoryTransaction
from tests.integration.conftest import Houses
from tests.integration.firestore_house import at_once

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

FOLLOWERS = 5_000
TIMEOUT = timedelta(seconds=540)
"""Of the function that reaps."""


def statuses(house: House) -> Counter[str]:
    return Counter(data["status"] for path, data in house.documents.items() if "/avatars/" in path)


class WatchedStore(MemoryStore):
    """Remembers how many documents its largest transaction read and wrote."""

    largest = 0

    def commit(self, transaction: MemoryTransaction) -> bool:
        self.largest = max(self.largest, len(transaction.seen | transaction.written))
        return super().commit(transaction)


def a_world_with_followers(followers: int, store: MemoryStore | None = None) -> World:
    line = Line()
    world = World(WiredHouse(store=store or MemoryStore(), line=line), line)
    world.house.ask()
    for number in range(followers):
        world.house.clock.time += timedelta(microseconds=1)
        world.house.ask(f"u{number}")
    world.act(lambda: None)
    return world


def test_five_thousand_followers_complete_with_their_leader_and_only_the_leader_pays() -> None:
    store = WatchedStore()
    world = a_world_with_followers(FOLLOWERS, store)
    house = world.house
    world.deliver()

    assert statuses(house) == {Status.COMPLETED: FOLLOWERS + 1}
    sources = Counter(data["source"] for path, data in house.documents.items() if "/avatars/" in path)
    assert sources == {Source.GENERATED: 1, Source.CACHE: FOLLOWERS}
    assert len(house.provider.calls) == 1
    assert house.only("global_usage/")["reserved"] == 1
    assert store.largest <= 10, "no transaction grows with the number of followers"
    house.check()


def test_a_death_between_pages_is_made_good_by_the_reaper() -> None:
    world = a_world_with_followers(4 * PAGE)
    pages = 0

    def die_at_the_third(render_id: str, most: int) -> Sequence[tuple[str, Avatar]]:
        nonlocal pages
        pages += 1
        if pages == 3:
            world.line.plan = {len(world.line.calls): Fault.DIES_BEFORE}
        return followers(render_id, most)

    followers = world.house.queries.followers
    world.house.queries.followers = die_at_the_third  # type: ignore[method-assign]
    world.line.on = True
    world.deliver_one(world.pending[0])
    assert statuses(world.house) == {Status.COMPLETED: 1 + 2 * PAGE, Status.QUEUED: 2 * PAGE}

    world.settle_down()
    assert statuses(world.house) == {Status.COMPLETED: 1 + 4 * PAGE}
    assert len(world.house.provider.calls) == 1


def test_a_pass_of_the_reaper_is_bounded_however_many_wait() -> None:
    waiting = 12 * PAGE
    world = a_world_with_followers(waiting)
    house = world.house
    followers, house.queries.followers = house.queries.followers, lambda *_: []  # type: ignore[method-assign]
    world.deliver_one(world.pending[0])
    house.queries.followers = followers  # type: ignore[method-assign]
    house.clock.time += timedelta(minutes=10)

    house.clock.step, began = timedelta(seconds=1), house.clock.time
    first = house.reaping.run().rescued
    assert house.clock.time - began < TIMEOUT
    assert 0 < first < waiting
    house.clock.step = timedelta(0)
    assert house.reaping.run().rescued == waiting - first
    assert statuses(house) == {Status.COMPLETED: 1 + waiting}


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_five_thousand_followers_complete_on_firestore(houses: Houses) -> None:
    house = houses()
    house.ask()
    at_once([partial(house.ask, f"u{n}") for n in range(FOLLOWERS)], workers=16)
    house.deliver()

    assert statuses(house) == {Status.COMPLETED: FOLLOWERS + 1}
    assert len(house.provider.calls) == 1
    house.check()

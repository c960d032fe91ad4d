"""The acts of people and of the deployment itself, each done on the embedded Firestore and counted.

`tests/integration/test_operation_counts.py` asserts the same counts; here they become figures that a month is made of.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Reason
from mirror_realm.domain.timeline_page import CHANGED, OVERLAP
from mirror_realm.domain.wish import User
from mirror_realm.errors import UserDailyLimit
from mirror_realm.services.fallback.ladder import CANDIDATES
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.privacy.orphaned_accounts import PAGE as PAGE_OF_USERS
from mirror_realm.services.privacy.orphaned_accounts import PAGES
from mirror_realm.services.timeline.pages import TimelinePages
from tests.benchmarks.capacity.live import Count, Counted
from tests.integration.firestore_house import FirestoreHouse

TIMELINES = (1, 5, 10, 20, 40)
"""The numbers of avatars with which a timeline is opened. Those of more than ten have pages."""
PAGE = 20
"""What the app asks for: `list_avatars` without `page_size`."""
OWNED = 10
"""The avatars of a user who erases their account."""
SWEPT = 20
"""The pictures, and the users, of a sweep whose cost for each of them is measured."""
SWEPT_USERS_AT_MOST = PAGES * PAGE_OF_USERS
"""A night's sweep looks this many users up."""


def counted(live: Counted) -> dict[str, Count]:
    """Return what each act costs, by its name in the model."""
    return {name: cost for act in _ACTS for name, cost in act(live)}


def _wishes(live: Counted) -> Iterator[tuple[str, Count]]:
    house = live.house()
    live.of(lambda: house.ask("ada", variation=1))
    live.of(house.deliver)
    house.clock.time += timedelta(days=1)
    house.ask("eve", variation=8)
    house.deliver()
    # The first of this user's day, not of everybody's.
    yield "miss", live.of(lambda: _ends(house, "queue", "ada", variation=2))
    yield "render", live.of(house.deliver)
    first = live.of(lambda: _ends(house, "queue", "bo", variation=3)) + live.of(house.deliver)
    house.clock.time += timedelta(days=1)
    house.ask("eve", variation=9)
    house.deliver()
    later = live.of(lambda: _ends(house, "queue", "bo", variation=4)) + live.of(house.deliver)
    yield "new_user", first - later
    house.deliver()
    yield "own", live.of(lambda: _ends(house, "own", "ada", variation=1))
    yield "hit", live.of(lambda: _ends(house, "hit", "cy", variation=1))


def _followers(live: Counted) -> Iterator[tuple[str, Count]]:
    alone = live.house()
    alone.ask("ada")
    without = live.of(alone.deliver)
    house = live.house()
    house.ask("ada")
    following = live.of(lambda: _ends(house, "follow", "bo"))
    yield "follow", following + live.of(house.deliver) - without


def _limits(live: Counted) -> Iterator[tuple[str, Count]]:
    """Yield the ends at the limit of all users, which the instance knows after the first."""
    house = live.house(global_limit=1)
    house.ask("ada")
    house.deliver()
    house.ask("bo", variation=9)
    similar = live.of(lambda: _ends(house, "degrade", "cy", variation=3))
    yield "similar", similar
    richer = live.house(global_limit=CANDIDATES)
    for variation in range(CANDIDATES):
        richer.ask(f"ada-{variation}", variation=variation)
    richer.deliver()
    richer.ask("bo", variation=9)
    of_many = live.of(lambda: _ends(richer, "degrade", "cy", variation=10))
    yield "candidate", (of_many - similar) * (1 / (CANDIDATES - 1))
    house = live.house(global_limit=1)
    house.ask("ada")
    house.deliver()
    house.ask("bo", variation=9)
    admitted = live.of(lambda: _ends(house, "degrade", "di", days=3, variation=4))
    yield "painted", admitted + live.of(house.deliver)
    closed = live.house(user_limit=0)
    yield "refused", live.of(lambda: _refused(closed))


def _timelines(live: Counted) -> Iterator[tuple[str, Count]]:
    house = live.house(user_limit=100, global_limit=100, budget_micros=100_000_000)
    have = 0
    for number in TIMELINES:
        if number > CHANGED:
            continue
        for variation in range(have, number):
            house.ask("ada", variation=variation)
        have = number
        house.deliver()
        yield f"open_{number}", live.of(lambda: opened(house, "ada"))
    for number in TIMELINES:
        if number > CHANGED:
            cost, have = _opened_again_and_again(live, house, have, number)
            yield f"open_{number}", cost
    house.ask("ada", variation=have)
    house.deliver()
    for _ in range(2):  # the first writes the page
        house.clock.time += 2 * OVERLAP
        unchanged = live.of(lambda: opened(house, "ada"))
    yield "reopen", unchanged
    house.ask("bo")
    house.deliver()
    last = house.ask("bo").avatar.avatar_id
    yield "get", live.of(lambda: house.timeline.get("bo", last))
    yield "select", live.of(lambda: house.timeline.select("bo", last))
    reported = Complaint(Reason.OTHER)
    yield "report", live.of(lambda: house.reporting.report(User("bo", FREE), last, reported))


def _opened_again_and_again(
    live: Counted, house: FirestoreHouse, have: int, number: int
) -> tuple[Count, int]:
    """Open a timeline once after each new avatar, from one writing of its page to the next, around so many avatars.

    Return the mean of an opening, and the number of avatars at the end.
    """
    openings, cost = CHANGED + 1, Count()
    while have < number - openings // 2 - 1:
        house.ask("ada", variation=have)
        have += 1
    for _ in range(openings):
        house.ask("ada", variation=have)
        house.deliver()
        have += 1
        house.clock.time += 2 * OVERLAP
        cost += live.of(lambda: opened(house, "ada"))
    return cost * (1 / openings), have


def opened(house: FirestoreHouse, uid: str) -> None:
    """Open a timeline, on an instance that does not know whether it has a page."""
    pages = TimelinePages(house.services.store, house.queries, house.clock.runtime())
    replace(house.timeline, pages=pages).page(uid, None, None, PAGE)


def _progress(live: Counted) -> Iterator[tuple[str, Count]]:
    """Yield the app's write of progress without a milestone, for which rules read the fence, and its trigger."""
    house = live.house()
    document = {"active_days": 3, "updated_at": house.clock.time}
    house.write("users/ada/progress/current", document)
    house.celebrate("ada")
    house.deliver()
    later = document | {"active_days": 4}
    written = live.of(lambda: house.write("users/ada/progress/current", later))
    yield "progress", written + Count(reads=1) + live.of(lambda: house.celebrate("ada"))


def _leaving(live: Counted) -> Iterator[tuple[str, Count]]:
    house = live.house(user_limit=100, global_limit=100, budget_micros=100_000_000)
    for variation in range(OWNED):
        house.ask("ada", variation=variation)
    house.deliver()
    avatar = house.ask("ada", variation=0).avatar.avatar_id
    yield "delete_avatar", live.of(lambda: house.deleting.delete("ada", avatar))
    house.ask("ada", variation=0)
    house.deliver()
    yield "erase", live.of(lambda: _erased(house))


def _schedules(live: Counted) -> Iterator[tuple[str, Count]]:
    """Yield the passes of an idle deployment, and what each picture in store adds to the nightly sweep."""
    house = live.house(user_limit=100, global_limit=100, budget_micros=100_000_000)
    yield "reap", live.of(house.reaping.run)
    yield "evolve_at_night", live.of(house.nights.run)
    idle = live.of(house.sweeping.run)
    yield "sweep", idle
    for variation in range(SWEPT):
        house.ask("ada", variation=variation)
    house.deliver()
    house.clock.time += timedelta(days=3)
    house.sweeping.run()
    of_one = live.of(house.sweeping.run)
    for number in range(SWEPT):
        house.ask(f"bo-{number}", variation=0)
    of_a_user = (live.of(house.sweeping.run) - of_one) * (1 / SWEPT)
    yield "sweep_user", of_a_user
    yield "sweep_picture", (of_one - idle - of_a_user) * (1 / SWEPT)
    yield "check_models", live.of(house.model_guard.run)


_ACTS: tuple[Callable[[Counted], Iterator[tuple[str, Count]]], ...] = (
    _wishes,
    _followers,
    _limits,
    _timelines,
    _progress,
    _leaving,
    _schedules,
)


def _ends(house: FirestoreHouse, outcome: str, uid: str, **wish: Any) -> None:
    """Make a wish that must end so: else its figures would be another act's."""
    admitted = house.ask(uid, **wish)
    if admitted.outcome != outcome:
        raise AssertionError(f"a wish that should have ended in {outcome!r} ended in {admitted.outcome!r}")


def _refused(house: FirestoreHouse) -> None:
    try:
        house.ask("ada", allow_fallback=False)
    except UserDailyLimit:
        return
    raise AssertionError("a wish that should have been refused was admitted")


def _erased(house: FirestoreHouse) -> None:
    if not house.erasing.erase("ada", 60).done:
        raise AssertionError("the erasure was not done")

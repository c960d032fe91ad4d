"""Timelines with their pages against timelines without: equal after whatever users, workers and administrators do.

Pages are small here, so that a few avatars outgrow one. The clock moves whenever it is read.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mirror_realm.domain import timeline_page
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.wish import User
from mirror_realm.errors import MirrorRealmError, ProviderUnavailable
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.timeline import pages
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryTransaction
from tests.invariants import pages_show_what_documents_do

CHANGED, MOST = 1, 4
USERS = ("ada", "bo")
PHOTO = "uploads/{uid}/me.jpg"

users = st.sampled_from(USERS)
looks = st.integers(0, 9)
places = st.integers(0, 5)
points = st.sampled_from(["the page is read", "documents are listed", "the page is written"])


class Timelines(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.patched = pytest.MonkeyPatch()
        for module in (timeline_page, pages):
            self.patched.setattr(module, "CHANGED", CHANGED)
            self.patched.setattr(module, "MOST", MOST)
        self.house = House(user_limit=99, global_limit=999, budget_micros=10**9, global_paintings=9999)
        self.house.clock.step = timedelta(microseconds=1)
        self.house.people.anonymous.add("guest")
        commit = self.house.store.commit

        def watched(transaction: MemoryTransaction) -> bool:
            before = dict(self.house.documents)
            committed = commit(transaction)
            if committed:
                changes_are_found(before, transaction.written)
            return committed

        self.house.store.commit = watched  # type: ignore[method-assign]
        for look in range(5):
            for uid in USERS:
                self.house.ask(uid, variation=look)
        self.house.deliver()
        self.house.clock.time += timedelta(hours=1)

    def teardown(self) -> None:
        self.patched.undo()

    # What happens.

    @rule(uid=users, many=st.integers(1, 2), look=looks, delivered=st.booleans())
    def wish(self, uid: str, many: int, look: int, delivered: bool) -> None:
        for number in range(many):
            self._try(partial(self.house.ask, uid, variation=look + number))
        if delivered:
            self.house.deliver()

    @rule(minutes=st.sampled_from([11, 11, 60 * 24 * 31]))
    def wait(self, minutes: int) -> None:
        self.house.clock.time += timedelta(minutes=minutes)

    @rule(uid=users, size=st.integers(1, 6))
    def open(self, uid: str, size: int) -> None:
        self.house.timeline.page(uid, None, None, size)

    @rule(work=st.sampled_from(["delivered", "failed", "reaped", "swept"]))
    def work(self, work: str) -> None:
        if work == "failed":
            self.house.provider.script = [ProviderUnavailable("down")] * 3
        if work == "reaped":
            self.house.clock.time += timedelta(minutes=10)
            self.house.reaping.run()
        if work == "swept":
            self.house.sweeping.run()
        self.house.deliver()

    @rule(uid=users, place=places, act=st.sampled_from(["delete", "report", "name", "cancel", "select"]))
    def act(self, uid: str, place: int, act: str) -> None:
        self._act(uid, place, act)

    @rule(decision=st.sampled_from(Decision))
    def decide(self, decision: Decision) -> None:
        self._decide(decision)

    @rule(uid=users, withdrawn=st.booleans())
    def photo(self, uid: str, withdrawn: bool) -> None:
        if withdrawn:
            self._try(lambda: self.house.consenting.withdraw(uid))
            return
        self._try(lambda: self.house.consenting.give(uid, "2026-11"))
        self.house.photos.upload(PHOTO.format(uid=uid))
        self._try(lambda: self.house.ask(uid, photo=PHOTO.format(uid=uid), character=None))
        self.house.deliver()

    @rule(uid=users, look=looks)
    def merge(self, uid: str, look: int) -> None:
        if "erasures/guest" not in self.house.documents:
            self._try(lambda: self.house.ask("guest", variation=look, plan=GUEST))
            self.house.deliver()
        token = self.house.tokens.issue("guest", self.house.clock.time + timedelta(hours=1))
        self._try(lambda: self.house.merging.merge(User(uid, FREE), token, personal=False, seconds=5))

    @rule(uid=st.sampled_from(USERS[1:]), whole=st.booleans())
    def erase(self, uid: str, whole: bool) -> None:
        self._try(lambda: self.house.erasing.erase(uid, 5) if whole else self.house.erasing.begin(uid))

    @rule(
        uid=users, point=points, place=places, act=st.sampled_from(["delete", "report", "take down", "erase"])
    )
    def open_meanwhile(self, uid: str, point: str, place: int, act: str) -> None:
        """Take something away while a timeline is being opened."""

        def interrupt() -> None:
            if act == "erase":
                self._try(lambda: self.house.erasing.begin("bo"))
            elif act == "take down":
                self._act(uid, place, "report")
                self._decide(Decision.TAKE_DOWN)
            else:
                self._act(uid, place, act)

        self.house.clock.time += 2 * timeline_page.OVERLAP
        if point != "the page is read":
            self.house.store.documents.pop(f"users/{uid}/pages/1", None)
        with interrupted(self.house, point, interrupt):
            self.house.timeline.page(uid, None, None, 6)

    # What is always true.

    @invariant()
    def a_timeline_is_the_same_with_its_page(self) -> None:
        for uid in USERS:
            whole = list(self.house.queries.avatars_of(uid, None, None, 99))
            done = [avatar for avatar in whole if avatar.status is Status.COMPLETED]
            assert self.house.timeline.page(uid, None, None, 1).avatars == whole[:1]
            assert everything(self.house, uid, None, 3) == whole
            assert everything(self.house, uid, Status.COMPLETED, 4) == done
        self.house.clock.time += timedelta(minutes=4)

    @invariant()
    def a_page_shows_what_documents_do(self) -> None:
        pages_show_what_documents_do(self.house.documents)

    def _act(self, uid: str, place: int, act: str) -> None:
        own = self.house.queries.avatars_of(uid, None, None, 99)
        if not own:
            return
        house, avatar_id = self.house, own[place % len(own)].avatar_id
        acts: Mapping[str, Callable[[], object]] = {
            "delete": lambda: house.deleting.delete(uid, avatar_id),
            "report": lambda: house.reporting.report(User(uid, FREE), avatar_id, Complaint(Reason.OTHER)),
            "name": lambda: house.timeline.describe(uid, avatar_id, f"Wren {place}", None),
            "cancel": lambda: house.cancelling.cancel(uid, avatar_id),
            "select": lambda: house.timeline.select(uid, avatar_id),
        }
        self._try(acts[act])

    def _decide(self, decision: Decision) -> None:
        for path in [path for path in self.house.documents if path.startswith("reviews/")]:
            self._try(partial(self.house.reviewing.decide, path.split("/")[1], decision))

    def _try(self, act: Callable[[], object]) -> None:
        with suppress(MirrorRealmError):
            act()


def everything(house: House, uid: str, status: Status | None, size: int) -> list[Avatar]:
    """Return the whole timeline, list after list."""
    seen: list[Avatar] = []
    before = None
    while True:
        page = house.timeline.page(uid, status, before, size)
        seen += page.avatars
        before = page.before
        if before is None:
            return seen


def changes_are_found(
    before: Mapping[str, Mapping[str, Any]], written: Mapping[str, Mapping[str, Any] | None]
) -> None:
    """Every commit that changes an avatar makes it one that was just updated, or drops the page."""
    for path, data in written.items():
        if "/avatars/" not in path or data is None or data == before.get(path):
            continue
        page = f"users/{path.split('/')[1]}/pages/1"
        if page in written and written[page] is None:
            continue
        earlier = before.get(path)
        assert earlier is None or data["updated_at"] > earlier["updated_at"], (
            f"nobody finds what changed: {path}"
        )


class interrupted:  # noqa: N801  # reads as a word
    """Let something happen once, at a point of opening a timeline."""

    def __init__(self, house: House, point: str, act: Callable[[], None]) -> None:
        self._house, self._point, self._act, self._done = house, point, act, False
        self._patched = pytest.MonkeyPatch()

    def __enter__(self) -> None:
        store, queries = self._house.store, self._house.queries
        commit = store.commit

        def committed(transaction: MemoryTransaction) -> bool:
            if any("/pages/" in path and data for path, data in transaction.written.items()):
                self._once()
            return commit(transaction)

        if self._point == "the page is read":
            self._patched.setattr(queries, "avatars_changed", self._before(queries.avatars_changed))
        elif self._point == "documents are listed":
            self._patched.setattr(queries, "avatars_of", self._after(queries.avatars_of))
        else:
            self._patched.setattr(store, "commit", committed)

    def __exit__(self, *_: object) -> None:
        self._patched.undo()

    def _once(self) -> None:
        if not self._done:
            self._done = True
            self._act()

    def _before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def interrupted(*args: Any) -> Any:
            self._once()
            return call(*args)

        return interrupted

    def _after(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def interrupted(*args: Any) -> Any:
            found = call(*args)
            self._once()
            return found

        return interrupted


TestTimelines = Timelines.TestCase
TestTimelines.settings = settings(stateful_step_count=12)

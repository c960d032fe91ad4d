"""Invariants 5, 6 and 19 under threads: whatever a merge is doing, a withdrawal that answered leaves no face behind.

Two instances of one deployment share files and a database with real transactions. One merges a guest whose pictures
were made from a photo. The other withdraws consent: it begins when the merge comes to a file that the seed draws, and
the merge goes on at that file when the withdrawal has come to a step that the seed draws. Then both run freely.
"""

import random
import threading
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, ConsentMissing
from tests.fakes.outside import Clock
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse, at_once

STYLES = (StyleId.DAYMI, StyleId.COMIC)
FILES = 10
"""Calls of a merge of so many pictures to its files: three reads and what is stored for each, and some more."""

STEPS = 10
"""First calls of a withdrawal to its database and files: its consent ends with the first, the pictures go after it."""


@dataclass
class TickingClock(Clock):
    """Never gives one time twice, so that a file stored after a withdrawal began is newer than that."""

    tick: Any = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        with self.tick:
            self.time += timedelta(milliseconds=1)
            return self.time


@dataclass
class Moment:
    """Comes with a certain call, before it is made. `until`: what the call then waits for."""

    number: int
    until: "Moment | None" = None
    came: threading.Event = field(default_factory=threading.Event)
    calls: int = 0

    def count(self) -> None:
        self.calls += 1
        if self.calls == self.number:
            self.came.set()
            assert self.until is None or self.until.came.wait(30)


@dataclass
class Instance(FirestoreHouse):
    """A house whose calls bring a moment nearer. `first`: the instance whose files, accounts and tokens it shares."""

    moment: Moment = field(kw_only=True)
    first: "Instance | None" = field(default=None, kw_only=True)
    shared: dict[type, Any] = field(default_factory=dict, init=False)

    def wire(self, port: Any) -> Any:
        if self.first is None:
            self.shared.setdefault(type(port), port)
        used = port if self.first is None else self.first.shared[type(port)]
        if port in (self.store, self.queries):
            # Where a transaction holds locks, one that merges must not wait for one that withdraws.
            return port if self.first is None else _Counted(port, self.moment, nullcontext())
        return _Counted(used, self.moment, _TURN)


_TURN = threading.RLock()
"""Of the files in memory, which know no threads."""


class _Counted:
    def __init__(self, port: Any, moment: Moment, turn: AbstractContextManager[Any]) -> None:
        self._port, self._moment, self._turn = port, moment, turn

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._port, name)
        if not callable(member):
            return member

        def call(*args: Any, **options: Any) -> Any:
            self._moment.count()
            with self._turn:
                return member(*args, **options)

        return call


def instances(houses: Houses, merging: Moment, takedown: Moment) -> tuple[Instance, Instance]:
    """Return the instance that merges, whose calls to files count, and the other one, each with a client of its own."""
    of_first, of_second, clock = houses(), houses(), TickingClock()
    common: dict[str, Any] = {"user_limit": 9, "clock": clock}
    first = Instance(client=of_first.client, attempts=of_first.attempts, moment=merging, **common)
    second = Instance(
        client=of_second.client, attempts=of_second.attempts, first=first, moment=takedown, **common
    )
    return first, second


def with_faces(house: Instance) -> None:
    """Have the anonymous anna's pictures made from her photo; ada, who she is, consents too."""
    house.people.anonymous.add("anna")
    for uid in ("anna", "ada"):
        house.consenting.give(uid, "2026-11")
    for style in STYLES:
        photo = house.photos.upload(f"uploads/anna/{style}.jpg")
        house.ask("anna", plan=GUEST, photo=photo, character=None, style=style)
        house.deliver()
    assert len(faces(house, "anna")) == len(STYLES)


def faces(house: Instance, uid: str) -> set[str]:
    """Return the folders of a user's personal pictures."""
    return {name.rpartition("/")[0] for name in house.pictures.files if name.startswith(f"people/{uid}/")}


def shown(house: Instance, uid: str) -> set[str]:
    """Return those of them that an avatar of theirs shows."""
    return {
        data["image_path"].rpartition("/")[0]
        for path, data in house.documents.items()
        if path.startswith(f"users/{uid}/avatars/") and data["image_path"]
    }


def race(houses: Houses, seed: int, takedown: str) -> tuple[Instance, set[str]]:
    """Merge and withdraw at once; return the house, and what ada's avatars showed when the withdrawal answered."""
    draw = random.Random(seed)
    step = Moment(draw.randrange(2, STEPS))
    file = Moment(0, until=step)
    first, second = instances(houses, file, step)
    with_faces(first)
    token = first.tokens.issue("anna", first.clock.time + timedelta(minutes=50))
    file.number = file.calls + draw.randrange(1, FILES)

    def merge() -> None:
        try:
            with suppress(ConsentMissing):
                first.merging.merge(User("ada", FREE), token, personal=True, seconds=20)
        finally:
            file.came.set()

    def withdraw() -> set[str]:
        assert file.came.wait(30)
        try:
            with suppress(BeingErased):  # an account that was merged
                second.consenting.withdraw(takedown)
        finally:
            step.came.set()
        return shown(second, "ada")

    merged, then_shown = at_once([merge, withdraw])
    assert merged is None, merged
    assert isinstance(then_shown, set), then_shown
    return first, then_shown


@pytest.mark.parametrize("seed", range(6))
def test_who_withdraws_while_their_guest_is_merged_keeps_no_face(houses: Houses, seed: int) -> None:
    house, when_it_answered = race(houses, seed, "ada")
    assert when_it_answered == set()
    assert (shown(house, "ada"), faces(house, "ada")) == (set(), set())


@pytest.mark.parametrize("seed", range(6))
def test_a_withdrawal_in_the_account_that_is_merged_leaves_no_copy_that_nothing_shows(
    houses: Houses, seed: int
) -> None:
    house, _ = race(houses, seed, "anna")
    assert faces(house, "ada") == shown(house, "ada")

"""Split days: which document counts a job, and how one that is short of room gets more.

The day's own document, its head, says into how many shares the day is split. The first transaction that counts
something fixes it, by the setting then in force; an instance reads it once a day. A day that is not split has one
document.

A share that is short takes room from another in a transaction of its own, and the transaction that needs it runs again.
That no share has room is known only from one read of all of them. Firestore answers such a read as of one moment, also
without locks: https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1#batchgetdocumentsresponse
(`read_time`).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.amounts import NONE, Amounts
from mirror_realm.domain.day_shares import (
    giver,
    lacking,
    limits_together,
    new_share,
    share_for,
    suffices,
    summed_up,
    too_many,
    used,
)
from mirror_realm.errors import Contention, Misconfigured
from mirror_realm.services.allowance.disturbed import Disturbed
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.share_documents import found_shares, read_shares, share_refs
from mirror_realm.services.allowance.share_transfers import Transfers, split
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.store import Store, Transaction

Result = TypeVar("Result")

PATIENCE = timedelta(seconds=25)
"""The time for which room is looked for while other transactions take it, as for any contended transaction."""

TRIES = 5
"""The tries of a worker that was suspended for longer."""

PAUSE_SECONDS = 0.05

DAYS = 4
"""The days in the memory of an instance."""


class Short(Disturbed):
    """A share has no room for what is needed; others may have."""

    def __init__(self, counter: "Counter", needed: Amounts, provider: str) -> None:
        self.counter, self.needed, self.provider = counter, needed, provider
        super().__init__(f"share {counter.day.share} of {counter.day.day} is short")


class Uncovered(Disturbed):
    """The limits have changed since the shares were found to be within their rooms."""

    def __init__(self, head: GlobalDay) -> None:
        self.head = head
        super().__init__(f"the limits of {head.day} have changed")


@dataclass(frozen=True, slots=True)
class Whole:
    """How a transaction judges by the sums of all shares, because its share alone does not tell."""

    day: GlobalDay | None = None
    """The sums as read before. None: the transaction reads all shares."""
    decides: bool = False
    """Whether what fits the sums is reserved; else it needs room in its share, too."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a transaction reads first to find the document that counts something."""

    ref: Ref[GlobalDay]
    day: str
    name: str
    """What chooses the share: a random id."""
    share: int | None
    """The share, if the caller knows it."""
    head: GlobalDay | None
    """The head, if this instance has read it; else it is what is read."""


@dataclass(frozen=True, slots=True)
class Counter:
    """The document that counts a job or call: the day's own, or one of its shares."""

    day: GlobalDay
    """As it was read."""
    shares: int = 1
    whole: GlobalDay | None = None
    """The sums of all shares, where they judge."""
    decides: bool = False
    head: GlobalDay | None = None
    """The head to be written, because this transaction fixes into how many shares the day is split."""


@dataclass(slots=True)
class SplitDays:
    """The memory of an instance, and its transfers."""

    store: Store
    policy: Policy
    runtime: Runtime
    _heads: dict[str, GlobalDay] = field(default_factory=dict)
    """The heads of split days, as read."""
    _seen: dict[str, dict[int, Amounts]] = field(default_factory=dict)
    """What shares had used when they were read last."""
    _checked: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def place(self, day: str, name: str, share: int | None = None) -> Place:
        """Return what a transaction reads first to count something on a day, for `counter`."""
        head = self._heads.get(day)
        if head is None:
            return Place(documents.global_day(day), day, name, share, None)
        number = share_for(name, head.shares) if share is None else share
        return Place(documents.day_share(day, number), day, name, number, head)

    def counter(
        self, transaction: Transaction, place: Place, found: GlobalDay | None, whole: Whole | None = None
    ) -> Counter:
        """Return the document that counts something, of which the place was read; read more if it is not the one.

        Raises Uncovered if the limits have changed, unless the sums decide.
        """
        head, fixes = place.head or found or GlobalDay(place.day), False
        if place.head is None:
            if not head.fixed and self.policy.shares > 1:
                head, fixes = split(head, self.policy), True
            if head.shares == 1:
                return Counter(head)
            if not fixes:
                self._learn(head, whole)
        number = share_for(place.name, head.shares) if place.share is None else place.share
        decides = whole is not None and whole.decides
        if whole is not None and whole.day is None:
            shares = self._see(*read_shares(transaction, head))
            return Counter(shares[number], head.shares, summed_up(head, shares), decides)
        if place.head is None:
            found = transaction.read(documents.day_share(place.day, number))
        one = found or new_share(head, number)
        self._see(one)
        return Counter(
            one, head.shares, whole.day if whole is not None else None, decides, head if fixes else None
        )

    def has_room(self, place: Place, found: GlobalDay | None, needed: Amounts, provider: str) -> bool:
        """Return whether a share, as it was read, has room for what is needed."""
        if place.head is None or place.share is None:
            raise ValueError("the place is no share")
        one = found or new_share(place.head, place.share)
        self._see(one)
        return provider not in one.closed_providers and not lacking(
            one, place.head.shares, self.policy.limits, needed
        )

    def check(self, dearest_micros: Callable[[], int]) -> None:
        """Raise Misconfigured if the budget is too small for the shares of the settings.

        dearest_micros: returns the worst case of the dearest call that the settings allow.
        """
        if self.policy.shares == 1 or self._checked:
            return
        if why := too_many(self.policy.shares, self.policy.limits, dearest_micros()):
            raise Misconfigured(f"GLOBAL_DAY_SHARES={self.policy.shares} {why}")
        self._checked = True

    def with_room(self, act: Callable[[Whole | None], Result], disturbed: Disturbed | None = None) -> Result:
        """Run a transaction that counts something, and give its share room as long as another has any.

        act: the transaction, which raises Disturbed where it cannot decide. Its argument says how to judge then.
        disturbed: what its first run raised, if it had one.

        Raises Contention if other transactions always take the room first.
        """
        whole = self._after(disturbed) if disturbed is not None else None
        give_up_at, tries = self.runtime.now() + PATIENCE, 0
        while tries < TRIES or self.runtime.now() < give_up_at:
            try:
                return act(whole)
            except Disturbed as again:
                whole, tries = self._after(again), tries + 1
        raise Contention("too many requests at once; try again in a moment")

    def judged(self, act: Callable[[Whole | None], Result], disturbed: Disturbed) -> Result:
        """Run again what only asks whether a job fits: it writes nothing, so no room is moved for it."""
        return act(Whole(self.sums(_day_of(disturbed)), decides=True))

    def _after(self, disturbed: Disturbed) -> Whole | None:
        """Give room, and return how the transaction has to judge now."""
        if isinstance(disturbed, Short):
            return self._give_room(disturbed)
        head = self._transfers.cover(_day_of(disturbed))
        if head is not None and head.shares > 1:
            self._remember(head)
        return Whole(decides=True) if head is None else None

    def sums(self, day: str) -> GlobalDay:
        """Return the day as a whole: its own document, or the sums of its shares, read without locks."""
        head = self._heads.get(day)
        if head is None:
            head = self.store.read(documents.global_day(day)) or GlobalDay(day)
            if head.shares == 1:
                return head
        return summed_up(*self._found(head))

    def used_by_all(self, counter: Counter, after: GlobalDay) -> Amounts:
        """Return what all users have used of the day, for an answer to one of them.

        Of a split day it is an estimate from the shares that this instance has seen last.

        after: the counter as it will be written.
        """
        if counter.shares == 1:
            return used(after)
        if counter.whole is not None:
            return used(counter.whole) + used(after) - used(counter.day)
        with self._lock:
            seen = {**self._seen.get(after.day, {}), after.share or 0: used(after)}
        known = sum(seen.values(), NONE)
        return known.all(lambda amount: -(-amount * counter.shares // len(seen)))

    # One read of all shares

    def _found(self, head: GlobalDay) -> tuple[GlobalDay, list[GlobalDay]]:
        """Return the head and all shares as of one moment, without locks."""
        own, *refs = documents.global_day(head.day), *share_refs(head)
        stored = self.store.read_all([own, *refs])
        head = stored.get(own.path) or head
        return head, self._see(*found_shares(head, [stored.get(ref.path) for ref in refs]))

    # Moving room

    def _give_room(self, short: Short) -> Whole | None:
        """Move room to a share that is short; return the sums by which to refuse if no other has enough."""
        counter, limits = short.counter, self.policy.limits
        if counter.head is not None:
            self._transfers.fix(counter.day.day)
            return None
        head, found = self._found(GlobalDay(counter.day.day, shares=counter.shares))
        whole = Whole(summed_up(head, found))
        if any(short.provider in one.closed_providers for one in found):
            return whole
        own = found[counter.day.share or 0]
        others = [one for one in found if one.share != own.share]
        need = lacking(own, counter.shares, limits, short.needed)
        if not need:
            return None  # it was given back meanwhile
        if not suffices(others, counter.shares, limits, need):
            return whole
        source = giver(others, counter.shares, limits, need)
        if not self._transfers.move(source, own, counter.shares, short.needed):
            self.runtime.sleep(PAUSE_SECONDS * self.runtime.chance())
        return None

    @property
    def _transfers(self) -> Transfers:
        return Transfers(self.store, self.policy)

    # Memory

    def _learn(self, head: GlobalDay, whole: Whole | None) -> None:
        """Store a head in the memory, which holds for the rest of the day. Raises Uncovered if it may not."""
        if head.covered == limits_together(self.policy.limits):
            self._remember(head)
        elif whole is None or not whole.decides:
            raise Uncovered(head)

    def _remember(self, head: GlobalDay) -> None:
        with self._lock:
            self._heads[head.day] = head
            for old in sorted(self._heads)[:-DAYS]:
                del self._heads[old]
                self._seen.pop(old, None)

    def _see(self, *found: GlobalDay) -> list[GlobalDay]:
        with self._lock:
            for one in found:
                self._seen.setdefault(one.day, {})[one.share or 0] = used(one)
        return list(found)


def _day_of(disturbed: Disturbed) -> str:
    if isinstance(disturbed, Short):
        return disturbed.counter.day.day
    if isinstance(disturbed, Uncovered):
        return disturbed.head.day
    raise disturbed

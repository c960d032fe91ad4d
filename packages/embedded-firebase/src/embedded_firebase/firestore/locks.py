"""Locks on documents: shared and exclusive, fair by age, free of deadlock.

A transaction's reads take shared locks, its commit and plain writes exclusive ones. An owner that must wait
queues by age, oldest first; a retried transaction has the age of its first attempt, so it keeps its place.
A wait that would close a circle ends at once with the youngest transaction in the circle ABORTED: the
oldest always proceeds, so no transaction starves. All of it runs on one event loop.
"""

from __future__ import annotations

import asyncio
from bisect import insort
from collections.abc import Callable, Iterable
from enum import Enum

from embedded_firebase.firestore.errors import aborted

CONTENTION = "Too much contention on these documents. Please try again."


class Mode(Enum):
    SHARED = "shared"
    EXCLUSIVE = "exclusive"


class Owner:
    """A holder of locks: a transaction, or one plain commit."""

    def __init__(self, age: int, *, may_be_aborted: bool) -> None:
        self.age = age
        self.may_be_aborted = may_be_aborted
        self.held: dict[str, Mode] = {}
        self.waiting: Wait | None = None
        self.watchers: list[Callable[[], None]] = []
        """Called once, when the owner has released everything."""


class Wait:
    """An owner's place in a queue."""

    def __init__(
        self, owner: Owner, future: asyncio.Future[None], blockers: Callable[[], Iterable[Owner]]
    ) -> None:
        self.owner = owner
        self.future = future
        self.blockers = blockers
        """The owners that must finish first, as of now."""

    def fail(self) -> None:
        """End the wait with ABORTED."""
        if not self.future.done():
            self.future.set_exception(aborted(CONTENTION))


class _Request(Wait):
    """A wait for the lock of one document."""

    def __init__(self, owner: Owner, lock: _Lock, mode: Mode, future: asyncio.Future[None]) -> None:
        super().__init__(owner, future, lambda: lock.blockers(self))
        self.lock = lock
        self.mode = mode
        # A holder that wants more goes first: no request behind it could be served before it anyway.
        self.rank = (owner not in lock.holders, owner.age)


class _Lock:
    def __init__(self, name: str) -> None:
        self.name = name
        self.holders: dict[Owner, Mode] = {}
        self.queue: list[_Request] = []

    def in_the_way(self, owner: Owner, mode: Mode) -> list[Owner]:
        return [
            holder
            for holder, held in self.holders.items()
            if holder is not owner and Mode.EXCLUSIVE in (held, mode)
        ]

    def blockers(self, request: _Request) -> list[Owner]:
        ahead = self.queue[: self.queue.index(request)] if request in self.queue else []
        return self.in_the_way(request.owner, request.mode) + [
            other.owner for other in ahead if Mode.EXCLUSIVE in (other.mode, request.mode)
        ]

    def grant(self, owner: Owner, mode: Mode) -> None:
        self.holders[owner] = owner.held[self.name] = mode


class LockTable:
    """The locks of one database."""

    def __init__(self, wait_seconds: float) -> None:
        self._wait_seconds = wait_seconds
        self._locks: dict[str, _Lock] = {}

    async def acquire(self, owner: Owner, name: str, mode: Mode) -> bool:
        """Acquire the lock of a document; return whether it had to wait.

        Raises:
            FirestoreError: ABORTED after the lock wait, or as the victim of a deadlock.
        """
        held = owner.held.get(name)
        if held is Mode.EXCLUSIVE or held is mode:
            return False
        lock = self._locks.get(name)
        if lock is None:
            lock = self._locks[name] = _Lock(name)
        if not lock.queue and not lock.in_the_way(owner, mode):
            lock.grant(owner, mode)
            return False
        request = _Request(owner, lock, mode, asyncio.get_running_loop().create_future())
        insort(lock.queue, request, key=lambda waiting: waiting.rank)
        self._serve(lock)
        if request.future.done():
            return False
        try:
            await self.wait(request)
        finally:
            if request in lock.queue:
                lock.queue.remove(request)
                self._serve(lock)
        return True

    async def wait_for(self, owner: Owner, others: Iterable[Owner]) -> None:
        """Wait until one of `others` has released everything. Raises as `acquire` does."""
        blockers = list(others)
        future = asyncio.get_running_loop().create_future()

        def wake() -> None:
            if not future.done():
                future.set_result(None)

        for blocker in blockers:
            blocker.watchers.append(wake)
        await self.wait(Wait(owner, future, lambda: blockers))

    async def wait(self, wait: Wait) -> None:
        wait.owner.waiting = wait
        timeout = asyncio.get_running_loop().call_later(self._wait_seconds, wait.fail)
        try:
            self._break_circles(wait)
            await wait.future
        finally:
            timeout.cancel()
            wait.owner.waiting = None

    def release(self, owner: Owner) -> None:
        """Release every lock of the owner."""
        names, owner.held = owner.held, {}
        for name in names:
            lock = self._locks[name]
            lock.holders.pop(owner, None)
            self._serve(lock)
        watchers, owner.watchers = owner.watchers, []
        for watcher in watchers:
            watcher()

    def _serve(self, lock: _Lock) -> None:
        while lock.queue:
            request = lock.queue[0]
            if request.future.done():
                lock.queue.pop(0)
                continue
            if lock.in_the_way(request.owner, request.mode):
                return
            lock.queue.pop(0)
            lock.grant(request.owner, request.mode)
            request.future.set_result(None)
        if not lock.holders:
            self._locks.pop(lock.name, None)

    def _break_circles(self, wait: Wait) -> None:
        while not wait.future.done() and (circle := _circle(wait.owner)):
            victims = [owner for owner in circle if owner.may_be_aborted and owner.waiting is not None]
            if not victims:
                return
            victim = max(victims, key=lambda owner: owner.age)
            assert victim.waiting is not None
            victim.waiting.fail()
            self.release(victim)


def _circle(start: Owner) -> list[Owner]:
    """Return the owners on a circle of waits through `start`; empty if there is none."""
    path: list[Owner] = []
    seen: set[Owner] = set()

    def search(owner: Owner) -> bool:
        seen.add(owner)
        path.append(owner)
        if owner.waiting is not None and not owner.waiting.future.done():
            for blocker in owner.waiting.blockers():
                if blocker is start or (blocker not in seen and search(blocker)):
                    return True
        path.pop()
        return False

    return path if search(start) else []

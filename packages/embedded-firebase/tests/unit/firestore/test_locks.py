"""Locks: who waits, who goes first, who is aborted."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from embedded_firebase.firestore.errors import Code, FirestoreError
from embedded_firebase.firestore.locks import LockTable, Mode, Owner

FOREVER = 60.0


def owner(age: int, *, may_be_aborted: bool = True) -> Owner:
    return Owner(age, may_be_aborted=may_be_aborted)


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


async def started(coroutine: Coroutine[Any, Any, bool]) -> asyncio.Task[bool]:
    """Return a task that has come as far as it can without others."""
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(0)
    return task


def test_readers_share_and_a_writer_waits_for_all_of_them() -> None:
    async def story() -> None:
        locks, one, two, writer = LockTable(FOREVER), owner(1), owner(2), owner(3)
        assert await locks.acquire(one, "d", Mode.SHARED) is False
        assert await locks.acquire(two, "d", Mode.SHARED) is False
        writing = await started(locks.acquire(writer, "d", Mode.EXCLUSIVE))
        locks.release(one)
        assert not writing.done()
        locks.release(two)
        assert await writing is True

    run(story())


def test_a_reader_does_not_pass_an_older_writer_that_waits() -> None:
    async def story() -> None:
        locks, holder, writer, reader = LockTable(FOREVER), owner(1), owner(2), owner(3)
        await locks.acquire(holder, "d", Mode.SHARED)
        writing = await started(locks.acquire(writer, "d", Mode.EXCLUSIVE))
        reading = await started(locks.acquire(reader, "d", Mode.SHARED))
        locks.release(holder)
        await writing
        assert not reading.done()
        locks.release(writer)
        assert await reading is True

    run(story())


def test_the_queue_is_by_age_whenever_one_came() -> None:
    async def story() -> None:
        locks, holder, young, old = LockTable(FOREVER), owner(1), owner(9), owner(2)
        await locks.acquire(holder, "d", Mode.EXCLUSIVE)
        second = await started(locks.acquire(young, "d", Mode.EXCLUSIVE))
        first = await started(locks.acquire(old, "d", Mode.EXCLUSIVE))
        locks.release(holder)
        await first
        assert not second.done()
        locks.release(old)
        await second

    run(story())


def test_two_readers_that_want_to_write_are_a_deadlock_that_the_older_survives() -> None:
    async def story() -> None:
        locks, old, young = LockTable(FOREVER), owner(1), owner(2)
        for one in (old, young):
            await locks.acquire(one, "d", Mode.SHARED)
        young_writing = await started(locks.acquire(young, "d", Mode.EXCLUSIVE))
        assert await locks.acquire(old, "d", Mode.EXCLUSIVE) in (True, False)
        with pytest.raises(FirestoreError) as aborted:
            await young_writing
        assert aborted.value.code is Code.ABORTED
        assert young.held == {}

    run(story())


def test_a_circle_of_three_is_broken_at_its_youngest() -> None:
    async def story() -> None:
        locks, owners = LockTable(FOREVER), [owner(1), owner(2), owner(3)]
        for index, one in enumerate(owners):
            await locks.acquire(one, f"d{index}", Mode.EXCLUSIVE)
        waits = [
            await started(locks.acquire(one, f"d{(index + 1) % 3}", Mode.EXCLUSIVE))
            for index, one in enumerate(owners)
        ]
        with pytest.raises(FirestoreError):
            await waits[2]
        await waits[1]
        locks.release(owners[1])
        await waits[0]

    run(story())


def test_a_plain_write_is_never_the_victim() -> None:
    async def story() -> None:
        locks, transaction, plain = LockTable(FOREVER), owner(1), owner(2, may_be_aborted=False)
        await locks.acquire(transaction, "a", Mode.SHARED)
        await locks.acquire(plain, "b", Mode.EXCLUSIVE)
        transaction_wait = await started(locks.acquire(transaction, "b", Mode.SHARED))
        plain_wait = await started(locks.acquire(plain, "a", Mode.EXCLUSIVE))
        with pytest.raises(FirestoreError):
            await transaction_wait
        await plain_wait

    run(story())


def test_a_wait_ends_with_the_lock_wait() -> None:
    async def story() -> None:
        locks, holder, other = LockTable(0.01), owner(1), owner(2)
        await locks.acquire(holder, "d", Mode.EXCLUSIVE)
        with pytest.raises(FirestoreError, match="Too much contention"):
            await locks.acquire(other, "d", Mode.SHARED)
        locks.release(holder)
        assert await locks.acquire(other, "d", Mode.EXCLUSIVE) is False

    run(story())


def test_a_cancelled_wait_leaves_the_queue() -> None:
    async def story() -> None:
        locks, holder, gone, next_one = LockTable(FOREVER), owner(1), owner(2), owner(3)
        await locks.acquire(holder, "d", Mode.SHARED)
        leaving = await started(locks.acquire(gone, "d", Mode.EXCLUSIVE))
        waiting = await started(locks.acquire(next_one, "d", Mode.SHARED))
        leaving.cancel()
        assert await waiting is True

    run(story())

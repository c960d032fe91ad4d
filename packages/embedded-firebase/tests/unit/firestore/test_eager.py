"""Calls that never wait make no task; those that wait are tasks like any other."""

from __future__ import annotations

import asyncio

import pytest

from embedded_firebase.firestore.wire import eager


def test_what_never_waits_ends_at_once_and_is_no_task() -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    async def run() -> None:
        assert eager.start(work()) is None
        assert done == [1]

    asyncio.run(run())


def test_what_waits_goes_on_as_a_task() -> None:
    done: list[int] = []

    async def work(future: asyncio.Future[int]) -> None:
        done.append(0)
        done.append(await future)
        await asyncio.sleep(0)
        done.append(await asyncio.sleep(0, 2))

    async def run() -> None:
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        task = eager.start(work(future))
        assert task is not None
        assert done == [0]
        future.set_result(1)
        await task
        assert done == [0, 1, 2]

    asyncio.run(run())


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_a_cancelled_task_cleans_up_where_it_waits(turns: int) -> None:
    """Even when it is cancelled before the loop has come to it."""
    done: list[str] = []

    async def work() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            done.append("cancelled")
            await asyncio.sleep(0)
            done.append("cleaned up")
            raise

    async def run() -> None:
        task = eager.start(work())
        assert task is not None
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert done == ["cancelled", "cleaned up"]

    asyncio.run(run())


def test_an_exception_after_a_wait_is_the_task_s() -> None:
    async def work() -> None:
        await asyncio.sleep(0)
        raise ValueError("bad")

    async def run() -> None:
        task = eager.start(work())
        assert task is not None
        with pytest.raises(ValueError, match="bad"):
            await task

    asyncio.run(run())

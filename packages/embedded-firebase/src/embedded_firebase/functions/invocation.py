"""Invocations: each call of a function runs on its own thread, within the declared concurrency and timeout."""

import asyncio
import contextlib
import itertools
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from embedded_firebase.functions.hosted import HostedFunction

T = TypeVar("T")


class FunctionTimedOut(TimeoutError):
    """A call exceeded the function's timeout. Its thread keeps running, as on the platform (2nd generation)."""

    def __init__(self, function: HostedFunction) -> None:
        super().__init__(f"{function.name} did not end within its {function.timeout_seconds:g} s")


class Invoker:
    """Run calls of functions. Use it on one event loop only."""

    def __init__(self) -> None:
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._threads: set[threading.Thread] = set()
        self._numbers = itertools.count(1)

    async def invoke(self, function: HostedFunction, work: Callable[[], T]) -> T:
        """Run the work on a thread once the function has a free slot: first come, first served.

        Raises:
            FunctionTimedOut: if it exceeds its timeout; the slot is free again, the thread keeps running.
            Exception: any exception that the work raises.
        """
        slots = self._slots.setdefault(function.name, asyncio.Semaphore(function.parallel))
        async with slots:
            future = self._start(function, work)
            try:
                done, _ = await asyncio.wait({future}, timeout=function.timeout_seconds)
                if not done:
                    raise FunctionTimedOut(function)
                return future.result()
            finally:
                # No caller waits any more: an outcome that comes later must not be logged as never retrieved.
                future.cancel()

    def _start(self, function: HostedFunction, work: Callable[[], T]) -> "asyncio.Future[T]":
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(set_outcome: Callable[[], None]) -> None:
            # When a call outlives its timeout, the loop may be gone and no caller waits any more.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(lambda: None if future.done() else set_outcome())

        def run() -> None:
            try:
                result = work()
            except BaseException as raised:
                # A future takes no StopIteration, and SystemExit must not end the loop that waits for it.
                error = raised if isinstance(raised, Exception) else RuntimeError(repr(raised))
                error = RuntimeError(repr(raised)) if isinstance(raised, StopIteration) else error
                settle(lambda: future.set_exception(error))
            else:
                settle(lambda: future.set_result(result))
            finally:
                self._threads.discard(threading.current_thread())

        thread = threading.Thread(target=run, name=f"{function.name}-{next(self._numbers)}", daemon=True)
        self._threads.add(thread)
        thread.start()
        return future

    def running(self) -> list[str]:
        """Return the names of the threads that still run, those of timed-out calls included."""
        return sorted(thread.name for thread in list(self._threads))

    def join(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds for the threads that still run; return False if some still run."""
        deadline = time.monotonic() + timeout
        for thread in list(self._threads):
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in list(self._threads))

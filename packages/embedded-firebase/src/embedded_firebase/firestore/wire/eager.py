"""Start coroutines at once, and make tasks only of those that have to wait: most calls never do."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any

Work = Coroutine[Any, Any, None]


def start(work: Work) -> asyncio.Task[None] | None:
    """Run a coroutine up to its first wait, and return the task that goes on with it; None if it has ended."""
    try:
        awaited = work.send(None)
    except StopIteration:
        return None
    return asyncio.get_running_loop().create_task(_Begun(work, awaited))


class _Begun(Work):
    """A coroutine that awaits something: the first step of its task is to wait for that."""

    def __init__(self, work: Work, awaited: Any) -> None:
        self._work = work
        self._awaited = awaited
        self._waits = False

    def send(self, value: Any) -> Any:
        if self._waits:
            return self._work.send(value)
        self._waits = True
        return self._awaited

    def throw(self, *error: Any) -> Any:
        self._waits = True
        return self._work.throw(*error)

    def close(self) -> None:
        self._work.close()

    def __await__(self) -> Generator[Any, Any, None]:
        raise NotImplementedError("only a task goes on with it")

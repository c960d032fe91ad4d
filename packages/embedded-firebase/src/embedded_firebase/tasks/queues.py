"""The queues of a project: one for each task function and region, as its deployment would make them."""

import asyncio
import logging
import re
from collections.abc import Iterator, Mapping
from functools import partial

from embedded_firebase.functions.delivery_log import DeliveryLog
from embedded_firebase.functions.faults import DeliveryFaults
from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.functions.http_calls import HttpCalls
from embedded_firebase.functions.task_queues import QueueConfig
from embedded_firebase.tasks.calls import TaskCalls
from embedded_firebase.tasks.queue import Queue, QueuedTask
from embedded_firebase.tasks.runner import QueueRunner
from embedded_firebase.tasks.targets import Target, Targets
from embedded_firebase.tasks.task import Result

MAX_CONCURRENT_DISPATCHES = 5000

_QUEUE_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")

_logger = logging.getLogger("embedded_firebase.tasks")


class TaskQueues(Mapping[tuple[str, str], QueueRunner]):
    """Hold the queues by location and name."""

    def __init__(
        self,
        functions: Mapping[str, HostedFunction],
        calls: HttpCalls,
        log: DeliveryLog,
        *,
        project: str,
        functions_address: str,
        faults: DeliveryFaults,
        retry_time_scale: float,
    ) -> None:
        self.targets = Targets(functions, project, functions_address)
        self._calls = TaskCalls(calls, functions_address)
        self._queues: dict[tuple[str, str], QueueRunner] = {}
        for function in functions.values():
            if function.queue is None:
                continue
            if problem := problem_of(function.name, function.queue):
                _logger.warning("%s has no queue: %s", function.name, problem)
                continue
            for region in function.regions:
                own = Target(function, f"/{project}/{region}/{function.name}", "/")
                queue = Queue(function.queue, retry_time_scale=retry_time_scale)
                call = partial(self._call, function.name, own)
                self._queues[region, function.name] = QueueRunner(function.name, queue, call, log, faults)

    def __getitem__(self, key: tuple[str, str]) -> QueueRunner:
        return self._queues[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._queues)

    def __len__(self) -> int:
        return len(self._queues)

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Dispatch tasks on the loop from now on."""
        for queue in self.values():
            queue.attach(loop)

    def clear(self) -> None:
        """Delete all tasks and free all names. Attempts that run go on; no further ones follow."""
        for queue in self.values():
            queue.clear()

    async def close(self) -> None:
        """Start no more attempts and cancel those that run."""
        for queue in self.values():
            await queue.close()

    async def _call(self, queue: str, own: Target, queued: QueuedTask) -> Result:
        target = self.targets.find(queued.task.url) if queued.task.url else own
        return await self._calls.call(queue, queued, target) if target is not None else Result(404)


def problem_of(name: str, config: QueueConfig) -> str | None:
    """Return why the service would refuse a queue; None if it would not."""
    if not _QUEUE_NAME.fullmatch(name):
        return (
            "Queue ID can contain only letters ([A-Za-z]), numbers ([0-9]), or hyphens (-). "
            "Queue ID must be between 1 and 100 characters."
        )
    limits = config.rate_limits
    if limits.max_concurrent_dispatches < 1 or limits.max_dispatches_per_second <= 0:
        return "its rate limits must be positive"
    if limits.max_concurrent_dispatches > MAX_CONCURRENT_DISPATCHES:
        return f"cannot set maxConcurrentDispatches to a value over {MAX_CONCURRENT_DISPATCHES}"
    return None

"""The call of an attempt: the hosted function is called in this process, as over HTTP."""

import asyncio
from typing import TYPE_CHECKING

from embedded_firebase.functions.http_calls import HttpCalls
from embedded_firebase.tasks.queue import QueuedTask
from embedded_firebase.tasks.request_headers import request_headers
from embedded_firebase.tasks.targets import Target
from embedded_firebase.tasks.task import Result
from embedded_firebase.web.bridge import wsgi_environment

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class TaskCalls:
    """Call hosted functions with tasks."""

    def __init__(self, calls: HttpCalls, address: str) -> None:
        """Take the calls of the functions host, and its `HOST:PORT`."""
        self._calls = calls
        self._address = address

    async def call(self, queue: str, queued: QueuedTask, target: Target) -> Result:
        """Make the attempt that a task has just started, and return its result.

        Args:
            queue: the name of the queue, without its project and location.
            queued: the task.
            target: the function to call.
        """
        environment = self._environment(queue, queued, target)
        try:
            async with asyncio.timeout(queued.task.dispatch_deadline):
                response = await self._calls.call(target.function, environment, target.prefix, target.path)
        except TimeoutError:
            return Result(None)
        return Result(response.status_code)

    def _environment(self, queue: str, queued: QueuedTask, target: Target) -> "WSGIEnvironment":
        host, _, port = self._address.rpartition(":")
        headers = {"Host": self._address, **request_headers(queue, queued)}
        scope = {
            "method": queued.task.method,
            "scheme": "http",
            "http_version": "1.1",
            "path": target.path,
            "raw_path": target.path.encode(),
            "query_string": target.query.encode(),
            "server": (host, int(port)),
            "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        }
        return wsgi_environment(scope, queued.task.body)

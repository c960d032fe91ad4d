"""Control endpoints on the functions port, under `/__/`.

POST /__/schedule/{name}          run a scheduled function once
GET  /__/functions                what is hosted
GET  /__/deliveries               how deliveries stand, and which are finished
GET  /__/idle?timeout=SECONDS     200 once no delivery is pending, 504 if that takes longer
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.functions.delivery_log import DeliveryLog
from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.functions.http_calls import HttpCalls
from embedded_firebase.web.bridge import wsgi_environment
from embedded_firebase.web.server import Scope

IDLE_TIMEOUT_SECONDS = 30.0


class Control:
    """Answer what tests and tools ask of the functions host."""

    def __init__(
        self, functions: Mapping[str, HostedFunction], deliveries: DeliveryLog, calls: HttpCalls
    ) -> None:
        self._functions = functions
        self._deliveries = deliveries
        self._calls = calls

    async def answer(self, scope: Scope, body: bytes) -> Response:
        """Answer one request under `/__/`."""
        request = Request(wsgi_environment(scope, body))
        if request.path == "/__/functions":
            described = {name: _described(function) for name, function in sorted(self._functions.items())}
            return _json(described)
        if request.path == "/__/deliveries":
            finished = [asdict(delivery) for delivery in self._deliveries.latest()]
            return _json({**asdict(self._deliveries.summary()), "finished": finished})
        if request.path == "/__/idle":
            return await self._wait_idle(request.args.get("timeout", IDLE_TIMEOUT_SECONDS, type=float))
        if request.path.startswith("/__/schedule/"):
            return await self._run_schedule(request, request.path.removeprefix("/__/schedule/"))
        return Response(f"There is no control endpoint {request.path}.\n", 404)

    async def _wait_idle(self, timeout: float) -> Response:
        loop = asyncio.get_running_loop()
        idle = await loop.run_in_executor(None, self._deliveries.wait_idle, timeout)
        return _json({"idle": idle, **asdict(self._deliveries.summary())}, 200 if idle else 504)

    async def _run_schedule(self, request: Request, name: str) -> Response:
        scheduled = {function.name for function in self._functions.values() if function.kind == "schedule"}
        if name not in scheduled:
            known = ", ".join(sorted(scheduled)) or "none"
            return Response(f"No scheduled function is named {name}. Scheduled functions: {known}.\n", 404)
        if request.method != "POST":
            return Response("A scheduled function is run by POST.\n", 405, {"Allow": "POST"})
        function = self._functions[name]
        environment = request.environ
        environment["HTTP_X_CLOUDSCHEDULER_JOBNAME"] = f"firebase-schedule-{name}-{function.regions[0]}"
        environment["HTTP_X_CLOUDSCHEDULER_SCHEDULETIME"] = datetime.now(UTC).isoformat(timespec="seconds")
        return await self._calls.call(function, environment, "", "/")


def _described(function: HostedFunction) -> dict[str, Any]:
    description: dict[str, Any] = {
        "kind": function.kind,
        "regions": list(function.regions),
        "timeout_seconds": function.timeout_seconds,
        "parallel": function.parallel,
    }
    if function.trigger is not None:
        description["trigger"] = asdict(function.trigger)
    if function.queue is not None:
        description["queue"] = asdict(function.queue)
    return description


def _json(content: Mapping[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")

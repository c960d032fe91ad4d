"""The emulator's own addresses on the functions port.

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
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.web.bridge import wsgi_environment
from embedded_firebase.web.server import Scope

if TYPE_CHECKING:
    from embedded_firebase.functions.host import FunctionsHost

IDLE_TIMEOUT_SECONDS = 30.0


async def answer_control(host: "FunctionsHost", scope: Scope, body: bytes) -> Response:
    """Answer a request under `/__/`."""
    request = Request(wsgi_environment(scope, body))
    if request.path == "/__/functions":
        return _json({name: _described(function) for name, function in sorted(host.functions.items())})
    if request.path == "/__/deliveries":
        finished = [asdict(delivery) for delivery in host.finished_deliveries()]
        return _json({**asdict(host.delivery_summary()), "finished": finished})
    if request.path == "/__/idle":
        timeout = request.args.get("timeout", IDLE_TIMEOUT_SECONDS, type=float)
        idle = await asyncio.get_running_loop().run_in_executor(None, host.wait_idle, timeout)
        return _json({"idle": idle, **asdict(host.delivery_summary())}, 200 if idle else 504)
    return await _run_schedule(host, request)


async def _run_schedule(host: "FunctionsHost", request: Request) -> Response:
    name = request.path.removeprefix("/__/schedule/")
    scheduled = {function.name for function in host.functions.values() if function.kind == "schedule"}
    if name not in scheduled:
        known = ", ".join(sorted(scheduled)) or "none"
        return Response(f"No scheduled function is named {name}. Scheduled functions: {known}.\n", 404)
    if request.method != "POST":
        return Response("A scheduled function is run by POST.\n", 405, {"Allow": "POST"})
    function = host.functions[name]
    environment = request.environ
    environment["HTTP_X_CLOUDSCHEDULER_JOBNAME"] = f"firebase-schedule-{name}-{function.regions[0]}"
    environment["HTTP_X_CLOUDSCHEDULER_SCHEDULETIME"] = datetime.now(UTC).isoformat(timespec="seconds")
    return await host.call(function, environment, "", "/")


def _described(function: HostedFunction) -> dict[str, Any]:
    description: dict[str, Any] = {
        "kind": function.kind,
        "regions": list(function.regions),
        "timeout_seconds": function.timeout_seconds,
        "parallel": function.parallel,
    }
    if function.trigger is not None:
        description["trigger"] = asdict(function.trigger)
    return description


def _json(content: Mapping[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")

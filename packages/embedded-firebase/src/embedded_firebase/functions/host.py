"""The functions host: callables, HTTP functions and tasks over HTTP, and deliveries to event triggers.

A function is at `/{project}/{region}/{name}`, as in production; `/__/` has the control endpoints (see `control`).
"""

import asyncio
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from embedded_firebase.firestore import Change
from embedded_firebase.functions.control import Control
from embedded_firebase.functions.delivery import Deliveries
from embedded_firebase.functions.delivery_log import Delivery, DeliveryLog, DeliverySummary
from embedded_firebase.functions.faults import DeliveryFaults
from embedded_firebase.functions.hosted import DEFAULT_REGION, HostedFunction
from embedded_firebase.functions.http_calls import HttpCalls
from embedded_firebase.functions.invocation import Invoker
from embedded_firebase.storage import ObjectChange
from embedded_firebase.web.bridge import (
    MOST_BYTES,
    BodyCutShort,
    BodyTooLarge,
    read_body,
    send_response,
    too_large,
    wsgi_environment,
)
from embedded_firebase.web.server import Receive, Scope, Send

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from embedded_firebase.request_log import RequestLog

_ADDRESS = re.compile(r"/([^/]+)/([^/]+)/([^/]+)(/.*)?")

Page = Callable[[], str]
"""Makes the HTML of the status page."""


class FunctionsHost:
    """Run the functions of one codebase for one project."""

    def __init__(
        self,
        functions: Mapping[str, HostedFunction],
        *,
        project: str,
        faults: DeliveryFaults | None = None,
        retry_time_scale: float = 1.0,
        request_log: "RequestLog | None" = None,
        status_page: Page | None = None,
    ) -> None:
        self.functions = functions
        self._project = project
        self._faults = faults or DeliveryFaults()
        self._retry_time_scale = retry_time_scale
        self._request_log = request_log
        self._status_page = status_page
        self._invoker = Invoker()
        self.calls = HttpCalls(self._invoker)
        """Call functions as over HTTP; for use on the loop."""
        self.delivery_log = DeliveryLog()
        """The deliveries of events and of tasks."""
        self._control = Control(functions, self.delivery_log, self.calls)
        self._deliveries: Deliveries | None = None

    @property
    def region(self) -> str:
        """The region of the functions that are called over HTTP: the first one's."""
        called = (one for one in self.functions.values() if one.kind in ("callable", "http"))
        return next((one.regions[0] for one in called), DEFAULT_REGION)

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Deliver events on the loop from now on."""
        self._deliveries = Deliveries(
            list(self.functions.values()),
            self._invoker,
            loop,
            self.delivery_log,
            project=self._project,
            faults=self._faults,
            retry_time_scale=self._retry_time_scale,
        )

    def on_change(self, changes: Sequence[Change | ObjectChange]) -> None:
        """Accept the changes of one commit in Firestore or Storage; return at once."""
        if self._deliveries is not None:
            self._deliveries.accept(changes)

    def wait_idle(self, timeout: float) -> bool:
        """Wait until no delivery is pending; return False if that takes more than `timeout` seconds."""
        return self.delivery_log.wait_idle(timeout)

    def delivery_summary(self) -> DeliverySummary:
        """Return how deliveries stand."""
        return self.delivery_log.summary()

    def finished_deliveries(self) -> list[Delivery]:
        """Return the finished deliveries, oldest first."""
        return self.delivery_log.latest()

    def reset_deliveries(self) -> None:
        """Remove the finished deliveries and set their counts to zero."""
        self.delivery_log.reset()

    async def close(self) -> None:
        """Cancel the pending deliveries."""
        if self._deliveries is not None:
            await self._deliveries.close()

    def join(self, timeout: float) -> list[str]:
        """Wait for running calls; return the names of the threads that have not ended within `timeout` seconds."""
        self._invoker.join(timeout)
        return self._invoker.running()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request (ASGI 3)."""
        started = time.perf_counter()
        try:
            response = await self._answer(scope, await read_body(receive, MOST_BYTES))
        except BodyCutShort:
            return
        except BodyTooLarge:
            response = too_large()
        await send_response(send, response, head_only=scope["method"] == "HEAD")
        if self._request_log is not None:
            self._request_log.record("functions", scope, response.status_code, time.perf_counter() - started)

    async def call(self, name: str, region: str, environment: "WSGIEnvironment") -> Response:
        """Return a function's answer to a request that Hosting rewrites to it, with the request's whole path."""
        function = self.functions.get(name)
        if function is None or function.kind not in ("callable", "http") or region not in function.regions:
            return Response(f"No function {name} in {region} answers over HTTP. {self._hosted()}\n", 404)
        return await self.calls.call(
            function, environment, "", environment["PATH_INFO"].encode("latin-1").decode()
        )

    async def _answer(self, scope: Scope, body: bytes) -> Response:
        path, method = scope["path"], scope["method"]
        if path.startswith("/__/"):
            return await self._control.answer(scope, body)
        if path == "/" and self._status_page is not None:
            page = await asyncio.get_running_loop().run_in_executor(None, self._status_page)
            return Response(page, content_type="text/html; charset=utf-8")
        matched = _ADDRESS.fullmatch(path)
        function = self.functions.get(matched[3]) if matched and matched[1] == self._project else None
        callable_here = function and function.kind in ("callable", "http", "task")
        if matched and function and callable_here and matched[2] in function.regions:
            prefix = f"/{matched[1]}/{matched[2]}/{matched[3]}"
            return await self.calls.call(function, wsgi_environment(scope, body), prefix, matched[4] or "/")
        return Response(f"No function answers {method} {path}. {self._hosted()}\n", 404)

    def _hosted(self) -> str:
        return f"Hosted functions: {', '.join(sorted(self.functions)) or 'none'}."

"""Plain HTTP/1.1 requests on the same port: routes for tools, test libraries and people with a browser."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

import h11

from embedded_firebase.doors import Doors

MOST_HEADER_BYTES = 64 * 1024
"""Of a request's line and headers together, and of the line before a chunk: four times what uvicorn takes."""

MOST_BODY_BYTES = 32 * 1024 * 1024
"""Of a request's body: three times the largest request that Firestore takes."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class HttpRequest:
    """A complete request."""

    method: str
    path: str
    """Decoded path without the query."""
    query: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    captures: dict[str, str] = field(default_factory=dict)
    """The named groups of the route's pattern."""

    def json(self) -> Any:
        """Return the body as JSON; an empty body is None. Raises ValueError."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True)
class HttpResponse:
    """A complete response."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of_json(document: object, status: int = 200) -> HttpResponse:
        return HttpResponse(status, json.dumps(document).encode() + b"\n")

    @staticmethod
    def of_text(text: str, status: int = 200) -> HttpResponse:
        return HttpResponse(status, text.encode(), "text/plain; charset=utf-8")


Handler = Callable[[HttpRequest], "HttpResponse | Awaitable[HttpResponse]"]


@dataclass(frozen=True)
class HttpRoute:
    """Requests of `method` whose whole decoded path matches the regular expression `pattern`."""

    method: str
    pattern: str
    handle: Handler
    """Runs on the emulator's event loop: it must not block."""


class Router:
    """Find the route of a request; the route added last is tried first."""

    def __init__(self, doors: Doors | None = None) -> None:
        self._doors = doors or Doors()
        self._routes: list[tuple[HttpRoute, re.Pattern[str]]] = []

    def add(self, route: HttpRoute) -> None:
        self._routes.insert(0, (route, re.compile(route.pattern)))

    async def answer(self, request: HttpRequest) -> HttpResponse:
        if refusal := self._doors.refusal(request.path, request.headers):
            _logger.warning("refused %s %s: %s", request.method, request.path, refusal)
            return HttpResponse.of_text(f"{refusal}\n", 403)
        known = False
        for route, pattern in self._routes:
            match = pattern.fullmatch(request.path)
            if match is None:
                continue
            known = True
            if route.method == request.method:
                return await self._run(route, request, match.groupdict())
        if known:
            return HttpResponse.of_json({"error": {"code": 405, "message": "Method not allowed"}}, 405)
        return HttpResponse.of_json({"error": {"code": 404, "message": f"Not found: {request.path}"}}, 404)

    async def _run(self, route: HttpRoute, request: HttpRequest, captures: dict[str, str]) -> HttpResponse:
        whole = HttpRequest(
            request.method, request.path, request.query, request.headers, request.body, captures
        )
        try:
            answer = route.handle(whole)
            return answer if isinstance(answer, HttpResponse) else await answer
        except ValueError as error:
            return HttpResponse.of_json({"error": {"code": 400, "message": str(error)}}, 400)
        except Exception:
            # The peer must get an answer, and the log the traceback.
            _logger.exception("%s %s failed", request.method, request.path)
            return HttpResponse.of_json({"error": {"code": 500, "message": "internal error"}}, 500)


class Http1Connection:
    """Reads requests one after the other and answers each; keeps the connection unless the client wants it closed.

    h11 reads the wire, as it does for uvicorn's ports. While a request is answered, or the socket takes no more of the
    answers, nothing more is read, so that a client that sends on and on fills no memory. What is malformed or too large
    is refused, and the connection closed.
    """

    def __init__(self, transport: asyncio.Transport, router: Router) -> None:
        self._transport = transport
        self._router = router
        self._wire = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEADER_BYTES)
        self._request: h11.Request | None = None
        self._body = bytearray()
        self._task: asyncio.Task[None] | None = None
        self._paused = False

    def receive(self, data: bytes) -> None:
        """Take bytes from the client."""
        self._wire.receive_data(data)
        if self._task is None and not self._paused:
            self._next()

    def pause(self) -> None:
        """Stop reading: the socket takes no more answers for now."""
        self._paused = True
        self._transport.pause_reading()

    def resume(self) -> None:
        """Go on reading."""
        self._paused = False
        self._go_on()

    def _go_on(self) -> None:
        if self._task is None and not self._paused:
            self._transport.resume_reading()
            self._next()

    def _next(self) -> None:
        """Read on until a request is whole or more bytes are needed."""
        while not self._transport.is_closing():
            try:
                event = self._wire.next_event()
            except h11.RemoteProtocolError as error:
                self._refuse(error.error_status_hint)
                return
            if isinstance(event, h11.Request):
                refusal = _refusal(event)
                if refusal is not None:
                    self._refuse(refusal)
                    return
                self._request, self._body = event, bytearray()
            elif isinstance(event, h11.Data):
                self._body += event.data
                if len(self._body) > MOST_BODY_BYTES:
                    self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            elif isinstance(event, h11.EndOfMessage):
                self._begin()
                return
            else:
                if self._wire.they_are_waiting_for_100_continue:
                    self._write(h11.InformationalResponse(status_code=100, headers=[]))
                return

    def _begin(self) -> None:
        """Answer the request that is whole now."""
        assert self._request is not None
        method, target = self._request.method.decode(), self._request.target.decode("latin-1")
        try:
            parts = urlsplit(target)
        except ValueError:
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in self._request.headers}
        request = HttpRequest(method, unquote(parts.path), parts.query, headers, bytes(self._body))
        self._transport.pause_reading()
        self._task = asyncio.get_running_loop().create_task(self._answer(request))

    async def _answer(self, request: HttpRequest) -> None:
        response = await self._router.answer(request)
        self._task = None
        if self._transport.is_closing():
            return
        self._reply(response, with_body=request.method != "HEAD")
        if self._wire.our_state is h11.DONE and self._wire.their_state is h11.DONE:
            self._wire.start_next_cycle()
            self._go_on()
        else:
            self._transport.close()

    def _reply(self, response: HttpResponse, *, with_body: bool = True) -> None:
        headers = {
            "content-type": response.content_type,
            "content-length": str(len(response.body)),
            **response.headers,
        }
        reason = HTTPStatus(response.status).phrase
        self._write(h11.Response(status_code=response.status, headers=list(headers.items()), reason=reason))
        if with_body:
            self._write(h11.Data(data=response.body))
        self._write(h11.EndOfMessage())

    def _write(self, event: h11.InformationalResponse | h11.Response | h11.Data | h11.EndOfMessage) -> None:
        self._transport.write(self._wire.send(event) or b"")

    def _refuse(self, status: int) -> None:
        """Refuse what cannot be read, and close: where the next request begins is not known."""
        refusal = HttpResponse.of_text(f"{HTTPStatus(status).phrase}\n", status)
        self._reply(replace(refusal, headers={"connection": "close"}))
        self._transport.close()

    def lost(self) -> None:
        """Give up the answer under way: the client is gone."""
        if self._task is not None:
            self._task.cancel()


def _refusal(request: h11.Request) -> HTTPStatus | None:
    """Return the status with which a request is refused that h11 takes; None where it is sound."""
    headers = dict(request.headers)
    if b"content-length" in headers and b"transfer-encoding" in headers:
        # It may be meant to be read in two ways (RFC 9112, section 6.1).
        return HTTPStatus.BAD_REQUEST
    if not request.http_version.startswith(b"1."):
        return HTTPStatus.HTTP_VERSION_NOT_SUPPORTED
    # h11 has a bound for what is incomplete alone.
    if len(request.target) > MOST_HEADER_BYTES:
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if sum(len(name) + len(value) + 4 for name, value in request.headers) > MOST_HEADER_BYTES:
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    return None

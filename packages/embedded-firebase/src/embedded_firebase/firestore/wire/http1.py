"""Plain HTTP/1.1 requests on the same port: routes for tools, test libraries and people with a browser."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

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

    def __init__(self) -> None:
        self._routes: list[tuple[HttpRoute, re.Pattern[str]]] = []

    def add(self, route: HttpRoute) -> None:
        self._routes.insert(0, (route, re.compile(route.pattern)))

    async def answer(self, request: HttpRequest) -> HttpResponse:
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
    """Read and answer requests one after the other; keep the connection open unless the client asks to close it."""

    def __init__(self, transport: asyncio.Transport, router: Router) -> None:
        self._transport = transport
        self._router = router
        self._buffer = bytearray()
        self._task: asyncio.Task[None] | None = None

    def receive(self, data: bytes) -> None:
        self._buffer += data
        if self._task is None:
            self._next()

    def _next(self) -> None:
        head_end = self._buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return
        request_line, *lines = self._buffer[:head_end].decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }
        parts = request_line.split(" ")
        if len(parts) != 3:
            self._reply(HttpResponse.of_text("Bad request\n", 400), close=True)
            return
        body, used = self._body(headers, head_end + 4)
        if body is None:
            return
        del self._buffer[:used]
        target = urlsplit(parts[1])
        request = HttpRequest(parts[0], unquote(target.path), target.query, headers, body)
        self._task = asyncio.get_running_loop().create_task(self._answer(request))

    def _body(self, headers: dict[str, str], start: int) -> tuple[bytes | None, int]:
        """Return the body and where it ends in the buffer; None while it is incomplete."""
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunked_body(start)
        end = start + int(headers.get("content-length") or 0)
        return (bytes(self._buffer[start:end]), end) if len(self._buffer) >= end else (None, 0)

    def _chunked_body(self, at: int) -> tuple[bytes | None, int]:
        body = bytearray()
        while (line_end := self._buffer.find(b"\r\n", at)) >= 0:
            size = int(bytes(self._buffer[at:line_end]).split(b";")[0], 16)
            chunk_end = line_end + 2 + size
            if len(self._buffer) < chunk_end + 2:
                break
            body += self._buffer[line_end + 2 : chunk_end]
            at = chunk_end + 2
            if size == 0:
                return bytes(body), at
        return None, 0

    async def _answer(self, request: HttpRequest) -> None:
        response = await self._router.answer(request)
        self._task = None
        self._reply(response, close=request.headers.get("connection", "").lower() == "close")
        if self._buffer and not self._transport.is_closing():
            self._next()

    def _reply(self, response: HttpResponse, *, close: bool) -> None:
        if self._transport.is_closing():
            return
        headers = {
            "content-type": response.content_type,
            "content-length": str(len(response.body)),
            "connection": "close" if close else "keep-alive",
            **response.headers,
        }
        head = f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._transport.write(head.encode("latin-1") + b"\r\n" + response.body)
        if close:
            self._transport.close()

    def lost(self) -> None:
        if self._task is not None:
            self._task.cancel()

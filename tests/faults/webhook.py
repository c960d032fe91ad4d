"""WebhookServer: plays a chat's incoming webhook on a free local port, well and badly."""

import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import ThreadingHTTPServer
from typing import Any, Self

from tests.faults.exchange import Call, Exchange

SCENARIOS: dict[str, Callable[[Exchange], None]] = {
    "taken": lambda exchange: exchange.send(200, b"ok", content_type="text/plain"),
    "down": lambda exchange: exchange.send(500, b"<html>oops</html>", content_type="text/html"),
    "busy": lambda exchange: exchange.send(429, b"rate_limited", content_type="text/plain"),
    "no_such_hook": lambda exchange: exchange.send(404, b"no_service", content_type="text/plain"),
    "redirected": lambda exchange: exchange.send(302, b"", headers={"location": "/elsewhere"}),
    "silent": lambda exchange: exchange.fall_silent(),
    "reset": lambda exchange: exchange.reset(),
    "huge": lambda exchange: exchange.send(200, b" " * 1_000_000),
}


class WebhookServer:
    """Answers every POST with the next scenario, the last one for ever, and keeps what it was sent."""

    def __init__(self, *scenarios: str) -> None:
        self.calls: list[Call] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._scenarios = list(scenarios or ("taken",))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    @property
    def texts(self) -> list[Any]:
        return [call.json()["text"] for call in self.calls]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, call: Call) -> Callable[[Exchange], None]:
        with self._lock:
            self.calls.append(call)
            return SCENARIOS[self._scenarios[0] if len(self._scenarios) == 1 else self._scenarios.pop(0)]

    def _handler(self) -> type[Exchange]:
        server = self

        class Handler(Exchange):
            closing = self.closing

            def do_POST(self) -> None:  # noqa: N802 - named by http.server
                length = int(self.headers.get("content-length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self.call = Call(self.command, self.path, headers, self.rfile.read(length))
                self.close_connection = True
                with suppress(ConnectionError):  # the client does not want the rest
                    server._next(self.call)(self)

        return Handler

"""The web server: one thread with one event loop for all HTTP services, each on its own port."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import uvicorn

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
"""An ASGI 3 application: the shape that uvicorn serves."""

GRACE_SECONDS = 3
"""The seconds that `stop` gives running requests to finish before it cuts their connections."""


class _AnnouncingServer(uvicorn.Server):
    """A uvicorn server that reports when it listens."""

    def __init__(self, config: uvicorn.Config, listening: threading.Event) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening.set()


class WebServer:
    """Serve ASGI applications over HTTP/1.1 with keep-alive, on sockets that already listen.

    `start` returns once all of them answer; `stop` ends requests, connections, loop and thread.
    """

    def __init__(self) -> None:
        self._listening = threading.Event()
        self._thread: threading.Thread | None = None
        self._server: _AnnouncingServer | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop, for work that must be scheduled from another thread."""
        if self._loop is None:
            raise RuntimeError("the web server has not been started")
        return self._loop

    def start(self, applications: Mapping[socket.socket, Application]) -> None:
        """Serve each application on its socket. The sockets belong to the server from now on."""
        by_port = {listener.getsockname()[1]: application for listener, application in applications.items()}

        async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
            await by_port[scope["server"][1]](scope, receive, send)

        config = uvicorn.Config(
            dispatch,
            http="h11",
            ws="none",
            lifespan="off",
            loop="asyncio",
            access_log=False,
            log_config=None,
            log_level="warning",
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self._server = _AnnouncingServer(config, self._listening)
        self._thread = threading.Thread(
            target=self._run, args=(self._server, list(applications)), name="emulator-web", daemon=True
        )
        self._thread.start()
        self._listening.wait()
        if not self._server.started:
            raise RuntimeError("the web server could not be started; the log has the traceback")

    def _run(self, server: _AnnouncingServer, listeners: list[socket.socket]) -> None:
        try:
            with asyncio.Runner() as runner:
                self._loop = runner.get_loop()
                runner.run(server.serve(sockets=listeners))
        finally:
            self._listening.set()

    def stop(self) -> None:
        """Refuse new requests, let those under way finish for `GRACE_SECONDS`, then end."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join()
        self._server = self._thread = None

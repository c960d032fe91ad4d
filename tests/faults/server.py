"""FaultServer: listens on a free local port, records what it is asked and plays scenarios."""

import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any, Self

from tests.faults.exchange import Call, Exchange
from tests.faults.scenarios import SCENARIOS
from tests.faults.verdicts import VERDICTS
from tests.faults.visions import VISIONS


@dataclass
class _Script:
    """What one endpoint answers next, and what it was asked."""

    scenarios: list[Callable[[Exchange], None]]
    calls: list[Call] = field(default_factory=list)

    def next(self, call: Call) -> Callable[[Exchange], None]:
        self.calls.append(call)
        return self.scenarios[0] if len(self.scenarios) == 1 else self.scenarios.pop(0)


class FaultServer:
    """A thread-safe server that plays scenarios.

    `POST /v1/images/*` plays the given ones, `POST /v1/moderations` and `POST /v1/responses` their own;
    `GET /v1/models/{id}` answers from `models`, and any other GET from `documents`.
    """

    def __init__(self, *scenarios: str, of: Mapping[str, Callable[[Exchange], None]] = SCENARIOS) -> None:
        """Make a server. `of` has the scenarios by name."""
        self._scenarios = of
        self.documents: dict[str, Any] = {}
        """JSON answers of GETs, by path and query."""
        self.files: dict[str, bytes] = {}
        """Pictures at addresses of this server, by path."""
        self.failing_files = 0
        """How many of the next calls for files are answered with 500."""
        self.fetched: list[Call] = []
        """The calls for files, in the order they came."""
        self.models: dict[str, str | None] = {}
        """The models there are, each with its `shutdown_date`."""
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.play(*(scenarios or ("ok",)))
        self.play_moderation("photo_passes")
        self.play_vision("passes")

    @property
    def base_url(self) -> str:
        """What a client is given as its base URL."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def calls(self) -> list[Call]:
        """The calls for pictures since the last `play`, in the order they came."""
        with self._lock:
            return list(self._images.calls)

    @property
    def moderation_calls(self) -> list[Call]:
        """The calls for verdicts since the last `play_moderation`, in the order they came."""
        with self._lock:
            return list(self._moderation.calls)

    @property
    def vision_calls(self) -> list[Call]:
        """The calls for verdicts on pictures since the last `play_vision`, in the order they came."""
        with self._lock:
            return list(self._vision.calls)

    def play(self, *scenarios: str) -> None:
        """Answers the next calls by these scenarios, one each, the last for ever. Forgets earlier calls."""
        with self._lock:
            self._images = _Script([self._scenarios[name] for name in scenarios])

    def play_moderation(self, *scenarios: str) -> None:
        """Play scenarios for verdicts on photos: of `verdicts`, or any breakdown of `scenarios`."""
        with self._lock:
            self._moderation = _Script([(SCENARIOS | VERDICTS)[name] for name in scenarios])

    def play_vision(self, *scenarios: str) -> None:
        """Play scenarios for verdicts on pictures: of `visions`, or any breakdown of `scenarios`."""
        with self._lock:
            self._vision = _Script([(SCENARIOS | VISIONS)[name] for name in scenarios])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, exchange: Exchange) -> None:
        if exchange.call.method == "GET":
            self._describe_model(exchange)
            return
        with self._lock:
            others = {"/v1/moderations": self._moderation, "/v1/responses": self._vision}
            script = others.get(exchange.call.path, self._images)
            scenario = script.next(exchange.call)
        scenario(exchange)

    def _describe_model(self, exchange: Exchange) -> None:
        if exchange.call.path in self.files:
            self.fetched.append(exchange.call)
            if self.failing_files:
                self.failing_files -= 1
                exchange.send(500, b"", content_type="text/plain")
                return
            exchange.send(200, self.files[exchange.call.path], content_type="image/png")
            return
        if exchange.call.path in self.documents:
            exchange.send_json(200, self.documents[exchange.call.path])
            return
        model = exchange.call.path.removeprefix("/v1/models/")
        if model in self.models:
            description = {"id": model, "object": "model", "created": 1, "owned_by": "openai"}
            exchange.send_json(200, description | {"shutdown_date": self.models[model]})
        else:
            exchange.send_error_object(404, f"The model '{model}' does not exist", code="model_not_found")

    def _handler(self) -> type[Exchange]:
        server = self

        class Handler(Exchange):
            closing = self._closing

            def do_POST(self) -> None:  # noqa: N802 - named by http.server
                length = int(self.headers.get("content-length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self.call = Call(self.command, self.path, headers, self.rfile.read(length))
                self.close_connection = True
                server._answer(self)

            do_GET = do_POST  # noqa: N815 - named by http.server

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for every answer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a client that disconnects during an answer. Any other error is a bug of a scenario."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def refusing_url() -> str:
    """Return a base URL where nobody listens: connections are refused."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"

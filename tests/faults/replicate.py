"""ReplicateServer: a Replicate on a local port, which plays faults of orders, questions, files and endings.

Predictions are created, listed, cancelled and counted as the API does it; its files lie on its own host.
"""

import io
import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from tests.faults.exchange import Call, Exchange
from tests.faults.pictures import picture


def _black() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((1024, 1024), 1).point(lambda value: value % 3).save(buffer, "PNG")
    return buffer.getvalue()


HTML = b"<html><body>Bad gateway</body></html>"


@dataclass
class Made:
    """A prediction."""

    handle: str
    model: str
    body: dict[str, Any]
    headers: dict[str, str]
    created_at: datetime
    asked: int = 0
    canceled: bool = False


@dataclass
class Play:
    """What goes wrong: of each kind of request one scenario."""

    order: str = "ok"
    ending: str = "array"
    """How each prediction ends."""
    question: str = "ok"
    """How the first three questions are answered."""
    file: str = "ok"
    listed: bool = True
    """Whether the listing shows predictions."""


@dataclass
class ReplicateServer:
    play: Play = field(default_factory=Play)
    made: dict[str, Made] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def orders(self) -> int:
        """The paid requests that came in."""
        return sum(call.method == "POST" and call.path.endswith("/predictions") for call in self.calls)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def begin(self, play: Play) -> None:
        """Play this from now on, without anything that was before."""
        self.play, self.made, self.calls = play, {}, []

    def describe(self, made: Made) -> dict[str, Any]:
        """Return the prediction as it is shown at the end of its play."""
        shown: dict[str, Any] = {
            "id": made.handle,
            "model": made.model,
            "input": made.body["input"],
            "status": "succeeded",
            "output": [f"{self.base_url}/files/out.jpg"],
            "error": None,
            "created_at": made.created_at.isoformat().replace("+00:00", "Z"),
        }
        if made.canceled:
            return shown | {"status": "canceled", "output": None}
        match self.play.ending:
            case "string":
                shown["output"] = f"{self.base_url}/files/out.jpg"
            case "none" | "empty":
                shown["output"] = None if self.play.ending == "none" else []
            case "data_removed":
                shown |= {"output": None, "input": {}, "data_removed": True}
            case "failed":
                shown |= {"status": "failed", "output": None, "error": "CUDA out of memory"}
            case "E005":
                text = "The input or output was flagged as sensitive. Please try again. (E005)"
                shown |= {"status": "failed", "output": None, "error": text}
            case "nsfw":
                shown |= {"status": "failed", "output": None, "error": "NSFW content detected."}
            case "canceled" | "aborted" | "processing":
                shown |= {"status": self.play.ending, "output": None}
            case "foreign":
                shown["output"] = ["https://files.example.com/out.jpg"]
            case "plain_http":
                shown["output"] = ["http://replicate.delivery/out.jpg"]
            case "local_file":
                shown["output"] = ["file:///etc/passwd"]
        return shown

    def _answer(self, exchange: Exchange) -> None:
        call = exchange.call
        self.calls.append(call)
        path = urlsplit(call.path).path
        if call.method == "POST" and path.endswith("/predictions"):
            self._order(exchange, path)
        elif path.endswith("/cancel"):
            made = self.made[path.split("/")[3]]
            made.canceled = self.play.ending == "processing"
            exchange.send_json(200, self.describe(made))
        elif path.startswith("/files/"):
            self._file(exchange)
        elif path == "/v1/predictions":
            since = datetime.fromisoformat(parse_qs(urlsplit(call.path).query)["created_after"][0])
            found = [self.describe(made) for made in self.made.values() if made.created_at >= since]
            exchange.send_json(200, {"next": None, "results": found if self.play.listed else []})
        elif path.startswith("/v1/predictions/"):
            self._question(exchange, self.made.get(path.split("/")[3]))
        else:
            exchange.send_json(404 if self.play.order == "404" else 200, {"owner": "openai"})

    def _order(self, exchange: Exchange, path: str) -> None:
        def problem(status: int, detail: str, **headers: str) -> None:
            exchange.send_json(status, {"title": "no", "detail": detail, "status": status}, headers)

        match self.play.order:
            case "401" | "403" | "404" as status:
                return problem(int(status), "no")
            case "402":
                return problem(402, "You have insufficient credit to run this model.")
            case "422":
                return problem(422, "- input.aspect_ratio: must be one of 1:1, 3:2, 2:3")
            case "422_content":
                return problem(422, "The prompt was flagged as sensitive.")
            case "429" | "429_once" as order:
                if order == "429_once":
                    self.play.order = "ok"
                return problem(429, "Request was throttled.", **{"retry-after": "1"})
            case "429_prose":
                return problem(429, "Request was throttled. Your rate limit resets in ~30s.")
            case "500":
                return problem(500, "oops")
            case "502_html":
                return exchange.send(502, HTML, content_type="text/html")
            case "redirect":
                return exchange.send(307, b"", headers={"location": "https://elsewhere.example.com"})
            case "408":
                return problem(408, "too slow")
        made = Made(
            handle=f"p{len(self.made)}",
            model="/".join(path.split("/")[3:5]),
            body=exchange.call.json(),
            headers=dict(exchange.call.headers),
            created_at=self.now(),
        )
        self.made[made.handle] = made
        body = json.dumps({"id": made.handle, "status": "starting", "input": made.body["input"]}).encode()
        match self.play.order:
            case "html":
                return exchange.send(200, HTML, content_type="text/html")
            case "half_json":
                return exchange.send(201, body[:20])
            case "cut":
                return exchange.send(201, body[:20], announce=len(body))
            case "no_id":
                return exchange.send_json(201, {"status": "starting"})
            case "strange_id":
                return exchange.send_json(201, {"id": "../../account", "status": "starting"})
            case "reset":
                return exchange.reset()
            case "silent":
                return exchange.fall_silent()
        return exchange.send(201, body)

    def now(self) -> datetime:
        """Return the time at which a prediction is created."""
        return datetime.now(UTC)

    def _question(self, exchange: Exchange, made: Made | None) -> None:
        if made is None:
            return exchange.send_json(404, {"detail": "not found"})
        made.asked += 1
        if made.asked <= 3:
            match self.play.question:
                case "429":
                    return exchange.send_json(429, {"detail": "throttled: try again in 2s"})
                case "500":
                    return exchange.send_json(500, {"detail": "oops"})
                case "html":
                    return exchange.send(200, HTML, content_type="text/html")
                case "half_json":
                    return exchange.send(200, b'{"id": "p0", "sta')
                case "cut":
                    return exchange.send(200, b'{"id": "p0", "sta', announce=500)
                case "reset":
                    return exchange.reset()
                case "running":
                    return exchange.send_json(200, {"id": made.handle, "status": "processing"})
                case "another":
                    return exchange.send_json(200, self.describe(made) | {"id": "p9"})
        if self.play.question == "401":
            return exchange.send_json(401, {"detail": "no"})
        return exchange.send_json(200, self.describe(made))

    def _file(self, exchange: Exchange) -> None:
        match self.play.file:
            case "404":
                exchange.send(404, b"Not found", content_type="text/plain")
            case "500_once":
                self.play.file = "ok"
                exchange.send(500, b"", content_type="text/plain")
            case "html":
                exchange.send(200, HTML * 40, content_type="text/html")
            case "redirect":
                exchange.send(302, b"", headers={"location": "https://elsewhere.example.com/out.jpg"})
            case "cut_once":
                self.play.file = "ok"
                exchange.send(200, picture()[:2000], content_type="image/jpeg", announce=len(picture()))
            case "huge":
                exchange.begin(200, {"content-length": str(40 * 1024 * 1024), "content-type": "image/jpeg"})
            case "black":
                exchange.send(200, _black(), content_type="image/png")
            case "not_square":
                exchange.send(200, picture(1248, 832), content_type="image/jpeg")
            case "small":
                exchange.send(200, picture(896, 896), content_type="image/jpeg")
            case _:
                exchange.send(200, picture(), content_type="image/jpeg")

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

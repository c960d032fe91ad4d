"""FcmServer: plays Firebase Cloud Messaging on a free local port, in the words of its error reference.

https://firebase.google.com/docs/cloud-messaging/error-codes
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import ThreadingHTTPServer
from typing import Any, Self

from tests.faults.exchange import Call, Exchange

FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


def error(status: int, name: str, message: str, *details: dict[str, Any]) -> Callable[[Exchange], None]:
    """Return the scenario of an error as Google's APIs word it."""
    body = {"error": {"code": status, "message": message, "status": name, "details": list(details)}}
    return lambda exchange: exchange.send_json(status, body)


def of_fcm(code: str) -> dict[str, Any]:
    return {"@type": FCM_ERROR, "errorCode": code}


def of_field(field: str) -> dict[str, Any]:
    violation = {"field": field, "description": f"Invalid value at '{field}'"}
    return {"@type": BAD_REQUEST, "fieldViolations": [violation]}


def _delivered(exchange: Exchange) -> None:
    exchange.send_json(200, {"name": "projects/demo/messages/0:1500415314455276%31bd1c9631bd1c96"})


def _trickling(exchange: Exchange) -> None:
    def bytes_by_and_by() -> Any:
        while not exchange.closing.wait(0.2):
            yield b" "

    exchange.send_chunks(bytes_by_and_by())


NO_TOKEN = "The registration token is not a valid FCM registration token"

SCENARIOS: dict[str, Callable[[Exchange], None]] = {
    "delivered": _delivered,
    "unregistered": error(404, "NOT_FOUND", "Requested entity was not found.", of_fcm("UNREGISTERED")),
    "no_token": error(400, "INVALID_ARGUMENT", NO_TOKEN, of_fcm("INVALID_ARGUMENT")),
    "no_token_by_field": error(
        400,
        "INVALID_ARGUMENT",
        "Request contains an invalid argument.",
        of_fcm("INVALID_ARGUMENT"),
        of_field("message.token"),
    ),
    "bad_message": error(
        400, "INVALID_ARGUMENT", "Invalid value at 'message.data[0].value'", of_field("message.data[0].value")
    ),
    "bad_field_beside_the_token": error(
        400,
        "INVALID_ARGUMENT",
        "A message to a registration token has an invalid field",
        of_fcm("INVALID_ARGUMENT"),
        of_field("message.android.ttl"),
    ),
    "too_big": error(400, "INVALID_ARGUMENT", "Message is too big", of_fcm("INVALID_ARGUMENT")),
    "mismatch": error(403, "PERMISSION_DENIED", "SenderId mismatch", of_fcm("SENDER_ID_MISMATCH")),
    "not_enabled": error(403, "PERMISSION_DENIED", "Firebase Cloud Messaging API has not been used"),
    "no_such_project": error(404, "NOT_FOUND", "Requested entity was not found."),
    "unauthenticated": error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
    "quota": error(429, "RESOURCE_EXHAUSTED", "Quota exceeded", of_fcm("QUOTA_EXCEEDED")),
    "down": error(503, "UNAVAILABLE", "The service is currently unavailable.", of_fcm("UNAVAILABLE")),
    "broken": lambda exchange: exchange.send(500, b"<html>oops</html>", content_type="text/html"),
    "other_json": lambda exchange: exchange.send(404, b'{"error": {"details": [7, {"errorCode": {}}]}}'),
    "nested": lambda exchange: exchange.send(404, b"[" * 60_000),
    "redirected": lambda exchange: exchange.send(302, b"", headers={"location": "https://example.com/"}),
    "huge": lambda exchange: exchange.send(200, b" " * 1_000_000),
    "silent": lambda exchange: exchange.fall_silent(),
    "trickling": _trickling,
    "reset": lambda exchange: exchange.reset(),
}


class FcmServer:
    """Answers every POST with the next scenario, the last one for ever, and keeps what it was sent."""

    def __init__(self, *scenarios: str) -> None:
        self.calls: list[Call] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._scenarios = list(scenarios or ("delivered",))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Return the messages of the calls."""
        return [call.json()["message"] for call in self.calls]

    def play(self, *scenarios: str) -> None:
        """Answer the next calls so, and forget earlier ones."""
        with self._lock:
            self._scenarios, self.calls = list(scenarios), []

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

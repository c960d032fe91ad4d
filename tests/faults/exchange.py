"""Exchange: one HTTP call at the fault server, and the ways to answer it."""

import email.parser
import email.policy
import json
import socket
import struct
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

_LINGER_ZERO = struct.pack("ii", 1, 0)
"""SO_LINGER: closing the socket sends RST instead of FIN."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body."""

    name: str
    filename: str | None
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """What a client sent. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body of a JSON request."""
        return json.loads(self.body)

    def parts(self) -> list[Part]:
        """Return the parts of a multipart request, in the order they were sent."""
        head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body)
        parts = []
        for part in message.iter_parts():
            body = part.get_payload(decode=True)
            assert isinstance(body, bytes)
            name = str(part.get_param("name", header="content-disposition"))
            parts.append(Part(name, part.get_filename(), part.get_content_type(), body))
        return parts

    def field(self, name: str) -> str:
        """Return a field of the request, whichever way it was encoded; empty if it was not sent."""
        if self.headers.get("content-type", "").startswith("multipart/"):
            return next((part.body.decode() for part in self.parts() if part.name == name), "")
        return str(self.json().get(name, "")) if self.body else ""


class Exchange(BaseHTTPRequestHandler):
    """One call under way. A scenario answers it by these methods; every connection ends with its answer."""

    protocol_version = "HTTP/1.1"
    timeout = 10
    call: Call
    closing: threading.Event
    """Set when the server closes: silence ends then."""

    def send(
        self,
        status: int,
        body: bytes,
        *,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        announce: int | None = None,
    ) -> None:
        """Send a complete answer; `announce` is a Content-Length other than the true one."""
        self.begin(
            status,
            {"content-length": str(announce or len(body)), "content-type": content_type, **(headers or {})},
        )
        self.wfile.write(body)

    def send_json(self, status: int, content: Any, headers: Mapping[str, str] | None = None) -> None:
        """Send a complete answer in JSON."""
        self.send(status, json.dumps(content).encode(), headers=headers)

    def send_error_object(
        self,
        status: int,
        message: str,
        *,
        headers: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> None:
        """Send an error as the API words it."""
        error = {"message": message, "type": None, "param": None, "code": None, **fields}
        self.send_json(status, {"error": error}, {"x-request-id": "req_fault", **(headers or {})})

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the status line and headers of an answer whose body is sent by hand."""
        self.send_response(status)
        for name, value in {"connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def send_chunks(self, chunks: Iterable[bytes]) -> None:
        """Send a JSON answer of unannounced length, until it is complete or the client disconnects."""
        self.begin(200, {"transfer-encoding": "chunked", "content-type": "application/json"})
        for chunk in chunks:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def fall_silent(self) -> None:
        """Says nothing (more) until the server closes."""
        self.wfile.flush()
        self.closing.wait()

    def reset(self) -> None:
        """Break the connection off with a TCP reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Nothing: tests read `FaultServer.calls`."""

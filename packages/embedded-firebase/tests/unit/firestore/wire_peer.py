"""A peer of Firestore's port without a socket: it sends bytes as they are, and reads the frames that come back."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hpack import Encoder

from embedded_firebase.firestore.access import AllowEverything
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.service import methods_of
from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.http1 import Router
from embedded_firebase.firestore.wire.port import Port

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
GET = "/google.firestore.v1.Firestore/GetDocument"
LISTEN = "/google.firestore.v1.Firestore/Listen"

ERRORS = {
    0: "NO_ERROR",
    1: "PROTOCOL_ERROR",
    3: "FLOW_CONTROL_ERROR",
    5: "STREAM_CLOSED",
    6: "FRAME_SIZE_ERROR",
    7: "REFUSED_STREAM",
    9: "COMPRESSION_ERROR",
    11: "ENHANCE_YOUR_CALM",
}
"""RFC 9113, section 7."""


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"", size: int | None = None) -> bytes:
    """Return a frame; `size` is what it says of its payload, by default the truth."""
    said = len(payload) if size is None else size
    return struct.pack(">BHBBL", said >> 16, said & 0xFFFF, kind, flags, stream) + payload


HELLO = PREFACE + frame(frames.SETTINGS)


def fields(*changes: tuple[str, str], path: str = GET, without: str = "") -> list[tuple[str, str]]:
    """Return the header fields of a call, with further ones, without one."""
    sound = [(":method", "POST"), (":scheme", "http"), (":path", path), ("te", "trailers")]
    return [field for field in sound if field[0] != without] + list(changes)


def block(of: Iterable[tuple[str, str]] = fields()) -> bytes:
    """Return fields as a header block of a new connection that adds nothing to its table."""
    encoder: Any = Encoder()
    return b"".join(encoder.encode([(name, value, True)]) for name, value in of)


def headers(
    stream: int = 1, *, ends: bool = False, of: Iterable[tuple[str, str]] = fields(), path: str = ""
) -> bytes:
    """Return the HEADERS frame that opens a call."""
    flags = frames.END_HEADERS | (frames.END_STREAM if ends else 0)
    return frame(frames.HEADERS, flags, stream, block(fields(path=path) if path else of))


def message(content: bytes, flag: int = 0) -> bytes:
    """Return a gRPC message."""
    return struct.pack(">BL", flag, len(content)) + content


class Transport(asyncio.Transport):
    """What the port has written, and whether it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()
        self.closed = False
        self.reading = True

    def write(self, data: Any) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


@dataclass(frozen=True)
class Frame:
    """A frame that the port has sent."""

    kind: int
    flags: int
    stream: int
    payload: bytes


class Peer:
    """One connection to a port whose database is empty."""

    def __init__(self, loop: asyncio.AbstractEventLoop, router: Router | None = None) -> None:
        self.transport = Transport()
        self.problems: list[dict[str, Any]] = []
        self._loop = loop
        loop.set_exception_handler(lambda _, context: self.problems.append(context))
        engine = Engine(
            access=AllowEverything(), indexes=None, lock_wait_seconds=1, transaction_idle_seconds=1
        )
        self.port = Port(
            methods_of(engine),
            router or Router(),
            lambda *_: None,
            lambda *_: None,
            lambda *_: None,
        )
        self.port.connection_made(self.transport)

    def send(self, *data: bytes) -> Peer:
        """Send bytes as a socket would bring them, and let the port work on each piece while it reads."""
        for piece in data:
            if not self.transport.closed and self.transport.reading:
                self._run(self.port.data_received, piece)
        return self

    def leave(self) -> None:
        """Close the connection, and let all calls end."""
        self._run(self.port.connection_lost, None)

    def _run(self, act: Callable[..., None], *arguments: Any) -> None:
        """Act on the loop, and let every task go on until it waits."""

        async def run() -> None:
            act(*arguments)
            for _ in range(6):
                await asyncio.sleep(0)

        self._loop.run_until_complete(run())

    def frames(self) -> Iterator[Frame]:
        """Yield the frames that came back."""
        data, at = bytes(self.transport.written), 0
        while at < len(data):
            high, low, kind, flags, stream = struct.unpack_from(">BHBBL", data, at)
            end = at + 9 + (high << 16 | low)
            yield Frame(kind, flags, stream, data[at + 9 : end])
            at = end

    def verdict(self) -> str:
        """Return how the port ended what it did not take: `GOAWAY code`, `RST_STREAM stream code`, or nothing."""
        ends = [
            f"GOAWAY {ERRORS[int.from_bytes(each.payload[4:8])]}"
            if each.kind == frames.GOAWAY
            else f"RST_STREAM {each.stream} {ERRORS[int.from_bytes(each.payload)]}"
            for each in self.frames()
            if each.kind in (frames.GOAWAY, frames.RST_STREAM)
        ]
        return ", ".join(end for end in ends if "NO_ERROR" not in end)

    def trailers(self) -> str:
        """Return all header blocks that came back; the port compresses none, so text is in them as it is."""
        return " ".join(
            each.payload.decode("latin-1") for each in self.frames() if each.kind == frames.HEADERS
        )

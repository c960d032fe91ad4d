"""gRPC over HTTP/2 (the public PROTOCOL-HTTP2 document): calls, messages, status trailers."""

from __future__ import annotations

import asyncio
import logging
import time
import zlib
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from struct import Struct
from typing import Any, Protocol
from urllib.parse import quote

from google.protobuf.message import DecodeError

from embedded_firebase.firestore.errors import Code, FirestoreError
from embedded_firebase.firestore.wire.http2 import Headers, Stream

_logger = logging.getLogger(__name__)
_prefix = Struct(">BL")


def _literal(name: bytes, value: bytes) -> bytes:
    """Return a header field as an HPACK literal without indexing (RFC 7541, 6.2.2)."""
    return b"\x00" + _length(len(name)) + name + _length(len(value)) + value


def _length(size: int) -> bytes:
    if size < 127:
        return bytes([size])
    encoded, rest = bytearray([127]), size - 127
    while rest >= 128:
        encoded.append(rest % 128 + 128)
        rest //= 128
    encoded.append(rest)
    return bytes(encoded)


_STATUS_200 = b"\x88"
RESPONSE_HEADERS = _STATUS_200 + _literal(b"content-type", b"application/grpc")
_TRAILERS_OK = _literal(b"grpc-status", b"0")


def _trailers(code: int, message: str) -> bytes:
    if code == Code.OK:
        return _TRAILERS_OK
    # The message travels percent-encoded; HTTP/2 peers refuse overlong header blocks.
    encoded = quote(message[:2000], safe=" !\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~").encode()
    return _literal(b"grpc-status", str(int(code)).encode()) + _literal(b"grpc-message", encoded)


class Incoming(Protocol):
    """What a handler sees of a call that has one request, whichever protocol brought it."""

    @property
    def metadata(self) -> Mapping[str, str]: ...

    @property
    def connection(self) -> object:
        """The connection that transactions belong to; None where there is no such thing."""


@dataclass(frozen=True)
class Unary:
    """One request, one response."""

    parse: Callable[[bytes], Any]
    handle: Callable[[Any, Incoming], Awaitable[Any]]


@dataclass(frozen=True)
class ServerStream:
    """One request, many responses."""

    parse: Callable[[bytes], Any]
    handle: Callable[[Any, Incoming], AsyncGenerator[Any, None]]


@dataclass(frozen=True)
class BidirectionalStream:
    """Many requests, many responses."""

    parse: Callable[[bytes], Any]
    handle: Callable[[AsyncIterator[Any], Call], AsyncGenerator[Any, None]]


Method = Unary | ServerStream | BidirectionalStream
Finished = Callable[[str, Code, float], None]
"""Called with the method's path, its status and its duration in seconds."""


class Call:
    """One RPC: receives the stream's frames, runs the handler as a task, sends its answers."""

    def __init__(
        self, stream: Stream, headers: Headers, methods: Mapping[str, Method], finished: Finished
    ) -> None:
        self.path = headers.get(":path", "")
        self.metadata = headers
        self.connection: object = stream.connection
        self._stream = stream
        self._finished = finished
        self._started = time.perf_counter()
        self._buffer = bytearray()
        self._compressed = headers.get("grpc-encoding", "identity")
        self._inbox: deque[bytes] = deque()
        self._inbox_ended = False
        self._arrival: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._headers_sent = False
        self._method = methods.get(self.path)
        if self._method is None:
            self._end(Code.UNIMPLEMENTED, f"Method {self.path} is not implemented by the embedded Firestore.")
        elif isinstance(self._method, BidirectionalStream):
            self._task = asyncio.get_running_loop().create_task(self._run(b""))

    def data(self, chunk: bytes) -> None:
        if self._method is None:
            return
        buffer = self._buffer
        buffer += chunk
        while len(buffer) >= 5:
            compressed, size = _prefix.unpack_from(buffer)
            if len(buffer) < 5 + size:
                break
            message = bytes(buffer[5 : 5 + size])
            del buffer[: 5 + size]
            self._inbox.append(self._decompress(message) if compressed else message)
        self._notify()

    def _decompress(self, message: bytes) -> bytes:
        return zlib.decompress(message, 47 if self._compressed == "gzip" else 15)

    def end(self) -> None:
        self._inbox_ended = True
        if self._method is not None and self._task is None:
            if not self._inbox:
                self._end(Code.INTERNAL, "The request carries no message.")
                return
            self._task = asyncio.get_running_loop().create_task(self._run(self._inbox.popleft()))
        else:
            self._notify()

    def reset(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _notify(self) -> None:
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    async def _requests(self, parse: Callable[[bytes], Any]) -> AsyncIterator[Any]:
        while True:
            while self._inbox:
                yield parse(self._inbox.popleft())
            if self._inbox_ended:
                return
            self._arrival = asyncio.get_running_loop().create_future()
            await self._arrival

    async def _run(self, message: bytes) -> None:
        method = self._method
        try:
            if isinstance(method, Unary):
                self._send(await method.handle(method.parse(message), self))
            elif isinstance(method, ServerStream):
                await self._send_all(method.handle(method.parse(message), self))
            elif isinstance(method, BidirectionalStream):
                await self._send_all(method.handle(self._requests(method.parse), self))
            self._end(Code.OK, "")
        except FirestoreError as error:
            self._end(error.code, error.message)
        except DecodeError as error:
            self._end(Code.INVALID_ARGUMENT, f"The request is not a well-formed message: {error}")
        except asyncio.CancelledError:
            self._end(Code.CANCELLED, "The call was cancelled.")
            raise
        except Exception:
            # A bug here must reach the client as a status, and the log with its traceback.
            _logger.exception("%s failed", self.path)
            self._end(Code.INTERNAL, "The embedded Firestore failed; its log has the traceback.")

    async def _send_all(self, answers: AsyncGenerator[Any, None]) -> None:
        async with aclosing(answers):
            async for answer in answers:
                self._send(answer)
                await self._stream.drain()

    def _send(self, answer: Any) -> None:
        body = answer.SerializeToString()
        if not self._headers_sent:
            self._headers_sent = True
            self._stream.send_headers(RESPONSE_HEADERS)
        self._stream.send_data(_prefix.pack(0, len(body)) + body)

    def send_headers(self) -> None:
        """Send the response's headers before its first message: clients of streams wait for them."""
        if not self._headers_sent:
            self._headers_sent = True
            self._stream.send_headers(RESPONSE_HEADERS)

    def _end(self, code: Code, message: str) -> None:
        block = _trailers(code, message)
        self._stream.end_with_headers(block if self._headers_sent else RESPONSE_HEADERS + block)
        self._finished(self.path, code, time.perf_counter() - self._started)

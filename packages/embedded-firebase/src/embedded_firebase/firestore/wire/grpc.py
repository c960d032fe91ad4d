"""Calls of gRPC over HTTP/2 (the public PROTOCOL-HTTP2 document)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from typing import Any

from google.protobuf.message import DecodeError

from embedded_firebase.firestore.errors import Code, FirestoreError
from embedded_firebase.firestore.wire import eager
from embedded_firebase.firestore.wire.header_blocks import Headers
from embedded_firebase.firestore.wire.messages import MessageReader, prefixed
from embedded_firebase.firestore.wire.methods import (
    BidirectionalStream,
    Finished,
    Method,
    ServerStream,
    Unary,
)
from embedded_firebase.firestore.wire.response_headers import RESPONSE_HEADERS, trailers
from embedded_firebase.firestore.wire.stream import Stream

_logger = logging.getLogger(__name__)

_WAITING_MESSAGE_BYTES = 64
"""What a message that waits for its handler counts for, beside its content."""


class Call:
    """One RPC: receives the stream's frames, runs the handler as a task, sends its answers."""

    def __init__(
        self, stream: Stream, headers: Headers, methods: Mapping[str, Method], finished: Finished
    ) -> None:
        self.path = headers[":path"]
        self.metadata = headers
        self.connection: object = stream.connection
        self._stream = stream
        self._finished = finished
        self._started = time.perf_counter()
        self._reader = MessageReader(headers.get("grpc-encoding", "identity"))
        self._held = self._waiting = 0
        self._inbox: deque[bytes] = deque()
        self._inbox_ended = False
        self._arrival: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._headers_sent = False
        self._ended = False
        self._method = methods.get(self.path)
        if self._method is None:
            self._end(
                Code.UNIMPLEMENTED,
                f"Method {self.path[:200]} is not implemented by the embedded Firestore.",
            )
        elif isinstance(self._method, BidirectionalStream):
            self._task = asyncio.get_running_loop().create_task(self._run(b""))

    def data(self, chunk: bytes) -> None:
        if self._ended:
            return
        try:
            for message in self._reader.read(chunk):
                self._inbox.append(message)
                self._waiting += len(message) + _WAITING_MESSAGE_BYTES
            self._check_room()
        except FirestoreError as error:
            self._fail(error)
        else:
            self._notify()

    def _check_room(self) -> None:
        if len(self._inbox) > 1 and not isinstance(self._method, BidirectionalStream):
            raise FirestoreError(Code.INTERNAL, "The request carries more than one message.")
        if not self._hold():
            raise FirestoreError(Code.RESOURCE_EXHAUSTED, "Too many requests of this connection are waiting.")

    def _hold(self) -> bool:
        """Count what this call holds now; return whether the connection has room for it."""
        before, self._held = self._held, self._waiting + self._reader.buffered
        return self._stream.backlog.hold(self._held - before)

    def end(self) -> None:
        self._inbox_ended = True
        if self._ended:
            return
        if self._reader.buffered:
            self._fail(FirestoreError(Code.INTERNAL, "The last message of the request is cut short."))
        elif self._task is not None:
            self._notify()
        elif self._inbox:
            self._task = eager.start(self._run(self._inbox.popleft()))
        else:
            self._fail(FirestoreError(Code.INTERNAL, "The request carries no message."))

    def _take(self) -> bytes:
        """Return the next message."""
        message = self._inbox.popleft()
        self._waiting -= len(message) + _WAITING_MESSAGE_BYTES
        self._hold()
        return message

    def reset(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._end(Code.CANCELLED, "The call was cancelled.")

    def _fail(self, error: FirestoreError) -> None:
        """End the call because of what the client sent."""
        self._end(error.code, error.message)
        if self._task is not None:
            self._task.cancel()

    def _notify(self) -> None:
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    async def _requests(self, parse: Callable[[bytes], Any]) -> AsyncIterator[Any]:
        while True:
            while self._inbox:
                yield parse(self._take())
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
                if self._stream.full:
                    await self._stream.drain()

    def _send(self, answer: Any) -> None:
        self.send_headers()
        self._stream.send_data(prefixed(answer.SerializeToString()))

    def send_headers(self) -> None:
        """Send the response's headers before its first message: clients of streams wait for them."""
        if not self._headers_sent:
            self._headers_sent = True
            self._stream.send_headers(RESPONSE_HEADERS)

    def _end(self, code: Code, message: str) -> None:
        if self._ended:
            return
        self._ended = True
        self._inbox.clear()
        self._stream.backlog.hold(-self._held)
        block = trailers(code, message)
        self._stream.end_with_headers(block if self._headers_sent else RESPONSE_HEADERS + block)
        self._finished(self.path, code, time.perf_counter() - self._started)

"""The server's side of an HTTP/2 connection with prior knowledge (RFC 9113): frames and flow control.

Written for gRPC clients on the same machine: no server push, no priorities, and receive windows as wide as
the protocol allows. One event loop runs everything, so nothing is locked.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

from hpack import Decoder, HPACKError

from embedded_firebase.firestore.wire import frames

WINDOW_REFILL = 2**20
"""Bytes received before the sender's window is topped up."""

SEND_HIGH_WATER = 2**18
"""Bytes a stream may queue before `Stream.drain` waits."""

Headers = dict[str, str]


class StreamReceiver(Protocol):
    """The handler of one stream; every method returns at once."""

    def data(self, chunk: bytes) -> None: ...

    def end(self) -> None: ...

    def reset(self) -> None: ...


class ProtocolViolation(Exception):
    """The peer broke HTTP/2; the connection ends with this error code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Stream:
    """One request and its response."""

    __slots__ = (
        "_connection",
        "_drained",
        "_ended",
        "_queue",
        "_queued",
        "_tail",
        "id",
        "open_for_us",
        "receiver",
        "remote_ended",
        "unacknowledged",
        "window",
    )

    def __init__(self, connection: Connection, stream_id: int, window: int) -> None:
        self._connection = connection
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._tail: bytes | None = None
        self._drained: asyncio.Future[None] | None = None
        self._ended = False
        self.id = stream_id
        self.window = window
        self.receiver: StreamReceiver | None = None
        self.remote_ended = False
        self.unacknowledged = 0
        self.open_for_us = True

    @property
    def connection(self) -> Connection:
        return self._connection

    def send_headers(self, block: bytes) -> None:
        if self.open_for_us:
            self._connection.write(frames.frame(frames.HEADERS, frames.END_HEADERS, self.id, block))

    def send_data(self, chunk: bytes) -> None:
        if self.open_for_us:
            self._queue.append(chunk)
            self._queued += len(chunk)
            self.flush()

    def end_with_headers(self, block: bytes) -> None:
        """Send trailers once all data has left, and close our side."""
        if self.open_for_us and self._tail is None:
            self._tail = frames.frame(frames.HEADERS, frames.END_HEADERS | frames.END_STREAM, self.id, block)
            self.flush()

    async def drain(self) -> None:
        """Wait until the peer has taken most of what was sent."""
        while self.open_for_us and (self._queued > SEND_HIGH_WATER or self._connection.paused):
            if self._drained is None:
                self._drained = asyncio.get_running_loop().create_future()
            await self._drained

    def flush(self) -> None:
        """Send as much queued data as both windows allow."""
        connection, queue = self._connection, self._queue
        while queue:
            room = min(self.window, connection.window, connection.frame_limit)
            if room <= 0:
                connection.blocked[self.id] = self
                return
            chunk = queue[0]
            if len(chunk) <= room:
                queue.popleft()
            else:
                queue[0], chunk = chunk[room:], chunk[:room]
            self.window -= len(chunk)
            connection.window -= len(chunk)
            self._queued -= len(chunk)
            connection.write(frames.frame(frames.DATA, 0, self.id, chunk))
        self.wake()
        if self._tail is not None:
            connection.write(self._tail)
            if not self.remote_ended:
                connection.write(frames.frame(frames.RST_STREAM, 0, self.id, frames.word(frames.NO_ERROR)))
            self.close()

    def wake(self) -> None:
        """Make a waiting `drain` check again."""
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)
        self._drained = None

    def close(self) -> None:
        self.open_for_us = False
        self._queue.clear()
        self._connection.forget(self)
        self.wake()


class Connection:
    """The state of one connection: `receive` handles incoming bytes, `write` batches outgoing ones."""

    def __init__(
        self,
        transport: asyncio.Transport,
        open_stream: Callable[[Stream, Headers], StreamReceiver],
    ) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._open_stream = open_stream
        self._decoder = Decoder()
        self._decoder.max_allowed_table_size = 4096
        self._buffer = bytearray()
        self._awaiting_preface = True
        self._streams: dict[int, Stream] = {}
        self._last_stream = 0
        self._header_block: tuple[int, int, bytearray] | None = None
        self._initial_window = frames.DEFAULT_WINDOW
        self._unacknowledged = 0
        self._output: list[bytes] = []
        self._flush_scheduled = False
        self.window = frames.DEFAULT_WINDOW
        self.frame_limit = 16_384
        self.blocked: dict[int, Stream] = {}
        self.paused = False
        self.write(
            frames.settings(
                {
                    frames.SETTING_INITIAL_WINDOW_SIZE: frames.LARGEST_WINDOW,
                    frames.SETTING_MAX_FRAME_SIZE: frames.LARGEST_FRAME,
                }
            )
        )
        self._grant(0, frames.LARGEST_WINDOW - frames.DEFAULT_WINDOW)

    def write(self, data: bytes) -> None:
        """Queue bytes; everything queued in one turn of the loop leaves in one system call."""
        self._output.append(data)
        if not self._flush_scheduled:
            self._flush_scheduled = True
            self._loop.call_soon(self._flush_output)

    def _flush_output(self) -> None:
        self._flush_scheduled = False
        data = b"".join(self._output)
        self._output.clear()
        if not self._transport.is_closing():
            self._transport.write(data)

    def receive(self, data: bytes) -> None:
        """Handle bytes from the peer."""
        self._buffer += data
        try:
            self._parse()
        except ProtocolViolation as violation:
            self.write(
                frames.frame(
                    frames.GOAWAY, 0, 0, frames.word(self._last_stream) + frames.word(violation.code)
                )
            )
            self._flush_output()
            self._transport.close()

    def _parse(self) -> None:
        buffer, at = self._buffer, 0
        if self._awaiting_preface:
            if len(buffer) < len(frames.PREFACE):
                return
            if not buffer.startswith(frames.PREFACE):
                raise ProtocolViolation(frames.PROTOCOL_ERROR, "no connection preface")
            self._awaiting_preface, at = False, len(frames.PREFACE)
        while len(buffer) - at >= frames.HEADER_SIZE:
            size, kind, flags, stream_id = frames.parse_head(buffer, at)
            end = at + frames.HEADER_SIZE + size
            if len(buffer) < end:
                break
            payload = bytes(buffer[at + frames.HEADER_SIZE : end])
            at = end
            self._handle(kind, flags, stream_id, payload)
        del buffer[:at]

    def _handle(self, kind: int, flags: int, stream_id: int, payload: bytes) -> None:
        if self._header_block is not None and kind != frames.CONTINUATION:
            raise ProtocolViolation(frames.PROTOCOL_ERROR, "a header block was interrupted")
        if kind == frames.DATA:
            self._on_data(flags, stream_id, payload)
        elif kind == frames.HEADERS:
            self._header_block = (stream_id, flags, bytearray(frames.content(payload, flags)))
            if flags & frames.END_HEADERS:
                self._on_headers()
        elif kind == frames.CONTINUATION:
            if self._header_block is None or self._header_block[0] != stream_id:
                raise ProtocolViolation(frames.PROTOCOL_ERROR, "a CONTINUATION frame without HEADERS")
            self._header_block[2].extend(payload)
            if flags & frames.END_HEADERS:
                self._on_headers()
        elif kind == frames.WINDOW_UPDATE:
            self._on_window_update(stream_id, frames.parse_word(payload) & frames.LARGEST_WINDOW)
        elif kind == frames.PING:
            if not flags & frames.ACK:
                self.write(frames.frame(frames.PING, frames.ACK, 0, payload))
        elif kind == frames.SETTINGS:
            if not flags & frames.ACK:
                self._on_settings(frames.parse_settings(payload))
        elif kind == frames.RST_STREAM:
            self._on_reset(stream_id)

    def _on_data(self, flags: int, stream_id: int, payload: bytes) -> None:
        self._unacknowledged += len(payload)
        if self._unacknowledged >= WINDOW_REFILL:
            self._grant(0, self._unacknowledged)
            self._unacknowledged = 0
        stream = self._streams.get(stream_id)
        if stream is None or stream.receiver is None:
            return
        stream.unacknowledged += len(payload)
        if stream.unacknowledged >= WINDOW_REFILL and not flags & frames.END_STREAM:
            self._grant(stream_id, stream.unacknowledged)
            stream.unacknowledged = 0
        chunk = frames.content(payload, flags & frames.PADDED)
        if chunk:
            stream.receiver.data(chunk)
        if flags & frames.END_STREAM:
            self._on_remote_end(stream)

    def _on_headers(self) -> None:
        assert self._header_block is not None
        stream_id, flags, block = self._header_block
        self._header_block = None
        try:
            decoded = self._decoder.decode(bytes(block))
        except HPACKError as error:
            raise ProtocolViolation(frames.COMPRESSION_ERROR, str(error)) from error
        stream = self._streams.get(stream_id)
        if stream is None:
            if stream_id <= self._last_stream:
                return
            self._last_stream = stream_id
            stream = self._streams[stream_id] = Stream(self, stream_id, self._initial_window)
            stream.receiver = self._open_stream(stream, _as_dictionary(decoded))
        if flags & frames.END_STREAM:
            self._on_remote_end(stream)

    def _on_remote_end(self, stream: Stream) -> None:
        stream.remote_ended = True
        if stream.receiver is not None:
            stream.receiver.end()

    def _on_reset(self, stream_id: int) -> None:
        stream = self._streams.get(stream_id)
        if stream is not None:
            stream.close()
            if stream.receiver is not None:
                stream.receiver.reset()

    def _on_window_update(self, stream_id: int, increment: int) -> None:
        if stream_id:
            stream = self._streams.get(stream_id)
            if stream is not None:
                stream.window += increment
                if stream.id in self.blocked:
                    del self.blocked[stream.id]
                    stream.flush()
            return
        self.window += increment
        self._flush_blocked()

    def _on_settings(self, values: dict[int, int]) -> None:
        self.frame_limit = values.get(frames.SETTING_MAX_FRAME_SIZE, self.frame_limit)
        initial = values.get(frames.SETTING_INITIAL_WINDOW_SIZE, self._initial_window)
        for stream in self._streams.values():
            stream.window += initial - self._initial_window
        self._initial_window = initial
        self.write(frames.frame(frames.SETTINGS, frames.ACK, 0))
        self._flush_blocked()

    def _flush_blocked(self) -> None:
        waiting, self.blocked = self.blocked, {}
        for stream in waiting.values():
            stream.flush()

    def _grant(self, stream_id: int, increment: int) -> None:
        self.write(frames.frame(frames.WINDOW_UPDATE, 0, stream_id, frames.word(increment)))

    def forget(self, stream: Stream) -> None:
        self._streams.pop(stream.id, None)
        self.blocked.pop(stream.id, None)

    def pause(self) -> None:
        """Stop sending: the socket takes no more for now."""
        self.paused = True

    def resume(self) -> None:
        self.paused = False
        for stream in list(self._streams.values()):
            stream.wake()

    def lost(self) -> None:
        """End every stream as if the peer had reset it: the socket has closed."""
        for stream in list(self._streams.values()):
            stream.close()
            if stream.receiver is not None:
                stream.receiver.reset()


def _as_dictionary(decoded: object) -> Headers:
    headers: Headers = {}
    for name, value in decoded:  # type: ignore[attr-defined]  # hpack types its tuples loosely
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers

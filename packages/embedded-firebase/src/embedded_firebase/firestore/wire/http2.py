"""The server's side of an HTTP/2 connection with prior knowledge (RFC 9113): frames, streams and flow control.

Written for gRPC clients on the same machine: no server push, no priorities, and receive windows as wide as
the protocol allows. One event loop runs everything, so nothing is locked.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.backlog import Backlog
from embedded_firebase.firestore.wire.floods import FloodGuard
from embedded_firebase.firestore.wire.frame_checks import (
    MOST_FRAME_BYTES,
    MOST_HEADER_BYTES,
    check_head,
    content,
    settings,
)
from embedded_firebase.firestore.wire.header_blocks import (
    Fields,
    HeaderBlock,
    HeaderDecoder,
    Headers,
)
from embedded_firebase.firestore.wire.sending import Output
from embedded_firebase.firestore.wire.stream import Stream, StreamReceiver
from embedded_firebase.firestore.wire.stream_table import MOST_STREAMS, StreamTable
from embedded_firebase.firestore.wire.violations import ConnectionViolation, StreamViolation

WINDOW_REFILL = 2**20
"""Bytes received before the sender's window is topped up."""


class Connection:
    """The state of one connection: `receive` handles incoming bytes.

    What the peer may not send ends its stream (RST_STREAM) or the connection (GOAWAY); no method raises for it. While
    the socket takes no more nothing is read either, so that a peer which does not read cannot fill the memory.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        open_stream: Callable[[Stream, Headers], StreamReceiver],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._open_stream = open_stream
        self._output = Output(transport)
        self._backlog = Backlog()
        self._headers = HeaderDecoder()
        self._flood = FloodGuard(clock)
        self._buffer = bytearray()
        self._needed = 0
        self._awaiting_preface = True
        self._awaiting_settings = True
        self._ended = False
        self._streams = StreamTable()
        self._header_block: HeaderBlock | None = None
        self._initial_window = frames.DEFAULT_WINDOW
        self._unacknowledged = 0
        self._output.write(
            frames.settings(
                {
                    frames.SETTING_MAX_CONCURRENT_STREAMS: MOST_STREAMS,
                    frames.SETTING_INITIAL_WINDOW_SIZE: frames.LARGEST_WINDOW,
                    frames.SETTING_MAX_FRAME_SIZE: MOST_FRAME_BYTES,
                    frames.SETTING_MAX_HEADER_LIST_SIZE: MOST_HEADER_BYTES,
                }
            )
        )
        self._grant(0, frames.LARGEST_WINDOW - frames.DEFAULT_WINDOW)

    def receive(self, data: bytes) -> None:
        """Handle bytes from the peer."""
        if self._ended:
            return
        if self._buffer:
            self._buffer += data
            if len(self._buffer) < self._needed:
                return
            data = bytes(self._buffer)
        self._output.gather()
        try:
            self._buffer = bytearray(data[self._parse(data) :])
        except ConnectionViolation as violation:
            self._end(violation)
        self._output.flush()

    def _end(self, violation: ConnectionViolation) -> None:
        reason = frames.word(self._streams.last) + frames.word(violation.code) + violation.reason.encode()
        self._output.write(frames.frame(frames.GOAWAY, 0, 0, reason))
        self._output.flush()
        self.lost()
        self._transport.close()

    def _parse(self, data: bytes) -> int:
        """Handle every whole frame, and return where the rest begins."""
        at, end = 0, len(data)
        if self._awaiting_preface:
            if end < len(frames.PREFACE):
                return 0
            if not data.startswith(frames.PREFACE):
                raise ConnectionViolation(frames.PROTOCOL_ERROR, "no connection preface")
            self._awaiting_preface, at = False, len(frames.PREFACE)
        self._needed = frames.HEADER_SIZE
        while end - at >= frames.HEADER_SIZE:
            size, kind, flags, stream_id = frames.parse_head(data, at)
            check_head(kind, flags, size, stream_id)
            start = at + frames.HEADER_SIZE
            if end - start < size:
                self._needed = frames.HEADER_SIZE + size
                break
            at = start + size
            try:
                self._handle(kind, flags, stream_id, data[start:at])
            except StreamViolation as violation:
                self._cut(violation)
        return at

    def _handle(self, kind: int, flags: int, stream_id: int, payload: bytes) -> None:
        if self._awaiting_settings:
            if kind != frames.SETTINGS or flags & frames.ACK:
                raise ConnectionViolation(frames.PROTOCOL_ERROR, "the first frame is not SETTINGS")
            self._awaiting_settings = False
        if self._header_block is not None and kind != frames.CONTINUATION:
            raise ConnectionViolation(frames.PROTOCOL_ERROR, "a header block was interrupted")
        if kind == frames.DATA:
            self._on_data(flags, stream_id, payload)
        elif kind == frames.HEADERS:
            self._on_headers(flags, stream_id, content(payload, flags))
        elif kind == frames.CONTINUATION:
            self._on_continuation(flags, stream_id, payload)
        elif kind == frames.WINDOW_UPDATE:
            self._on_window_update(stream_id, frames.parse_word(payload) & frames.LARGEST_WINDOW)
        else:
            self._flood.count()
            if kind == frames.RST_STREAM:
                self._on_reset(stream_id)
            elif kind == frames.SETTINGS and not flags & frames.ACK:
                self._on_settings(settings(payload))
            elif kind == frames.PING and not flags & frames.ACK:
                self._output.write(frames.frame(frames.PING, frames.ACK, 0, payload))

    def _on_data(self, flags: int, stream_id: int, payload: bytes) -> None:
        self._streams.check_used(stream_id)
        self._unacknowledged += len(payload)
        if self._unacknowledged >= WINDOW_REFILL:
            self._grant(0, self._unacknowledged)
            self._unacknowledged = 0
        chunk = content(payload, flags & frames.PADDED)
        ends = flags & frames.END_STREAM
        if not chunk and not ends:
            self._flood.count()
        stream = self._streams.get(stream_id)
        if stream is None:
            if not self._streams.ignores(stream_id):
                raise StreamViolation(stream_id, frames.STREAM_CLOSED, "DATA on a closed stream")
            return
        if stream.remote_ended:
            raise StreamViolation(stream_id, frames.STREAM_CLOSED, "DATA after END_STREAM")
        stream.unacknowledged += len(payload)
        if stream.unacknowledged >= WINDOW_REFILL and not ends:
            self._grant(stream_id, stream.unacknowledged)
            stream.unacknowledged = 0
        if chunk and stream.receiver is not None:
            stream.receiver.data(chunk)
        if ends:
            self._on_remote_end(stream)

    def _on_headers(self, flags: int, stream_id: int, fragment: bytes) -> None:
        block = HeaderBlock(stream_id, ends_stream=bool(flags & frames.END_STREAM), fragment=fragment)
        if flags & frames.END_HEADERS:
            self._on_header_block(block)
        else:
            self._header_block = block

    def _on_continuation(self, flags: int, stream_id: int, fragment: bytes) -> None:
        block = self._header_block
        if block is None or block.stream_id != stream_id:
            raise ConnectionViolation(frames.PROTOCOL_ERROR, "a CONTINUATION frame without HEADERS")
        block.extend(fragment)
        if flags & frames.END_HEADERS:
            self._header_block = None
            self._on_header_block(block)
        elif not fragment:
            self._flood.count()

    def _on_header_block(self, block: HeaderBlock) -> None:
        fields = self._headers.decode(block.encoded)
        stream_id = block.stream_id
        if self._streams.ignores(stream_id):
            return
        stream = self._streams.get(stream_id)
        if stream is None:
            stream = self._opened(stream_id, fields)
        elif stream.remote_ended:
            raise StreamViolation(stream_id, frames.STREAM_CLOSED, "HEADERS after END_STREAM")
        elif not block.ends_stream:
            raise StreamViolation(stream_id, frames.PROTOCOL_ERROR, "trailers that do not end their stream")
        else:
            fields.check_trailers(stream_id)
        if block.ends_stream:
            self._on_remote_end(stream)

    def _opened(self, stream_id: int, fields: Fields) -> Stream:
        self._streams.number(stream_id)
        headers = fields.as_request(stream_id)
        self._streams.check_room(stream_id)
        stream = Stream(
            stream_id,
            self._initial_window,
            self._output,
            self._streams.forget,
            connection=self,
            backlog=self._backlog,
        )
        self._streams.add(stream)
        stream.receiver = self._open_stream(stream, headers)
        return stream

    def _on_remote_end(self, stream: Stream) -> None:
        stream.remote_ended = True
        if stream.receiver is not None:
            stream.receiver.end()

    def _on_reset(self, stream_id: int) -> None:
        self._streams.check_used(stream_id)
        stream = self._streams.get(stream_id)
        if stream is not None:
            stream.remote_ended = True
            stream.abandon()

    def _on_window_update(self, stream_id: int, increment: int) -> None:
        if not stream_id:
            if not increment:
                raise ConnectionViolation(frames.PROTOCOL_ERROR, "a window increment of zero")
            self._output.widen(increment)
            return
        self._streams.check_used(stream_id)
        stream = self._streams.get(stream_id)
        if stream is None:
            return
        if not increment:
            raise StreamViolation(stream_id, frames.PROTOCOL_ERROR, "a window increment of zero")
        if stream.window + increment > frames.LARGEST_WINDOW:
            raise StreamViolation(stream_id, frames.FLOW_CONTROL_ERROR, "a stream's window is too wide")
        stream.widen(increment)

    def _on_settings(self, values: dict[int, int]) -> None:
        self._output.frame_limit = values.get(frames.SETTING_MAX_FRAME_SIZE, self._output.frame_limit)
        initial = values.get(frames.SETTING_INITIAL_WINDOW_SIZE, self._initial_window)
        change, self._initial_window = initial - self._initial_window, initial
        if any(stream.window + change > frames.LARGEST_WINDOW for stream in self._streams):
            raise ConnectionViolation(frames.FLOW_CONTROL_ERROR, "a stream's window is too wide")
        self._output.write(frames.frame(frames.SETTINGS, frames.ACK, 0))
        for stream in self._streams:
            stream.widen(change)

    def _cut(self, violation: StreamViolation) -> None:
        """Reset one stream; what the peer has already sent on it is ignored."""
        stream_id = violation.stream_id
        self._output.write(frames.frame(frames.RST_STREAM, 0, stream_id, frames.word(violation.code)))
        self._streams.ignore(stream_id)
        stream = self._streams.get(stream_id)
        if stream is not None:
            stream.abandon()

    def _grant(self, stream_id: int, increment: int) -> None:
        self._output.write(frames.frame(frames.WINDOW_UPDATE, 0, stream_id, frames.word(increment)))

    def pause(self) -> None:
        """Stop sending, and reading: the socket takes no more for now."""
        self._output.paused = True
        self._transport.pause_reading()

    def resume(self) -> None:
        """Go on sending and reading."""
        self._output.paused = False
        self._transport.resume_reading()
        for stream in self._streams:
            stream.wake()

    def lost(self) -> None:
        """End every stream as if the peer had reset it: the connection is over."""
        self._ended = True
        self._buffer.clear()
        for stream in self._streams:
            stream.abandon()

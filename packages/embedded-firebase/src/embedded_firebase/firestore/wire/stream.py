"""One stream of an HTTP/2 connection: a request and its response."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.backlog import Backlog
from embedded_firebase.firestore.wire.sending import Output

SEND_HIGH_WATER = 2**18
"""Bytes a stream may queue before `Stream.drain` waits."""


class StreamReceiver(Protocol):
    """The handler of one stream; every method returns at once."""

    def data(self, chunk: bytes) -> None: ...

    def end(self) -> None: ...

    def reset(self) -> None: ...


class Stream:
    """The sending side of one stream, and what its connection knows about the receiving side."""

    __slots__ = (
        "_closed",
        "_drained",
        "_output",
        "_queue",
        "_queued",
        "_tail",
        "backlog",
        "connection",
        "id",
        "open_for_us",
        "receiver",
        "remote_ended",
        "unacknowledged",
        "window",
    )

    def __init__(
        self,
        stream_id: int,
        window: int,
        output: Output,
        closed: Callable[[Stream], None],
        *,
        connection: object,
        backlog: Backlog,
    ) -> None:
        self._output = output
        self._closed = closed
        self._queue: deque[bytes | memoryview] = deque()
        self._queued = 0
        self._tail: bytes | None = None
        self._drained: asyncio.Future[None] | None = None
        self.id = stream_id
        self.window = window
        self.connection = connection
        """The connection's identity: transactions belong to it."""
        self.backlog = backlog
        self.receiver: StreamReceiver | None = None
        self.remote_ended = False
        self.unacknowledged = 0
        self.open_for_us = True

    def send_headers(self, block: bytes) -> None:
        if self.open_for_us:
            self._output.write(frames.frame(frames.HEADERS, frames.END_HEADERS, self.id, block))

    def send_data(self, chunk: bytes) -> None:
        if self.open_for_us:
            self._queue.append(chunk)
            self._queued += len(chunk)
            if len(self._queue) == 1:
                self._output.flush_later(self)

    def end_with_headers(self, block: bytes) -> None:
        """Send trailers once all data has left, and close our side."""
        if self.open_for_us and self._tail is None:
            self._tail = frames.frame(frames.HEADERS, frames.END_HEADERS | frames.END_STREAM, self.id, block)
            self.flush()

    @property
    def full(self) -> bool:
        """Whether much of what was sent still waits for the peer."""
        return self.open_for_us and (self._queued > SEND_HIGH_WATER or self._output.paused)

    async def drain(self) -> None:
        """Wait until the peer has taken most of what was sent."""
        while self.full:
            if self._drained is None:
                self._drained = asyncio.get_running_loop().create_future()
            await self._drained

    def flush(self) -> None:
        """Send as much queued data as both windows allow."""
        if not self.open_for_us:
            return
        output, queue = self._output, self._queue
        while queue:
            room = min(self.window, output.window, output.frame_limit)
            if room <= 0:
                output.blocked[self.id] = self
                return
            chunk = self._take(room)
            self.window -= len(chunk)
            output.window -= len(chunk)
            self._queued -= len(chunk)
            output.write(frames.frame(frames.DATA, 0, self.id, chunk))
        self.wake()
        if self._tail is not None:
            output.write(self._tail)
            if not self.remote_ended:
                output.write(frames.frame(frames.RST_STREAM, 0, self.id, frames.word(frames.NO_ERROR)))
            self.close()

    def _take(self, room: int) -> bytes | memoryview:
        """Return the next bytes of the queue: all of it, or part of its first chunk."""
        queue = self._queue
        if self._queued <= room:
            chunk = b"".join(queue) if len(queue) > 1 else queue[0]
            queue.clear()
            return chunk
        if len(queue[0]) <= room:
            return queue.popleft()
        # Slices of a view copy nothing, however narrow the window is.
        rest = memoryview(queue[0])
        queue[0] = rest[room:]
        return rest[:room]

    def widen(self, increment: int) -> None:
        """Make the window wider, by less than nothing when the peer's settings narrow it, and send what waited."""
        self.window += increment
        if self._output.blocked.pop(self.id, None) is not None:
            self.flush()

    def wake(self) -> None:
        """Make a waiting `drain` check again."""
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)
        self._drained = None

    def close(self) -> None:
        """Send nothing more."""
        self.open_for_us = False
        self._queue.clear()
        self._output.blocked.pop(self.id, None)
        self._closed(self)
        self.wake()

    def abandon(self) -> None:
        """Close, and end the work on the request: the peer does not want it, or must not have it."""
        self.close()
        if self.receiver is not None:
            self.receiver.reset()

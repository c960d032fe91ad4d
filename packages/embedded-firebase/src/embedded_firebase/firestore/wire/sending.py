"""The outgoing side of one connection: bytes batched for the socket, the shared window, streams that wait for it."""

from __future__ import annotations

import asyncio
from typing import Protocol

from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.violations import ConnectionViolation


class Waiting(Protocol):
    """A stream with data to be sent."""

    id: int

    def flush(self) -> None: ...


class Output:
    """The bytes on their way to the peer."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._queue: list[bytes] = []
        self._scheduled = False
        self.window = frames.DEFAULT_WINDOW
        self.frame_limit = frames.SMALLEST_FRAME_LIMIT
        self._filled: dict[int, Waiting] = {}
        self.blocked: dict[int, Waiting] = {}
        self.paused = False
        """Whether the socket takes no more for now."""

    def write(self, data: bytes) -> None:
        """Queue bytes; everything queued in one turn of the loop leaves in one system call."""
        self._queue.append(data)
        self._schedule()

    def flush_later(self, stream: Waiting) -> None:
        """Flush a stream before the queued bytes leave, so that what it sends in one turn leaves in one frame."""
        self._filled[stream.id] = stream
        self._schedule()

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            self._loop.call_soon(self.flush)

    def gather(self) -> None:
        """Queue bytes without a further turn of the loop: the caller will flush them."""
        self._scheduled = True

    def flush(self) -> None:
        """Pass the queued bytes to the socket."""
        self._scheduled = True
        while self._filled:
            filled, self._filled = self._filled, {}
            for stream in filled.values():
                stream.flush()
        self._scheduled = False
        data = b"".join(self._queue)
        self._queue.clear()
        if data and not self._transport.is_closing():
            self._transport.write(data)

    def widen(self, increment: int) -> None:
        """Make the connection's window wider. Raises ConnectionViolation when it becomes too wide."""
        self.window += increment
        if self.window > frames.LARGEST_WINDOW:
            raise ConnectionViolation(frames.FLOW_CONTROL_ERROR, "the connection's window is too wide")
        self.flush_blocked()

    def flush_blocked(self) -> None:
        """Send what waited for a wider window."""
        waiting, self.blocked = self.blocked, {}
        for stream in waiting.values():
            stream.flush()

"""The streams of one connection: those that are open, the last one, and those whose rest is ignored."""

from __future__ import annotations

from collections.abc import Iterator

from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.stream import Stream
from embedded_firebase.firestore.wire.violations import ConnectionViolation, StreamViolation

MOST_STREAMS = 1000
"""Open at a time, as announced by SETTINGS_MAX_CONCURRENT_STREAMS: every listener of a client is one."""


class StreamTable:
    """The streams by their ids, as RFC 9113, section 5.1 numbers them."""

    def __init__(self) -> None:
        self.last = 0
        """The highest id that the peer has used."""
        self._open: dict[int, Stream] = {}
        self._ignored: dict[int, None] = {}

    def __iter__(self) -> Iterator[Stream]:
        return iter(list(self._open.values()))

    def get(self, stream_id: int) -> Stream | None:
        """Return the open stream of this id."""
        return self._open.get(stream_id)

    def number(self, stream_id: int) -> None:
        """Take the id of a new stream. Raises ConnectionViolation unless it is odd and higher than all before."""
        if stream_id % 2 == 0 or stream_id <= self.last:
            raise ConnectionViolation(frames.PROTOCOL_ERROR, "the ids of streams must be odd and rise")
        self.last = stream_id

    def check_room(self, stream_id: int) -> None:
        """Raise StreamViolation if as many streams are open as may be."""
        if len(self._open) >= MOST_STREAMS:
            raise StreamViolation(stream_id, frames.REFUSED_STREAM, "too many streams")

    def check_used(self, stream_id: int) -> None:
        """Raise ConnectionViolation for a stream that has never been opened."""
        if stream_id > self.last or stream_id % 2 == 0:
            raise ConnectionViolation(frames.PROTOCOL_ERROR, "a frame on an idle stream")

    def add(self, stream: Stream) -> None:
        self._open[stream.id] = stream

    def forget(self, stream: Stream) -> None:
        """Remove a stream that has ended; what the peer has not sent of it yet is ignored."""
        self._open.pop(stream.id, None)
        if not stream.remote_ended:
            self.ignore(stream.id)

    def ignore(self, stream_id: int) -> None:
        """Ignore what else the peer sends on a stream that the server has ended before the peer did."""
        self._ignored[stream_id] = None
        if len(self._ignored) > MOST_STREAMS:
            del self._ignored[next(iter(self._ignored))]

    def ignores(self, stream_id: int) -> bool:
        return stream_id in self._ignored

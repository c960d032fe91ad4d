"""Header blocks: put together from frames, decompressed within bounds, checked as requests (RFC 9113, 6.10 and 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hpack import Decoder, HPACKError, OversizedHeaderListError

from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.frame_checks import MOST_HEADER_BYTES
from embedded_firebase.firestore.wire.violations import ConnectionViolation, StreamViolation

Headers = dict[str, str]

_MOST_KNOWN = 256
_LONGEST_KNOWN = 2048

_NAME = re.compile(r":?[!#$%&'*+\-.^_`|~0-9a-z]+")
_BAD_VALUE = re.compile(r"[\0\r\n]|^[ \t]|[ \t]\Z")
_PSEUDO = frozenset((":method", ":scheme", ":authority", ":path"))
_CONNECTION_SPECIFIC = frozenset(
    ("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade")
)


class HeaderBlock:
    """A header block whose frames are arriving."""

    def __init__(self, stream_id: int, *, ends_stream: bool, fragment: bytes) -> None:
        self.stream_id = stream_id
        self.ends_stream = ends_stream
        self.encoded = fragment

    def extend(self, fragment: bytes) -> None:
        """Add the content of a CONTINUATION frame. Raises ConnectionViolation beyond MOST_HEADER_BYTES."""
        if len(self.encoded) + len(fragment) > MOST_HEADER_BYTES:
            raise ConnectionViolation(frames.ENHANCE_YOUR_CALM, "a header block is too large")
        self.encoded += fragment


class Fields:
    """The decoded fields of a header block; shared by equal blocks, so they must not be changed."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        self._fields = fields
        self._request: Headers | None = None

    def as_request(self, stream_id: int) -> Headers:
        """Return the header fields of a request by name; those of one name are joined.

        Raises:
            StreamViolation: if the request is malformed.
        """
        if self._request is None:
            self._request = self._checked(stream_id)
        return self._request

    def _checked(self, stream_id: int) -> Headers:
        headers: Headers = {}
        regular = False
        for name, value in self._fields:
            _check_field(stream_id, name, value)
            if name[0] != ":":
                regular = True
            elif regular or name in headers or name not in _PSEUDO:
                raise _malformed(stream_id, f"{name} is unknown, repeated or out of place")
            headers[name] = f"{headers[name]},{value}" if name in headers else value
        if not (headers.get(":method") and headers.get(":path") and headers.get(":scheme")):
            raise _malformed(stream_id, "a request lacks its method, path or scheme")
        return headers

    def check_trailers(self, stream_id: int) -> None:
        """Raise StreamViolation unless these fields may follow a request's data."""
        for name, value in self._fields:
            _check_field(stream_id, name, value)
            if name[0] == ":":
                raise _malformed(stream_id, f"{name} among trailers")


class HeaderDecoder:
    """The decompression of one connection's header blocks, in the order in which they arrive."""

    def __init__(self) -> None:
        self._decoder = Decoder(max_header_list_size=MOST_HEADER_BYTES)
        self._known: dict[bytes, Fields] = {}
        """Blocks that mean the same when they come again, as long as the table stays as it is."""

    def decode(self, block: bytes) -> Fields:
        """Return the fields of a block.

        Raises:
            ConnectionViolation: if it is malformed or too large; what follows it could not be decoded.
        """
        known = self._known.get(block)
        if known is not None:
            return known
        size, count, newest = self._table()
        try:
            fields = Fields(list(self._decoder.decode(block)))  # type: ignore[arg-type]  # text, unless asked for bytes
        except OversizedHeaderListError as error:
            raise ConnectionViolation(frames.ENHANCE_YOUR_CALM, "a header block is too large") from error
        except HPACKError as error:
            raise ConnectionViolation(frames.COMPRESSION_ERROR, str(error)) from error
        after = self._table()
        changed = after[:2] != (size, count) or after[2] is not newest
        if changed or len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        elif len(block) <= _LONGEST_KNOWN:
            self._known[block] = fields
        return fields

    def _table(self) -> tuple[int, int, object]:
        """Return the table's size, how many entries it has, and the newest: one of them changes with the table."""
        table = self._decoder.header_table
        entries = table.dynamic_entries
        return table.maxsize, len(entries), entries[0] if entries else None


def _check_field(stream_id: int, name: str, value: str) -> None:
    if _NAME.fullmatch(name) is None:
        raise _malformed(stream_id, "a field name is empty or has a character that it must not have")
    if _BAD_VALUE.search(value) is not None:
        raise _malformed(stream_id, f"the value of {name} has a character that it must not have")
    if name in _CONNECTION_SPECIFIC or (name == "te" and value != "trailers"):
        raise _malformed(stream_id, f"{name} belongs to a connection, not to a request")


def _malformed(stream_id: int, reason: str) -> StreamViolation:
    return StreamViolation(stream_id, frames.PROTOCOL_ERROR, reason)

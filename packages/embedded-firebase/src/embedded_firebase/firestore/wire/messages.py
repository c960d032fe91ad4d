"""The messages in a call's data: a prefix with their length, compression, and a bound (gRPC's PROTOCOL-HTTP2)."""

from __future__ import annotations

import zlib
from struct import Struct

from embedded_firebase.firestore.errors import Code, FirestoreError

MOST_MESSAGE_BYTES = 16 * 2**20
"""Of a message, decompressed; the largest request that Firestore takes is of 10 MiB."""

_GZIP_OR_ZLIB, _ZLIB = 47, 15
_WINDOW_BITS = {"gzip": _GZIP_OR_ZLIB, "deflate": _ZLIB}

_prefix = Struct(">BL")


def prefixed(message: bytes) -> bytes:
    """Return an outgoing message with its prefix."""
    return _prefix.pack(0, len(message)) + message


class MessageReader:
    """Cut the data of one call into messages.

    encoding: the call's `grpc-encoding`.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._buffer = bytearray()

    @property
    def buffered(self) -> int:
        """How many bytes have arrived of a message that is not whole yet."""
        return len(self._buffer)

    def read(self, chunk: bytes) -> list[bytes]:
        """Take data, and return the messages that are whole now.

        Raises:
            FirestoreError: RESOURCE_EXHAUSTED for a message over the bound, INTERNAL for one that cannot be read,
                UNIMPLEMENTED for an unknown compression.
        """
        if self._buffer:
            self._buffer += chunk
            if len(self._buffer) < self._needed():
                return []
            chunk = bytes(self._buffer)
            self._buffer.clear()
        messages: list[bytes] = []
        at, end = 0, len(chunk)
        while end - at >= _prefix.size:
            compressed, size = _prefix.unpack_from(chunk, at)
            if compressed > 1:
                raise FirestoreError(Code.INTERNAL, "A message begins with neither 0 nor 1.")
            if size > MOST_MESSAGE_BYTES:
                raise _too_large(size)
            start = at + _prefix.size
            if end - start < size:
                break
            at = start + size
            message = chunk[start:at]
            messages.append(self._decompressed(message) if compressed else message)
        self._buffer += chunk[at:]
        return messages

    def _needed(self) -> int:
        if len(self._buffer) < _prefix.size:
            return _prefix.size
        return _prefix.size + int(_prefix.unpack_from(self._buffer)[1])

    def _decompressed(self, message: bytes) -> bytes:
        if self._encoding == "identity":
            raise FirestoreError(Code.INTERNAL, "A message is compressed in a call without compression.")
        if self._encoding not in _WINDOW_BITS:
            raise FirestoreError(Code.UNIMPLEMENTED, f"The compression {self._encoding[:100]} is unknown.")
        decompressor = zlib.decompressobj(_WINDOW_BITS[self._encoding])
        try:
            whole = decompressor.decompress(message, MOST_MESSAGE_BYTES + 1)
        except zlib.error as error:
            raise FirestoreError(Code.INTERNAL, f"A message cannot be decompressed: {error}") from error
        if len(whole) > MOST_MESSAGE_BYTES:
            raise _too_large(len(whole))
        if not decompressor.eof:
            raise FirestoreError(Code.INTERNAL, "A message cannot be decompressed: it is cut short.")
        return whole


def _too_large(size: int) -> FirestoreError:
    return FirestoreError(
        Code.RESOURCE_EXHAUSTED, f"Received message larger than max ({size} vs. {MOST_MESSAGE_BYTES})"
    )

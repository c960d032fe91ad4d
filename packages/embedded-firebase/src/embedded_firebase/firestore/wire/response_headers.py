"""The header blocks of gRPC responses, encoded without a table: they are the same on every connection."""

from __future__ import annotations

from urllib.parse import quote

from embedded_firebase.firestore.errors import Code

_MOST_TEXT_BYTES = 2000
"""Of a status message: peers refuse overlong header blocks."""


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


def trailers(code: int, message: str) -> bytes:
    """Return the block that ends a response."""
    if code == Code.OK:
        return _TRAILERS_OK
    text = message.encode()[:_MOST_TEXT_BYTES].decode(errors="ignore")
    encoded = quote(text, safe=" !\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~").encode()
    return _literal(b"grpc-status", str(int(code)).encode()) + _literal(b"grpc-message", encoded)

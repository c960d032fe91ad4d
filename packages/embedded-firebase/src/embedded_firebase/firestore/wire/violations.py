"""Violations of HTTP/2 by the peer (RFC 9113, section 5.4): of one stream, or of the whole connection."""

from __future__ import annotations


class ConnectionViolation(Exception):
    """The connection ends with this error code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class StreamViolation(Exception):
    """One stream is reset with this error code; the others go on."""

    def __init__(self, stream_id: int, code: int, reason: str) -> None:
        super().__init__(reason)
        self.stream_id = stream_id
        self.code = code

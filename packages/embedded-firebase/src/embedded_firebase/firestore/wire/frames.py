"""HTTP/2 frames (RFC 9113, section 6): their types, flags, settings and encoding."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEADER_SIZE = 9
DEFAULT_WINDOW = 65_535
LARGEST_WINDOW = 2**31 - 1
SMALLEST_FRAME_LIMIT = 2**14
LARGEST_FRAME_LIMIT = 2**24 - 1

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = (
    range(10)
)

END_STREAM = ACK = 0x1
END_HEADERS = 0x4
PADDED = 0x8
HAS_PRIORITY = 0x20

SETTING_ENABLE_PUSH = 2
SETTING_MAX_CONCURRENT_STREAMS = 3
SETTING_INITIAL_WINDOW_SIZE = 4
SETTING_MAX_FRAME_SIZE = 5
SETTING_MAX_HEADER_LIST_SIZE = 6

NO_ERROR = 0
PROTOCOL_ERROR = 1
FLOW_CONTROL_ERROR = 3
STREAM_CLOSED = 5
FRAME_SIZE_ERROR = 6
REFUSED_STREAM = 7
COMPRESSION_ERROR = 9
ENHANCE_YOUR_CALM = 11

_head = Struct(">HBBBL")
_setting = Struct(">HL")
_word = Struct(">L")


def frame(kind: int, flags: int, stream: int, payload: bytes | memoryview = b"") -> bytes:
    """Return one frame, ready to be written."""
    size = len(payload)
    return _head.pack(size >> 8, size & 0xFF, kind, flags, stream) + payload


def parse_head(buffer: bytes | bytearray, at: int) -> tuple[int, int, int, int]:
    """Return (payload size, type, flags, stream) of the frame that starts at `at`."""
    high, low, kind, flags, stream = _head.unpack_from(buffer, at)
    return (high << 8) | low, kind, flags, stream & LARGEST_WINDOW


def settings(values: dict[int, int]) -> bytes:
    return frame(SETTINGS, 0, 0, b"".join(_setting.pack(key, value) for key, value in values.items()))


def parse_settings(payload: bytes) -> Iterator[tuple[int, int]]:
    """Yield each (setting, value) of a payload, whose size must be a multiple of six."""
    return _setting.iter_unpack(payload)


def word(number: int) -> bytes:
    return _word.pack(number)


def parse_word(payload: bytes) -> int:
    return int(_word.unpack_from(payload)[0])

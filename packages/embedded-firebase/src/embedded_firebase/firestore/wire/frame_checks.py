"""Checks of single frames: their size and their stream by type, padding, settings (RFC 9113, section 6)."""

from __future__ import annotations

from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.violations import ConnectionViolation

MOST_FRAME_BYTES = 2**20
"""Of a frame's payload, as announced by SETTINGS_MAX_FRAME_SIZE: a frame is held in memory until it is whole."""

MOST_HEADER_BYTES = 64 * 1024
"""Of a header block, compressed and decoded, as announced by SETTINGS_MAX_HEADER_LIST_SIZE."""

_SIZES = {frames.PRIORITY: 5, frames.RST_STREAM: 4, frames.PING: 8, frames.WINDOW_UPDATE: 4}
_OF_A_STREAM = frozenset(
    (
        frames.DATA,
        frames.HEADERS,
        frames.PRIORITY,
        frames.RST_STREAM,
        frames.PUSH_PROMISE,
        frames.CONTINUATION,
    )
)
_OF_THE_CONNECTION = frozenset((frames.SETTINGS, frames.PING, frames.GOAWAY))
_PADDING_AND_PRIORITY = 256 + 5


def check_head(kind: int, flags: int, size: int, stream_id: int) -> None:
    """Check what the first nine bytes of a frame say, before its payload is read.

    Raises:
        ConnectionViolation: for a size or a stream that this type of frame must not have, or for any PUSH_PROMISE.
    """
    if size > MOST_FRAME_BYTES:
        raise ConnectionViolation(frames.FRAME_SIZE_ERROR, "a frame is larger than was announced")
    if stream_id == 0 and kind in _OF_A_STREAM:
        raise ConnectionViolation(frames.PROTOCOL_ERROR, "a frame of this type needs a stream")
    if stream_id and kind in _OF_THE_CONNECTION:
        raise ConnectionViolation(frames.PROTOCOL_ERROR, "a frame of this type belongs to no stream")
    if size != _SIZES.get(kind, size):
        raise ConnectionViolation(frames.FRAME_SIZE_ERROR, "a frame has the wrong size for its type")
    if kind in (frames.HEADERS, frames.CONTINUATION) and size > MOST_HEADER_BYTES + _PADDING_AND_PRIORITY:
        raise ConnectionViolation(frames.ENHANCE_YOUR_CALM, "a header block is too large")
    if kind == frames.SETTINGS and (size % 6 or (size and flags & frames.ACK)):
        raise ConnectionViolation(frames.FRAME_SIZE_ERROR, "a SETTINGS frame has the wrong size")
    if kind == frames.GOAWAY and size < 8:
        raise ConnectionViolation(frames.FRAME_SIZE_ERROR, "a GOAWAY frame is too small")
    if kind == frames.PUSH_PROMISE:
        raise ConnectionViolation(frames.PROTOCOL_ERROR, "a client must not push")


def content(payload: bytes, flags: int) -> bytes:
    """Return the payload of a DATA or HEADERS frame without padding and priority.

    Raises:
        ConnectionViolation: if the payload is too small for what its flags announce.
    """
    start, end = 0, len(payload)
    if flags & frames.PADDED:
        if not payload:
            raise ConnectionViolation(frames.FRAME_SIZE_ERROR, "a frame lacks the length of its padding")
        start, end = 1, end - payload[0]
    if flags & frames.HAS_PRIORITY:
        start += 5
    if start > len(payload):
        raise ConnectionViolation(frames.FRAME_SIZE_ERROR, "a HEADERS frame lacks its priority")
    if start > end:
        raise ConnectionViolation(frames.PROTOCOL_ERROR, "the padding is longer than the payload")
    return payload[start:end] if start or end != len(payload) else payload


def settings(payload: bytes) -> dict[int, int]:
    """Return the settings in the payload of a SETTINGS frame, the last value of each.

    Raises:
        ConnectionViolation: for a value that a setting must not have.
    """
    values: dict[int, int] = {}
    for setting, value in frames.parse_settings(payload):
        if setting == frames.SETTING_ENABLE_PUSH and value > 1:
            raise ConnectionViolation(frames.PROTOCOL_ERROR, "SETTINGS_ENABLE_PUSH is neither 0 nor 1")
        if setting == frames.SETTING_INITIAL_WINDOW_SIZE and value > frames.LARGEST_WINDOW:
            raise ConnectionViolation(frames.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE is too large")
        if setting == frames.SETTING_MAX_FRAME_SIZE and not (
            frames.SMALLEST_FRAME_LIMIT <= value <= frames.LARGEST_FRAME_LIMIT
        ):
            raise ConnectionViolation(frames.PROTOCOL_ERROR, "SETTINGS_MAX_FRAME_SIZE is out of range")
        values[setting] = value
    return values

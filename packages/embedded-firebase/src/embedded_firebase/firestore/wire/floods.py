"""A bound on frames that cost the server work and bring the client nothing, such as floods of PING."""

from __future__ import annotations

from collections.abc import Callable

from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.violations import ConnectionViolation

BURST = 10_000
"""Idle frames that one connection may send at once: ten times as many as it may have streams to reset."""

PER_SECOND = 1_000
"""Idle frames that it may send for as long as it likes. Clients send a few for each call that they cancel."""


class FloodGuard:
    """Count the idle frames of one connection against a token bucket.

    Idle are PING, SETTINGS, PRIORITY, RST_STREAM ("rapid reset", CVE-2023-44487), frames of unknown types, and DATA,
    HEADERS or CONTINUATION without content that end nothing.

    clock: returns seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left = float(BURST)
        self._counted = clock()

    def count(self) -> None:
        """Count one idle frame. Raises ConnectionViolation when there are too many."""
        now = self._clock()
        self._left = min(BURST, self._left + (now - self._counted) * PER_SECOND) - 1
        self._counted = now
        if self._left < 0:
            raise ConnectionViolation(frames.ENHANCE_YOUR_CALM, "too many frames that carry nothing")

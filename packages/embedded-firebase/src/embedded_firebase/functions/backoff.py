"""How long the platform waits before it delivers a failed event again.

Ten seconds, then twice as long each time up to ten minutes, for a day in all: Eventarc's default
(https://cloud.google.com/eventarc/docs/retry-events).
"""

from collections.abc import Iterator

FIRST_SECONDS = 10.0
MAX_SECONDS = 600.0
RETENTION_SECONDS = 24 * 3600.0


def retry_waits(time_scale: float) -> Iterator[float]:
    """Yield the seconds to wait before each further attempt; they end when the event is given up."""
    waited, wait = 0.0, FIRST_SECONDS
    while waited + wait <= RETENTION_SECONDS:
        yield wait * time_scale
        waited += wait
        wait = min(wait * 2, MAX_SECONDS)

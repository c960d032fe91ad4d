"""Backoff: the wait before a provider call is repeated.

Exponential with full jitter (a uniform draw from zero to the cap), the least contended of the usual schemes:
https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
"""

FIRST_SECONDS = 1.0
MOST_SECONDS = 20.0


def delay(retry: int, chance: float, retry_after: float | None = None) -> float:
    """Return the seconds before retry number `retry` (from 0); never less than the provider asks for.

    chance: uniform in [0, 1).
    """
    cap = min(MOST_SECONDS, FIRST_SECONDS * 2.0**retry)
    return max(chance * cap, retry_after or 0.0)

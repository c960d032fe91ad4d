"""A token bucket: the rate at which a queue dispatches tasks."""


class TokenBucket:
    """Hold the tokens of one second, at least one, and refill them at a steady rate. Times are in seconds."""

    def __init__(self, rate: float) -> None:
        """Start with a full bucket.

        Args:
            rate: the tokens per second.
        """
        self._rate = rate
        self._capacity = max(1.0, rate)
        self._tokens = self._capacity
        self._filled: float | None = None

    def next_time(self, now: float) -> float:
        """Return when there is a token: `now`, or a later time."""
        self._refill(now)
        return now if self._tokens >= 1 else now + (1 - self._tokens) / self._rate

    def take(self, now: float) -> bool:
        """Take one token; return False if there is none."""
        self._refill(now)
        # The time of `next_time` is rounded to the digits of a float, by less than a thousandth of a token.
        if self._tokens < 0.999:
            return False
        self._tokens -= 1
        return True

    def _refill(self, now: float) -> None:
        passed = max(0.0, now - self._filled) if self._filled is not None else 0.0
        self._tokens = min(self._capacity, self._tokens + passed * self._rate)
        self._filled = now

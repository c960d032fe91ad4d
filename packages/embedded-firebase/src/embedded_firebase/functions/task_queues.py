"""The queue that a task function declares: its rate limits and its retries."""

from dataclasses import dataclass, field

UNLIMITED_ATTEMPTS = -1
"""The value of `max_attempts` that sets no limit."""


@dataclass(frozen=True)
class RateLimits:
    """Hold how fast a queue dispatches tasks; the defaults are those that Firebase deploys."""

    max_concurrent_dispatches: int = 1000
    """The most tasks that run at once."""
    max_dispatches_per_second: float = 500.0


@dataclass(frozen=True)
class RetryConfig:
    """Hold how often and when a failed task is tried again; the defaults are those that Firebase deploys.

    The meaning of each field is that of https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.
    """

    max_attempts: int = 3
    """The attempts of a task, the first included."""
    max_retry_seconds: float = 0.0
    """The age, from its first attempt, until which a task is tried even beyond `max_attempts`; 0 adds no time."""
    min_backoff_seconds: float = 0.1
    max_backoff_seconds: float = 3600.0
    max_doublings: int = 16

    def backoff(self, failures: int) -> float:
        """Return the seconds to wait after a number of failures.

        The wait doubles `max_doublings` times, then grows by the same step each time, up to `max_backoff_seconds`.
        """
        doubled = 2.0 ** min(failures - 1, self.max_doublings)
        steps = max(0, failures - 1 - self.max_doublings)
        wait = self.min_backoff_seconds * (doubled + steps * 2.0**self.max_doublings)
        return min(self.max_backoff_seconds, wait)

    def gives_up(self, attempts: int, age: float) -> bool:
        """Return whether a failed task is dropped, given its attempts and the seconds since the first of them.

        Both limits must be reached, as in the service.
        """
        if self.max_attempts == UNLIMITED_ATTEMPTS or attempts < self.max_attempts:
            return False
        return age >= self.max_retry_seconds


@dataclass(frozen=True)
class QueueConfig:
    """Hold the configuration of one queue."""

    rate_limits: RateLimits = field(default_factory=RateLimits)
    retry: RetryConfig = field(default_factory=RetryConfig)

"""Breaker state: whether a provider is down, as all instances see it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mirror_realm.domain.codec import Document

WITNESSES = 2
"""The users whose jobs must have failed: what one user asks for must not stop a provider for all."""

MEMORY = timedelta(minutes=10)
"""The time for which a failure is remembered that alone stops nothing."""

PAUSE = timedelta(seconds=60)
"""The time for which a provider that is down gets no new job; then one request tries it."""


@dataclass(frozen=True, slots=True)
class BreakerState(Document):
    """`maintenance/breaker-{provider}`."""

    provider: str
    witnesses: tuple[str, ...] = ()
    """Marks of the users whose jobs met the outage, at most `WITNESSES`; no user can be read from a mark."""
    failed_at: datetime | None = None
    open_until: datetime | None = None
    """The time until which the provider counts as down; None: it does not."""

    def down(self, now: datetime) -> bool:
        """Return whether the provider gets no new job."""
        return self.open_until is not None and now < self.open_until

    def fail(self, witnesses: frozenset[str], now: datetime) -> "BreakerState":
        """Return the state after an instance found the provider down, with jobs of these users."""
        recent = self.failed_at is not None and now - self.failed_at < MEMORY
        seen = sorted(witnesses | set(self.witnesses if recent else ()))[:WITNESSES]
        opened = self.open_until is not None or len(seen) >= WITNESSES
        return replace(
            self, witnesses=tuple(seen), failed_at=now, open_until=now + PAUSE if opened else self.open_until
        )

    def stop(self, now: datetime) -> "BreakerState":
        """Return the state after the provider refused our key or account, which concerns every user."""
        return replace(self, open_until=now + PAUSE)

    def probe(self, now: datetime) -> "BreakerState":
        """Return the state in which one request tries the provider, and the others go on without it."""
        return replace(self, open_until=now + PAUSE)

    def recover(self) -> "BreakerState":
        """Return the state after the provider answered."""
        return BreakerState(self.provider)

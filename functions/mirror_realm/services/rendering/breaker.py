"""The circuit breaker of one instance for one provider: an outage costs a probe, not a timeout for each job.

It is closed until `FAILURES` calls in a row find the provider unavailable; then open for `PAUSE`; then half open: one
probe is allowed, and its outcome closes or opens it again.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mirror_realm import events
from mirror_realm.errors import AccountRefused, ProviderTimeout, ProviderUnavailable, RenderFailure

FAILURES = 4
PAUSE = timedelta(seconds=45)
ACCOUNT_PAUSE = timedelta(minutes=5)
"""The pause after the provider has refused our key or account, which only the operator mends."""


@dataclass(slots=True)
class Breaker:
    provider: str
    _failures: int = 0
    _open_until: datetime | None = None
    _refused: AccountRefused | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def open(self) -> bool:
        """Whether calls are refused, but for a probe."""
        return self._open_until is not None

    @property
    def failing(self) -> bool:
        """Whether the last call found the provider down."""
        return self._failures > 0

    @property
    def account_refused(self) -> bool:
        """Whether the provider refuses our key or account."""
        return self._refused is not None

    def allow(self, now: datetime) -> None:
        """Return if a call may be made.

        Raises ProviderUnavailable or AccountRefused if not, before anything is paid.
        """
        with self._lock:
            if self._open_until is None:
                return
            if now < self._open_until and self._refused is not None:
                raise AccountRefused(str(self._refused))
            if now < self._open_until:
                raise ProviderUnavailable("the image provider is down; it is tried again shortly")
            self._open_until = (
                now + PAUSE
            )  # this caller is the probe; the others go on waiting for its outcome

    def learn(self, failure: RenderFailure | None, now: datetime) -> None:
        """Count a call's outcome. Only an outage counts; any answer, even a refusal, ends it."""
        with self._lock:
            if not isinstance(failure, ProviderUnavailable | ProviderTimeout):
                self._failures, self._open_until, self._refused = 0, None, None
                return
            self._failures += 1
            self._refused = None
            if self._failures >= FAILURES:
                opened = self._failures == FAILURES
                self._open_until = now + PAUSE
                if opened:
                    events.breaker_opened(self.provider)

    def refuse(self, refused: AccountRefused, now: datetime) -> None:
        """Stop calls for `ACCOUNT_PAUSE`: each would be refused, too."""
        with self._lock:
            first = self._refused is None
            self._refused, self._open_until = refused, now + ACCOUNT_PAUSE
        if first:
            events.account_refused(self.provider)

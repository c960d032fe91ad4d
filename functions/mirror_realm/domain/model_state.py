"""Model state: when an image model of a provider is shut down and what it costs, as the provider announces it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mirror_realm.domain.codec import Document, OmittedAtDefault
from mirror_realm.domain.listed_price import ListedPrice

NOTICE = timedelta(days=30)
"""The time before a shutdown from which on the operator is warned."""


@dataclass(frozen=True, slots=True)
class ModelState(Document):
    """One renderer, as its provider described it at the last check that got an answer."""

    renderer: str
    provider: str
    shutdown: str | None
    """The announced date (ISO 8601, a date or date-time), as the provider writes it; None if none is announced."""
    gone: bool
    """Whether the provider does not have the model any more."""
    checked_at: datetime
    listed: OmittedAtDefault[ListedPrice | None] = None
    """The price that the provider listed last; None if it lists none."""

    @property
    def last_day(self) -> date | None:
        """The day of the shutdown; None if none is announced, or on a date that cannot be read."""
        try:
            return date.fromisoformat(self.shutdown[:10]) if self.shutdown is not None else None
        except ValueError:
            return None

    def dead(self, today: date) -> bool:
        """Return whether the provider makes no more pictures with it."""
        last_day = self.last_day
        return self.gone or (last_day is not None and last_day <= today)

    def ending(self, today: date) -> bool:
        """Return whether it is shut down within `NOTICE`, or on a date that cannot be read."""
        if self.shutdown is None or self.dead(today):
            return False
        return self.last_day is None or self.last_day - today <= NOTICE


@dataclass(frozen=True, slots=True)
class ModelStates(Document):
    """`maintenance/models`: the configured models of all configured providers."""

    models: tuple[ModelState, ...]
    checked_at: datetime

    def of(self, renderer: str) -> ModelState | None:
        """Return what is known of a renderer."""
        return next((state for state in self.models if state.renderer == renderer), None)

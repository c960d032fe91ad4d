"""Alerts: the messages to the operator's webhook, and the book that has each of them sent once.

An alert is known by its key, which has the day or the date that it belongs to: the same mark of the same day is the
same alert. One that is noted is claimed by one worker, which sends it and marks it as sent. A claim runs out, so that
an alert whose worker died is sent again; it may come twice, but is not lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mirror_realm.domain.codec import Document

CLAIM = timedelta(minutes=3)
"""Longer than a message takes, with its retry; shorter than the reaper's period."""
KEEP = timedelta(days=35)
"""The time for which an alert is known; one whose cause lasts longer is sent again."""
LIFE = timedelta(days=1)
"""The time for which an alert that the webhook does not take is tried again."""
MOST = 20
"""Alerts of one message."""
MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class Alert:
    key: str
    text: str
    """One sentence of our own words, with nothing of a user and no address in it."""


@dataclass(frozen=True, slots=True)
class Noted(Document):
    """An alert in the book."""

    key: str
    text: str
    """Empty once it is sent."""
    at: datetime
    claimed_until: datetime | None = None
    """The time until which a worker is sending it."""
    sent: bool = False

    def waits(self, now: datetime) -> bool:
        """Return whether it has to be sent, and no worker is sending it."""
        free = self.claimed_until is None or self.claimed_until <= now
        return not self.sent and free


@dataclass(frozen=True, slots=True)
class AlertBook(Document):
    """`maintenance/alerts`."""

    alerts: tuple[Noted, ...] = ()

    def knows(self, key: str) -> bool:
        return any(one.key == key for one in self.alerts)

    def waits(self, now: datetime) -> bool:
        """Return whether an alert has to be sent."""
        return any(one.waits(now) for one in self.alerts)

    def note(self, alerts: Sequence[Alert], now: datetime) -> "AlertBook":
        """Return the book with the alerts that it does not know; without those that are too old to matter."""
        kept = [one for one in self.alerts if now - one.at < (KEEP if one.sent else LIFE)]
        known = {one.key for one in kept}
        new = {alert.key: alert.text for alert in alerts if alert.key not in known}
        noted = [*kept, *(Noted(key, text, now) for key, text in new.items())]
        return replace(self, alerts=tuple(noted[-MOST_KEPT:]))

    def claim(self, now: datetime) -> tuple["AlertBook", tuple[Noted, ...]]:
        """Return the book with the next alerts claimed, and these."""
        due = tuple(one for one in self.alerts if one.waits(now))[:MOST]
        keys = {one.key for one in due}
        claimed = tuple(
            replace(one, claimed_until=now + CLAIM) if one.key in keys else one for one in self.alerts
        )
        return replace(self, alerts=claimed), due

    def mark_sent(self, sent: Sequence[Noted]) -> "AlertBook":
        keys = {one.key for one in sent}
        return replace(
            self,
            alerts=tuple(
                replace(one, text="", claimed_until=None, sent=True) if one.key in keys else one
                for one in self.alerts
            ),
        )

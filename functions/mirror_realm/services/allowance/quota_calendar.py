"""The quota calendar: the zone whose midnight resets the day, stored so that a change of the setting waits for it.

An instance reads `maintenance/calendar` once, with its first wish that needs a day. The first instance with another
QUOTA_TIMEZONE than the stored one writes that the new zone holds from the next reset on. Without a document nothing has
changed yet; the nightly statistics write the first one.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mirror_realm.domain.days import Calendar
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Store, Transaction

ROLLING_OUT = timedelta(hours=1)
"""The time in which instances with the old setting may still start after a deployment; they do not undo the change."""


@dataclass(slots=True)
class QuotaCalendar:
    store: Store
    zone: ZoneInfo
    """QUOTA_TIMEZONE."""
    _known: Calendar | None = None
    _until: datetime | None = None
    """The time at which to read it again; None: it does not change."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, now: datetime) -> Calendar:
        """Return the calendar in force."""
        known = self._known
        if known is not None and (self._until is None or now < self._until):
            return known
        with self._lock:
            found = self._found(now)
            self._known = found
            # An instance that does not have its own zone yet looks again at the day's end.
            self._until = None if found.zone.key == self.zone.key else found.resets_at(now)
        return found

    def known(self, now: datetime) -> bool:
        """Return whether the calendar needs no read now."""
        return self._known is not None and (self._until is None or now < self._until)

    def note(self, now: datetime) -> None:
        """Store the zone in force, if none is stored yet."""

        def work(transaction: Transaction) -> None:
            if transaction.read(documents.calendar()) is None:
                transaction.put(documents.calendar(), Calendar(self.zone))

        if self.store.read(documents.calendar()) is None:
            self.store.transact(work)

    def _found(self, now: datetime) -> Calendar:
        stored = self.store.read(documents.calendar())
        if stored is None:
            return Calendar(self.zone)
        return (
            stored
            if stored == self._next(stored, now)
            else self.store.transact(lambda t: self._change(t, now))
        )

    def _change(self, transaction: Transaction, now: datetime) -> Calendar:
        stored = transaction.read(documents.calendar())
        if stored is None:
            return Calendar(self.zone)
        changed = self._next(stored, now)
        if changed != stored:
            transaction.put(documents.calendar(), changed)
        return changed

    def _next(self, stored: Calendar, now: datetime) -> Calendar:
        """Return the calendar as this instance's setting wants it."""
        if stored.zone.key == self.zone.key:
            return stored
        of_old = stored.before is not None and stored.before.key == self.zone.key
        if of_old and stored.changed_at is not None and now < stored.changed_at + ROLLING_OUT:
            return stored
        return stored.changed(self.zone, now)

"""Export: a copy of a user's own data, made in parts for the user to download, and deleted a day after it is ready.

(none) ──ask──> preparing ──last part──> ready ──a day──> gone
preparing ──fails again and again──> failed
preparing, ready ──the user deletes pictures, or withdraws consent──> gone
failed, gone ──ask──> preparing                one a day; again, if it failed or went early, up to `MOST_ASKS`

The document is the lock: one worker at a time has the lease, makes the next part, and stores it with its place.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mirror_realm.domain.codec import Defaulted, Document, derived
from mirror_realm.domain.render_job import Lease
from mirror_realm.errors import LeaseLost, RateLimited

KEEP = timedelta(days=1)
"""The time after which a complete export is deleted."""
LINK = timedelta(hours=1)
"""The time for which an address works, to the second below."""
EACH = timedelta(days=1)
"""The time in which a user gets one export."""
MOST_ASKS = 3
"""Exports begun within that time, where earlier ones failed or were deleted early."""
MOST_TRIES = 5
"""Workers that may begin a part before the export fails."""
KEEP_DOCUMENT = timedelta(days=2)
"""The time after which the document of an export that is gone is deleted."""


class ExportState(StrEnum):
    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ExportPart(Document):
    """One zip file."""

    path: str
    size: int
    """In bytes."""
    pictures: int


@dataclass(frozen=True, slots=True)
class Export(Document):
    """`users/{uid}/exports/current`."""

    export_id: str
    """A random id, which names the export's folder and tasks."""
    asked_at: datetime
    first_asked_at: datetime
    """The time of the first export of those that `asks` counts."""
    updated_at: datetime
    state: ExportState = ExportState.PREPARING
    asks: int = 1
    """The exports begun since `first_asked_at`, with this one."""
    lease: Lease | None = None
    tries: int = 0
    """The workers that have begun the next part."""
    parts: tuple[ExportPart, ...] = ()
    after: str = ""
    """The id of the last avatar in these parts; the next part begins after it."""
    ready_at: datetime | None = None
    link_until: datetime | None = None
    """The time at which the address of the parts stops working; None while there is none."""
    cleared: bool = False
    """Whether the files of an export that has ended are deleted."""
    fan_out_round: Defaulted[int] = 0
    """The round of its tasks."""

    @classmethod
    def begun(cls, export_id: str, now: datetime, earlier: "Export | None") -> "Export":
        """Return a new export. Raises RateLimited if the earlier ones use up the time's allowance."""
        if earlier is None or now >= earlier.first_asked_at + EACH:
            return cls(export_id, now, now, now)
        if earlier.asks >= MOST_ASKS:
            raise RateLimited(MOST_ASKS, earlier.asks, earlier.first_asked_at + EACH)
        return cls(export_id, now, earlier.first_asked_at, now, asks=earlier.asks + 1)

    @property
    def preparing(self) -> bool:
        return self.state is ExportState.PREPARING

    @property
    def over(self) -> bool:
        """Whether it has ended, so that another one may be asked for."""
        return self.state in (ExportState.FAILED, ExportState.GONE)

    @property
    def gone_at(self) -> datetime | None:
        """Return the time at which a complete export is deleted; None for any other."""
        return self.ready_at + KEEP if self.state is ExportState.READY and self.ready_at else None

    @derived
    def due_at(self) -> datetime | None:
        """Return the time at which the reaper has something to do; None if it has not."""
        if self.preparing:
            return self.lease.expires_at if self.lease is not None else self.updated_at
        if self.gone_at is not None:
            return min(self.gone_at, self.link_until or self.gone_at)
        return None if self.cleared else self.updated_at

    @derived
    def expires_at(self) -> datetime | None:
        """Return the time after which the document may be deleted; None while files may exist."""
        return self.updated_at + KEEP_DOCUMENT if self.over and self.cleared else None

    def claim(self, lease: Lease, now: datetime) -> "Export":
        """Return the export with a worker on its next part; failed, if too many have begun it.

        Raises LeaseLost while another worker's lease lasts, and for one that is not being prepared.
        """
        if not self.preparing or (self.lease is not None and self.lease.expires_at > now):
            raise LeaseLost("the export needs no worker now")
        if self.tries >= MOST_TRIES:
            return replace(self, state=ExportState.FAILED, lease=None, updated_at=now)
        return replace(self, lease=lease, tries=self.tries + 1, updated_at=now)

    def with_part(self, token: str, part: ExportPart, after: str, *, last: bool, now: datetime) -> "Export":
        """Return the export with one more part, ready if it is the last. Raises LeaseLost."""
        self._check(token, now)
        return replace(
            self,
            state=ExportState.READY if last else ExportState.PREPARING,
            parts=(*self.parts, part),
            after=after,
            lease=None,
            tries=0,
            ready_at=now if last else None,
            updated_at=now,
        )

    def released(self, token: str, now: datetime) -> "Export":
        """Return the export after a worker that failed, for the next one. Raises LeaseLost."""
        self._check(token, now)
        return replace(self, lease=None, updated_at=now)

    def with_link(self, now: datetime) -> "Export":
        """Return the export with an address that works from now on for a time; with its own, while that works."""
        if self.linked(now):
            return self
        return replace(self, link_until=(now + LINK).replace(microsecond=0))

    def linked(self, now: datetime) -> bool:
        """Return whether it has an address that works."""
        return self.link_until is not None and now < self.link_until

    def without_link(self) -> "Export":
        return replace(self, link_until=None)

    def dropped(self, now: datetime) -> "Export":
        """Return the export after it ended: its time is over, or it holds what the user has deleted."""
        return replace(self, state=ExportState.GONE, lease=None, link_until=None, updated_at=now)

    def after_clearing(self) -> "Export":
        return replace(self, cleared=True, parts=())

    def fan_out_again(self) -> "Export":
        """Return the export with the next round of its tasks."""
        return replace(self, fan_out_round=self.fan_out_round + 1)

    def _check(self, token: str, now: datetime) -> None:
        if not self.preparing or self.lease is None or self.lease.token != token:
            raise LeaseLost("another worker has the export, or it has ended")

"""The port to figures: numbers of documents by aggregation queries, at a read for every thousand index entries.

Each is counted up to `most`, which bounds what it costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.ledger import Movement
from mirror_realm.domain.verdict import Verdict

ENTRIES_A_READ = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """An avatar that got a picture: what the statistics look at."""

    uid: str
    completed_at: datetime
    source: str
    style: str
    stage: str
    guest: bool
    preset: str = ""
    """The preset that it began with; empty without one."""
    verdict: str = ""
    """`passed`, or the gravest objection of a vision model to its new picture; empty if none looked at it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum, and the number of documents in it."""

    documents: int
    total: int


class Figures(Protocol):
    def pictures_by_source(self, source: str, since: datetime, until: datetime, most: int) -> int:
        """Return the number of avatars that got their picture in this time, and whose source this is."""

    def pictures_by_style(self, style: str, since: datetime, until: datetime, most: int) -> int:
        """Return the number of avatars of a style that got their picture in this time."""

    def pictures_by_stage(self, stage: str, since: datetime, until: datetime, most: int) -> int:
        """Return the number of avatars of a stage that got their picture in this time."""

    def shown_after(
        self, after: datetime | None, since: datetime, until: datetime, most: int
    ) -> Sequence[Shown]:
        """Return avatars that got their picture in this time and after a moment, the earliest first.

        Damaged ones are left out.
        """

    def shown_last(self, since: datetime, until: datetime, most: int) -> Sequence[Shown]:
        """Return the avatars that got their picture last in this time."""

    def movements(self, movement: Movement, day: str, most: int) -> int:
        """Return the number of ledger entries of a movement of reservations of a day."""

    def settled_within(self, seconds: int, day: str, most: int) -> int:
        """Return the number of settled reservations of a day whose picture took at most so long."""

    def next_reason(self, after: str, day: str) -> str | None:
        """Return the first reason of a refund behind another in the alphabet; None if there is none."""

    def refunds_for(self, reason: str, day: str, most: int) -> int:
        """Return the number of refunds of a day for a reason."""

    def next_renderer(self, after: str, day: str) -> str | None:
        """Return the first renderer that money went to behind another in the alphabet; None if there is none."""

    def spent_on(self, renderer: str, day: str, most: int) -> Sum:
        """Return the micros that reservations of a day spent on a renderer."""

    def people_asking(self, day: str, most: int) -> int:
        """Return the number of people whose usage of a day is stored."""

    def refused(self, day: str, most: int) -> Sum:
        """Return the wishes of a day that were refused, as far as they are stored."""

    def jobs_in(self, state: str, most: int) -> int:
        """Return the number of render jobs in a state."""

    def oldest_queued(self) -> datetime | None:
        """Return when the oldest queued job was created; None if none is queued."""

    def first_day(self) -> str | None:
        """Return the first global day that is stored; None if there is none."""


def verdict_of(avatar: Mapping[str, Any]) -> str:
    """Return what `Shown.verdict` says of a stored avatar."""
    verdict = (avatar.get("quality") or {}).get("verdict")
    new = avatar["source"] == Source.GENERATED
    return Verdict.from_document(verdict).gravest if new and verdict else ""

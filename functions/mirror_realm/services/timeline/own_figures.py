"""A user's own figures: how many avatars of which kind, the last one, credits, active days. Nothing is written.

All are counted by aggregation queries and up to a bound, so that what they cost is bounded, too: a read for every
thousand avatars, and one for each kind. A kind is counted up to `EACH`; a figure that reaches it means that or more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mirror_realm.domain.avatar import Avatar, Source, Status
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import BeingErased
from mirror_realm.services.allowance.income import Incomes
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.exports import OwnRecords, Records
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.store import Store

MOST = 3_000
"""Completed avatars that are counted, at 3 reads: at three a day, those of almost three years."""
EACH = 1_000
"""Avatars of one kind that are counted, at a read."""


@dataclass(frozen=True, slots=True)
class OwnCredits:
    held: int
    granted: int
    """What came besides the initial ones, by payments, plans, merges and administrators, less what was reclaimed."""
    used: int
    """For pictures that were made or are being made."""


@dataclass(frozen=True, slots=True)
class Totals:
    by_status: Mapping[str, int]
    by_source: Mapping[str, int]
    by_stage: Mapping[str, int]
    by_style: Mapping[str, int]
    last: Avatar | None
    """The avatar that was asked for last among the completed ones."""
    credits: OwnCredits | None
    """None if credits are switched off."""
    active_days: int | None
    """As the app last wrote it; None if it has not."""

    @property
    def avatars(self) -> int:
        return sum(self.by_status.values())


@dataclass(frozen=True, slots=True)
class OwnFigures:
    store: Store
    records: OwnRecords
    queries: Queries
    incomes: Incomes
    policy: Policy

    def of(self, uid: str) -> Totals:
        """Return a user's figures. Raises BeingErased, Misconfigured."""
        fence, stored, progress = self.store.read(
            documents.fence(uid),
            documents.profile(uid),
            documents.as_written(documents.progress(uid).path),
        )
        if fence is not None:
            raise BeingErased
        by_status = {
            status.value: self._count(uid, "status", status, MOST if status is Status.COMPLETED else EACH)
            for status in Status
        }
        total = sum(by_status.values())
        newest = self.queries.avatars_of(uid, Status.COMPLETED, None, 1) if by_status["completed"] else ()
        return Totals(
            by_status=by_status,
            by_source={one.value: self._count(uid, "source", one, EACH) if total else 0 for one in Source},
            by_stage=self._parts(uid, total, "evolution_stage", [stage.value for stage in STAGES]),
            by_style=self._parts(uid, total, "style", [style.value for style in StyleId]),
            last=newest[0] if newest else None,
            credits=self._credits(uid, stored or Profile()),
            active_days=_days(progress.data if progress is not None else {}),
        )

    def _parts(self, uid: str, total: int, field: str, names: Sequence[str]) -> Mapping[str, int]:
        return parts(total, names, lambda name: self._count(uid, field, name, EACH))

    def _count(self, uid: str, field: str, value: str, most: int) -> int:
        return self.records.count(Records(f"users/{uid}/avatars", ((field, str(value)),)), most)

    def _credits(self, uid: str, profile: Profile) -> OwnCredits | None:
        if not self.policy.credits_per_avatar:
            return None
        held, granted = self.policy.credits_of(profile), self.incomes.of(uid)
        used = self.policy.initial_credits + granted + profile.owed - held
        return OwnCredits(held, granted, max(0, used))


def parts(total: int, names: Sequence[str], count: Callable[[str], int]) -> Mapping[str, int]:
    """Return how many of `total` have each name. The first is not counted but follows, unless a number is capped."""
    if not total:
        return dict.fromkeys(names, 0)
    first, *others = names
    counted = {name: count(name) for name in others}
    capped = total >= MOST or any(number >= EACH for number in counted.values())
    return {first: count(first) if capped else max(0, total - sum(counted.values())), **counted}


def _days(progress: Mapping[str, Any]) -> int | None:
    """Return the active days in a document that the user wrote."""
    days = progress.get("active_days")
    return days if type(days) is int and days >= 0 else None

"""Allowance: what a person-day and the global day have reserved, and whether one more fits.

For every counter `reserved = settled + refunded + open`, and `settled + open` never exceeds its limit.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Annotated, Protocol

from mirror_realm.domain.codec import Defaulted, Document, Flat, OmittedAtDefault, Stored, derived
from mirror_realm.domain.days import days_after
from mirror_realm.domain.money import MICROS
from mirror_realm.domain.plans import FREE, GUEST, Plan, plan_of

PAINTING_SHARES = 10

JOBS_A_PICTURE = 5
"""Jobs that may be started a day for each picture of the limit: failures give their allowance back, yet have an end."""

REJECTIONS = 3
"""Of a person's photos a day. A photo under way may become one, so no more are under way at once than are left."""

GUESTS_REJECTIONS = 20
"""Of all guests' photos together: new guests can be made in any number."""

MARKS = (80, 100)
"""Percent of everybody's day that operators are told of, once a day each."""

PICTURES, MONEY, PAINTINGS = "pictures", "money", "paintings"
"""What the marks are of."""

KEEP_DAYS = 90
"""Usage documents outlive every open job by far, then age out."""


@dataclass(frozen=True, slots=True)
class Tally(Document):
    """Reservations of one day, by how they ended."""

    reserved: int = 0
    settled: int = 0
    refunded: int = 0
    excused: OmittedAtDefault[int] = 0
    """Refunded ones that an outage ended before a paid call: they do not count as jobs started."""
    rejected: OmittedAtDefault[int] = 0
    """Refunded ones whose photo was rejected, or the picture made from it."""
    photos: OmittedAtDefault[int] = 0
    """Open ones that are made from a photo."""

    @property
    def open(self) -> int:
        return self.reserved - self.settled - self.refunded

    @property
    def used(self) -> int:
        """What counts against the limit: settled and open."""
        return self.reserved - self.refunded

    @property
    def started(self) -> int:
        """Return what counts against the bound of jobs."""
        return self.reserved - self.excused

    def reserve(self, *, photo: bool = False) -> "Tally":
        return replace(self, reserved=self.reserved + 1, photos=self.photos + photo)

    def settle(self, *, photo: bool = False) -> "Tally":
        self._one_must_be_open()
        return replace(self, settled=self.settled + 1, photos=self._photos_without(photo))

    def refund(self, *, photo: bool = False, excused: bool = False, rejected: bool = False) -> "Tally":
        self._one_must_be_open()
        return replace(
            self,
            refunded=self.refunded + 1,
            excused=self.excused + excused,
            rejected=self.rejected + rejected,
            photos=self._photos_without(photo),
        )

    def _photos_without(self, photo: bool) -> int:
        # An older deployment reserved without counting photos.
        return max(0, self.photos - photo)

    def _one_must_be_open(self) -> None:
        if self.open < 1:
            raise ValueError("no reservation of this day is open")


@dataclass(frozen=True, slots=True)
class PersonDay(Document):
    """`users/{uid}/usage/{day}`."""

    day: str
    tally: Flat[Tally] = field(default_factory=Tally)
    paintings: Defaulted[int] = 0
    """Fallback pictures that the person's wishes and reports had painted."""
    refused: OmittedAtDefault[int] = 0
    """Wishes refused for want of allowance that declined fallbacks; written ten at a time."""
    reports: OmittedAtDefault[int] = 0
    """Reports that counted toward hiding a look."""

    @derived
    def expires_at(self) -> datetime:
        """Return when the document may age out."""
        return days_after(self.day, KEEP_DAYS)


@dataclass(frozen=True, slots=True)
class PaintingShare(Document):
    """`paintings/{day}-{share}`: a part of everybody's fallback pictures, so that no document is hot."""

    day: str
    share: int
    paintings: int = 0
    guests: OmittedAtDefault[int] = 0
    """Those among them that were painted for guests."""
    unowned: OmittedAtDefault[int] = 0
    """Those among them that count on no person's day: of take-downs, and behind leaders that were cancelled."""

    marks: OmittedAtDefault[tuple[int, ...]] = ()
    """Marks of everybody's fallback pictures that are known to have been told."""

    def start(self, plan: Plan, *, owned: bool) -> "PaintingShare":
        """Count one more for an account of this plan. `owned`: whether it counts on the person's day, too."""
        return replace(
            self,
            paintings=self.paintings + 1,
            guests=self.guests + (plan == GUEST),
            unowned=self.unowned + (not owned),
        )

    @derived
    def expires_at(self) -> datetime:
        """Return when the document may age out."""
        return days_after(self.day, KEEP_DAYS)


@dataclass(frozen=True, slots=True)
class GlobalDay(Document):
    """`global_usage/{day}`: everybody's reservations, those of guests among them, and the money."""

    day: str
    tally: Flat[Tally] = field(default_factory=Tally)
    guests: Annotated[Tally, Stored("anonymous")] = field(default_factory=Tally)
    """Of all guests together."""
    held_micros: int = 0
    """Worst cases of the provider calls under way."""
    spent_micros: int = 0
    calls: int = 0
    """Provider calls authorised."""
    overrun_micros: OmittedAtDefault[int] = 0
    """What calls cost beyond their worst cases: not of the budget."""
    marks: OmittedAtDefault[tuple[str, ...]] = ()
    """Marks that were told, as in `money-80`."""

    def mark(self, of: str, percent: int) -> "GlobalDay":
        """Note that so much is used, and every lower mark with it."""
        reached = [
            name for name in (f"{of}-{one}" for one in MARKS if one <= percent) if name not in self.marks
        ]
        return replace(self, marks=(*self.marks, *reached)) if reached else self

    def marked(self, limits: "Limits") -> "GlobalDay":
        """Note what the counters have reached. Where money is short of one more call, the refusal notes it."""
        money = self.spent_micros + self.held_micros
        marked = self
        for of, used, limit in (
            (PICTURES, self.tally.used, limits.global_daily),
            (MONEY, money, limits.budget_micros),
        ):
            reached = reached_mark(used, limit)
            marked = marked.mark(of, reached) if reached else marked
        return marked

    def hold(self, micros: int) -> "GlobalDay":
        return replace(self, held_micros=self.held_micros + micros, calls=self.calls + 1)

    def book(self, held: int, spent: int) -> "GlobalDay":
        """End the hold of a call whose outcome is known, and count what it cost: of the budget at most what it held."""
        return replace(
            self,
            held_micros=self.held_micros - held,
            spent_micros=self.spent_micros + min(spent, held),
            overrun_micros=self.overrun_micros + max(0, spent - held),
        )

    def correct(self, assumed: int, spent: int) -> "GlobalDay":
        """Lower what was booked for a call at its assumed cost to what it turned out to have cost."""
        return replace(self, spent_micros=self.spent_micros - max(0, assumed - spent))

    def of(self, plan: Plan) -> Tally:
        """Return the counters that a plan's share of the day goes by."""
        return self.guests if plan == GUEST else self.tally

    @derived
    def expires_at(self) -> datetime:
        """Return when the document may age out."""
        return days_after(self.day, KEEP_DAYS)


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What accounts of one plan may have a day. A limit of 0 switches generation off."""

    daily: int
    """Pictures each of them may have made."""
    together: int
    """Pictures of the global day that all of them may use."""
    paintings: int
    """Fallback pictures that the wishes and reports of each may have painted."""
    paintings_together: int
    """Everybody's fallback pictures that all of them may use."""

    @property
    def jobs(self) -> int:
        """Return how many jobs each of them may start, however they end."""
        return JOBS_A_PICTURE * self.daily

    @property
    def jobs_together(self) -> int:
        """Return how many jobs all of them may start, where they have a bound together."""
        return JOBS_A_PICTURE * self.together


@dataclass(frozen=True, slots=True)
class Limits:
    """What a day allows. A limit of 0 switches generation off."""

    plans: Mapping[Plan, PlanLimits]
    """Guest and free at least."""
    global_daily: int
    budget_micros: int
    global_paintings: int = 500

    def of(self, plan: Plan) -> PlanLimits:
        """Return the limits of a plan; one that is not known has those of the free one."""
        return self.plans.get(plan) or self.plans[FREE]

    @property
    def painting_shares(self) -> int:
        """Into how many parts everybody's paintings are split, so that people at once seldom meet in one."""
        return max(1, min(PAINTING_SHARES, self.global_paintings))

    def share_of(self, uid: str) -> int:
        """Which of these parts a person draws from."""
        return (
            int.from_bytes(hashlib.sha256(uid.encode("utf-8", "surrogatepass")).digest()[:4])
            % self.painting_shares
        )

    def paintings_of(self, share: int, plan: Plan = FREE) -> int:
        """Return what a part holds for accounts of a plan: over all parts exactly what they may use together."""
        whole, rest = divmod(self.of(plan).paintings_together, self.painting_shares)
        return whole + (share < rest)


def guest_and_free(
    *,
    user_daily: int,
    global_daily: int,
    guest_share: float,
    budget_micros: int,
    user_paintings: int = 10,
    global_paintings: int = 500,
) -> Limits:
    """Return the limits of the two plans there are: alike, but that guests together have a share of everybody's."""
    plans = {
        plan: PlanLimits(user_daily, int(global_daily * share), user_paintings, int(global_paintings * share))
        for plan, share in ((GUEST, guest_share), (FREE, 1.0))
    }
    return Limits(plans, global_daily, budget_micros, global_paintings)


def reached_mark(used: int, limit: int) -> int:
    """Return the highest mark that is reached; 0 for none. What is switched off has none."""
    return max((percent for percent in MARKS if limit and used * 100 >= percent * limit), default=0)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Which limit stands in the way. Amounts are pictures, or USD for the budget."""

    reason: str
    limit: float
    used: float
    untold: str | None = None
    """What everybody has used up, where nothing shows that its mark was told."""
    passing: bool = False
    """Whether there may be room again as soon as pictures under way are made; else not before the day's end."""


def global_shortage(day: GlobalDay, limits: Limits, *, plan: Plan, worst_case_micros: int) -> Shortage | None:
    """Whether the global day, the plan's share of it or the budget has no room for one more job.

    One job fits the budget if one more call at its worst case does.
    """
    if day.tally.used >= limits.global_daily:
        untold = _untold(day, PICTURES, limits.global_daily)
        return Shortage("global_daily_limit", limits.global_daily, day.tally.used, untold)
    share, used = limits.of(plan).together, day.of(plan).used
    if used >= share:
        return Shortage("global_daily_limit", share, used)
    committed = day.spent_micros + day.held_micros
    if committed + worst_case_micros > limits.budget_micros:
        untold = _untold(day, MONEY, limits.budget_micros)
        return Shortage("budget_exhausted", limits.budget_micros / MICROS, committed / MICROS, untold)
    return None


def _untold(day: GlobalDay, of: str, limit: int) -> str | None:
    return of if limit and f"{of}-100" not in day.marks else None


def shortage(
    person: PersonDay,
    day: GlobalDay,
    limits: Limits,
    *,
    plan: Plan,
    worst_case_micros: int,
    photo: bool = False,
) -> Shortage | None:
    """Return the first limit that stands in the way of one more job: the person's own before everybody's.

    `photo`: whether its picture is made from one. Failures are bounded like successes: an account's by itself, guests'
    together too.
    """
    own = limits.of(plan)
    if person.tally.used >= own.daily:
        return Shortage("user_daily_limit", own.daily, person.tally.used)
    return (
        _failure_shortage(person.tally, own.jobs, REJECTIONS, photo=photo)
        or global_shortage(day, limits, plan=plan, worst_case_micros=worst_case_micros)
        or (
            _failure_shortage(day.guests, own.jobs_together, GUESTS_REJECTIONS, photo=photo)
            if plan == GUEST
            else None
        )
    )


def _failure_shortage(tally: Tally, jobs: int, rejections: int, *, photo: bool) -> Shortage | None:
    """Return which bound of failures leaves no room for one more job.

    The photos under way count like rejected ones, so that none is one too many, however many are asked for at once.
    """
    if tally.started >= jobs:
        return Shortage("rate_limited", jobs, tally.started)
    if photo and tally.rejected + tally.photos >= rejections:
        under_way = tally.rejected < rejections
        return Shortage("rate_limited", rejections, tally.rejected + tally.photos, passing=under_way)
    return None


def painting_shortage(
    person: PersonDay | None, share: PaintingShare, limits: Limits, plan: Plan
) -> Shortage | None:
    """Return which limit leaves no room for one more fallback picture: the person's own before everybody's.

    `person`: None for one that counts for everybody's alone. A part that is used up is told as the whole: its own
    numbers would mean nothing to whom they are shown.
    """
    own, together = limits.of(plan).paintings, limits.of(plan).paintings_together
    if person is not None and person.paintings >= own:
        return Shortage("rate_limited", own, person.paintings)
    if share.paintings >= limits.paintings_of(share.share):
        untold = PAINTINGS if limits.global_paintings and 100 not in share.marks else None
        return Shortage("rate_limited", limits.global_paintings, limits.global_paintings, untold)
    if plan == GUEST and share.guests >= limits.paintings_of(share.share, GUEST):
        return Shortage("rate_limited", together, together)
    return None


_ANONYMOUS = Stored(
    "anonymous", encode=lambda plan: plan == GUEST, decode=lambda anonymous: plan_of(anonymous=anonymous)
)
"""A plan, stored as whether it is a guest's."""


@dataclass(frozen=True, slots=True)
class Reservation(Document):
    """What a queued job holds, and of which day: a refund goes back to where it was taken."""

    day: str
    plan: Annotated[Plan, _ANONYMOUS]
    """It was made under."""
    credits: int = 0
    """Of the person's second purse, taken when the job was queued."""


def reserve(
    person: PersonDay, day: GlobalDay, *, plan: Plan, photo: bool = False
) -> tuple[PersonDay, GlobalDay]:
    """Both days with one more open reservation. Ask `shortage` first."""
    return _both(person, day, plan, partial(Tally.reserve, photo=photo))


def settle(
    person: PersonDay, day: GlobalDay, *, plan: Plan, photo: bool = False
) -> tuple[PersonDay, GlobalDay]:
    """The open reservation became a picture. Raises ValueError if none is open."""
    return _both(person, day, plan, partial(Tally.settle, photo=photo))


def refund(
    person: PersonDay,
    day: GlobalDay,
    *,
    plan: Plan,
    photo: bool = False,
    excused: bool = False,
    rejected: bool = False,
) -> tuple[PersonDay, GlobalDay]:
    """The open reservation goes back. Raises ValueError if none is open."""
    return _both(person, day, plan, partial(Tally.refund, photo=photo, excused=excused, rejected=rejected))


class Ending(Protocol):
    """`settle` or `refund`, of a certain kind of job."""

    def __call__(self, person: PersonDay, day: GlobalDay, *, plan: Plan) -> tuple[PersonDay, GlobalDay]: ...


def _both(
    person: PersonDay, day: GlobalDay, plan: Plan, move: Callable[[Tally], Tally]
) -> tuple[PersonDay, GlobalDay]:
    return (
        replace(person, tally=move(person.tally)),
        replace(day, tally=move(day.tally), guests=move(day.guests) if plan == GUEST else day.guests),
    )

"""Allowance: the reservations of a user's day and of the global day, and the check whether one more fits.

For every counter `reserved = settled + refunded + open`, and `settled + open` never exceeds its limit.
"""

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any, Protocol, Self

from mirror_realm.domain.amounts import NONE, Amounts
from mirror_realm.domain.codec import (
    Defaulted,
    Document,
    Flat,
    OmittedAtDefault,
    Stored,
    decode,
    derived,
    encode,
)
from mirror_realm.domain.days import days_after
from mirror_realm.domain.limits import Limits, PlanLimits
from mirror_realm.domain.listed_price import ListedPrice
from mirror_realm.domain.money import MICROS
from mirror_realm.domain.plans import GUEST, Plan, named, plan_of

REJECTIONS = 3
"""Rejected photos of one user a day. A photo in progress may become one, so it counts like one."""

GUESTS_REJECTIONS = 20
"""Rejected photos of all guests together a day: guest accounts can be created in any number."""

MARKS = (80, 100)
"""Percentages of the global day that are logged for operators, once a day each."""

PICTURES, MONEY, PAINTINGS = "pictures", "money", "paintings"
"""The quantities that have marks."""

MONTHLY = "user_monthly_limit"
"""The reason of a shortage that ends with the month, not with the day."""
MINUTE = timedelta(minutes=1)
MOST_GIVEN = 10
"""Pictures that administrators may give back on one user's day, all acts together."""

KEEP_DAYS = 90
"""Days after which usage documents are deleted, long after every open job has ended."""


@dataclass(frozen=True, slots=True)
class Tally(Document):
    """Reservations of one day, by how they ended."""

    reserved: int = 0
    settled: int = 0
    refunded: int = 0
    excused: OmittedAtDefault[int] = 0
    """Refunded reservations of jobs that an outage ended before a paid call; they do not count as jobs started."""
    rejected: OmittedAtDefault[int] = 0
    """Refunded reservations of jobs whose photo, or the picture made from it, was rejected."""
    photos: OmittedAtDefault[int] = 0
    """Open reservations of pictures made from a photo."""

    @property
    def open(self) -> int:
        return self.reserved - self.settled - self.refunded

    @property
    def used(self) -> int:
        """The number that counts against the limit: settled and open."""
        return self.reserved - self.refunded

    @property
    def started(self) -> int:
        """The number that counts against the bound of jobs."""
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

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def _photos_without(self, photo: bool) -> int:
        # An older deployment reserved without counting photos.
        return max(0, self.photos - photo)

    def _one_must_be_open(self) -> None:
        if self.open < 1:
            raise ValueError("no reservation of this day is open")


@dataclass(frozen=True, slots=True)
class UserDay(Document):
    """`users/{uid}/usage/{day}`."""

    day: str
    tally: Flat[Tally] = field(default_factory=Tally)
    paintings: Defaulted[int] = 0
    """Fallback pictures painted for the user's wishes and reports."""
    refused: OmittedAtDefault[int] = 0
    """Wishes that declined fallbacks and were refused for lack of allowance; written in steps of ten."""
    reports: OmittedAtDefault[int] = 0
    """Reports that counted toward hiding a look."""
    started: OmittedAtDefault[tuple[datetime, ...]] = ()
    """When jobs were started within the last minute, at the last start."""

    def start(self, now: datetime) -> "UserDay":
        """Return the day with one more start."""
        return replace(self, started=(*(one for one in self.started if one > now - MINUTE), now))

    def crowded_until(self, jobs_per_minute: int, now: datetime) -> datetime | None:
        """Return when another job may start, if as many as a minute allows have started; None if one may now."""
        if not jobs_per_minute or len(self.started) < jobs_per_minute:
            return None
        free_at = self.started[-jobs_per_minute] + MINUTE
        return free_at if free_at > now else None

    granted: OmittedAtDefault[int] = 0
    """Pictures that administrators gave back on this day: the limit is higher by so many."""

    @derived
    def expires_at(self) -> datetime:
        """Return the time after which the document may be deleted."""
        return days_after(self.day, KEEP_DAYS)


@dataclass(frozen=True, slots=True)
class FallbackShare(Document):
    """`paintings/{day}-{share}`: one part of all users' fallback pictures, split so that no document is hot."""

    day: str
    share: int
    paintings: int = 0
    guests: OmittedAtDefault[int] = 0
    """The fallback pictures of these that were painted for guests."""
    unowned: OmittedAtDefault[int] = 0
    """The fallback pictures of these that count on no user's day: after takedowns, and behind cancelled leaders."""

    marks: OmittedAtDefault[tuple[int, ...]] = ()
    """Marks of all users' fallback pictures that have been logged."""

    def start(self, plan: Plan, *, owned: bool) -> "FallbackShare":
        """Return the share with one more fallback picture, for an account of this plan.

        owned: whether it counts on the user's day, too.
        """
        return replace(
            self,
            paintings=self.paintings + 1,
            guests=self.guests + (plan == GUEST),
            unowned=self.unowned + (not owned),
        )

    @derived
    def expires_at(self) -> datetime:
        """Return the time after which the document may be deleted."""
        return days_after(self.day, KEEP_DAYS)


@dataclass(frozen=True, slots=True)
class GlobalDay(Document):
    """`global_usage/{day}`: the reservations of all users, those of guests among them, and the money.

    A split day has one document for each share beside it, `global_usage/{day}-{share}`, of the same form. Its own is
    then the head: its counters are the sums of the shares when the reaper last passed, and decide nothing.
    """

    day: str
    tally: Flat[Tally] = field(default_factory=Tally)
    guests: Annotated[Tally, Stored("anonymous")] = field(default_factory=Tally)
    """The reservations of all guests together."""
    held_micros: int = 0
    """The worst-case costs of the provider calls in progress."""
    spent_micros: int = 0
    calls: int = 0
    """Provider calls authorised that may cost money."""
    overrun_micros: OmittedAtDefault[int] = 0
    """The cost of calls beyond their worst cases, which is not counted against the budget."""
    marks: OmittedAtDefault[tuple[str, ...]] = ()
    """Marks that have been logged, such as `money-80`."""
    closed_providers: OmittedAtDefault[tuple[str, ...]] = ()
    """Providers with a call that cost more than its hold: no more of their calls are authorised on this day."""
    dead_models: OmittedAtDefault[tuple[str, ...]] = ()
    """Configured renderers whose model was shut down: requests for new pictures by them are refused."""
    dear_models: OmittedAtDefault[tuple[ListedPrice, ...]] = ()
    """Configured renderers that cost more by their provider's list than by our table."""
    shares: OmittedAtDefault[int] = 1
    """The number of shares, which a head fixes for its day."""
    covered: Annotated[Amounts | None, Stored(defaulted=True, omitted=True, strict=True)] = None
    """Of a head: the limits by which no share has used more than its room."""
    share: OmittedAtDefault[int | None] = None
    """Of a share: its number, from 0."""
    moved: OmittedAtDefault[Amounts] = NONE
    """Of a share: the room that it got from others, or gave to them. Those of all shares add up to 0."""

    @property
    def fixed(self) -> bool:
        """Return whether it is decided if the day is split: from the first reservation or call on."""
        return self.shares > 1 or self.tally.reserved > 0 or self.calls > 0

    def mark(self, of: str, percent: int) -> "GlobalDay":
        """Return the day with this mark and all lower ones."""
        reached = [
            name for name in (f"{of}-{one}" for one in MARKS if one <= percent) if name not in self.marks
        ]
        return replace(self, marks=(*self.marks, *reached)) if reached else self

    def marked(self, limits: "Limits") -> "GlobalDay":
        """Return the day with the marks that its counters have reached.

        A refusal adds the mark of money that does not suffice for one more call.
        """
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

    def book(self, held: int, spent: int, provider: str) -> "GlobalDay":
        """Return the day with the hold of a call ended and its cost booked, against the budget at most the hold.

        The rest is overrun and closes the provider: the cost of its next calls is not known beforehand either.
        """
        booked = replace(
            self, held_micros=self.held_micros - held, spent_micros=self.spent_micros + min(spent, held)
        )
        return booked._overrun(spent - held, provider) if spent > held else booked

    def correct(self, held: int, assumed: int, spent: int, provider: str) -> "GlobalDay":
        """Return the day with a call's assumed cost lowered to its actual cost.

        If the call cost more than its hold, the rest is overrun. It is not added if the provider is closed already:
        the day does not show whether it was counted before.
        """
        if spent > held:
            closed = provider in self.closed_providers
            return self if closed else self._overrun(spent - held, provider)
        return replace(self, spent_micros=self.spent_micros - max(0, assumed - spent))

    def _overrun(self, micros: int, provider: str) -> "GlobalDay":
        return replace(self.close(provider), overrun_micros=self.overrun_micros + micros)

    def close(self, provider: str) -> "GlobalDay":
        """Return the day with a provider closed."""
        closed = self.closed_providers
        return self if provider in closed else replace(self, closed_providers=(*closed, provider))

    def of(self, plan: Plan) -> Tally:
        """Return the counters for a plan's share of the day."""
        return self.guests if plan == GUEST else self.tally

    @derived
    def expires_at(self) -> datetime:
        """Return the time after which the document may be deleted."""
        return days_after(self.day, KEEP_DAYS)


def reached_mark(used: int, limit: int) -> int:
    """Return the highest mark that is reached; 0 for none, or if the limit is 0."""
    return max((percent for percent in MARKS if limit and used * 100 >= percent * limit), default=0)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A limit that leaves no room. Amounts are pictures, or USD for the budget."""

    reason: str
    limit: float
    used: float
    untold: str | None = None
    """The quantity of the global day that is used up, if its mark may not have been logged."""
    passing: bool = False
    """Whether there may be room again once pictures in progress are done, and not only when the day ends."""
    until: datetime | None = None
    """When there is room again, if that is known to be before the day ends."""


def global_shortage(
    day: GlobalDay, limits: Limits, *, plan: Plan, provider: str, worst_case_micros: int
) -> Shortage | None:
    """Return which of the global day, the plan's share of it and the money has no room for one more job."""
    if day.tally.used >= limits.global_daily:
        untold = _untold(day, PICTURES, limits.global_daily)
        return Shortage("global_daily_limit", limits.global_daily, day.tally.used, untold)
    share, used = limits.of(plan).together, day.of(plan).used
    if used >= share:
        return Shortage("global_daily_limit", share, used)
    return money_shortage(day, limits, provider=provider, worst_case_micros=worst_case_micros)


def nearly_used_up(day: GlobalDay, limits: Limits, *, plan: Plan, share: float) -> Shortage | None:
    """Return which of the global day, the plan's part of it and the money is used up to this share; None below it.

    share: 0 to 1; at 1 nothing is nearly used up, because the limit itself is reached then.
    """
    if share >= 1:
        return None
    together, used = limits.of(plan).together, day.of(plan).used
    committed = day.spent_micros + day.held_micros
    if day.tally.used >= share * limits.global_daily:
        return Shortage("global_daily_limit", limits.global_daily, day.tally.used)
    if used >= share * together:
        return Shortage("global_daily_limit", together, used)
    if committed >= share * limits.budget_micros:
        return Shortage("budget_exhausted", limits.budget_micros / MICROS, committed / MICROS)
    return None


def money_shortage(
    day: GlobalDay, limits: Limits, *, provider: str, worst_case_micros: int
) -> Shortage | None:
    """Return the shortage if one more call of a provider at its worst case does not fit the day's budget.

    No call fits if the provider is closed for the day: its worst cases do not hold. Like the day's money, that ends
    with the day.
    """
    committed = day.spent_micros + day.held_micros
    if provider in day.closed_providers:
        spent = committed + day.overrun_micros
        return Shortage("budget_exhausted", limits.budget_micros / MICROS, spent / MICROS)
    if committed + worst_case_micros > limits.budget_micros:
        untold = _untold(day, MONEY, limits.budget_micros)
        return Shortage("budget_exhausted", limits.budget_micros / MICROS, committed / MICROS, untold)
    return None


def _untold(day: GlobalDay, of: str, limit: int) -> str | None:
    return of if limit and f"{of}-100" not in day.marks else None


def shortage(
    user: UserDay,
    day: GlobalDay,
    limits: Limits,
    *,
    plan: Plan,
    provider: str,
    worst_case_micros: int,
    photo: bool = False,
) -> Shortage | None:
    """Return the first limit without room for one more job: the user's own before the global ones.

    photo: whether the picture is made from a photo.

    Failures are bounded like successes: those of each account, and those of all guests together.
    """
    return own_shortage(user, limits, plan=plan, photo=photo) or shared_shortage(
        day, limits, plan=plan, provider=provider, worst_case_micros=worst_case_micros, photo=photo
    )


def own_shortage(user: UserDay, limits: Limits, *, plan: Plan, photo: bool = False) -> Shortage | None:
    """Return the first limit of the user alone without room for one more job."""
    own = own_limits(user, limits, plan)
    if user.tally.used >= own.daily:
        return Shortage("user_daily_limit", own.daily, user.tally.used)
    return _failure_shortage(user.tally, own.jobs, REJECTIONS, photo=photo)


def shared_shortage(
    day: GlobalDay,
    limits: Limits,
    *,
    plan: Plan,
    provider: str,
    worst_case_micros: int,
    photo: bool = False,
) -> Shortage | None:
    """Return the first limit of all users, or of all guests, without room for one more job."""
    short = global_shortage(day, limits, plan=plan, provider=provider, worst_case_micros=worst_case_micros)
    if short is None and plan == GUEST:
        return _failure_shortage(day.guests, limits.of(plan).jobs_together, GUESTS_REJECTIONS, photo=photo)
    return short


def own_limits(user: UserDay | None, limits: Limits, plan: Plan) -> PlanLimits:
    """Return the limits of one account on its day: those of its plan, and what administrators gave back."""
    return limits.of(plan).with_given(user.granted if user is not None else 0)


def _failure_shortage(tally: Tally, jobs: int, rejections: int, *, photo: bool) -> Shortage | None:
    """Return the bound of failures without room for one more job.

    Photos in progress count like rejected ones, so that the bound holds however many are requested at once.
    """
    if tally.started >= jobs:
        return Shortage("rate_limited", jobs, tally.started)
    if photo and tally.rejected + tally.photos >= rejections:
        under_way = tally.rejected < rejections
        return Shortage("rate_limited", rejections, tally.rejected + tally.photos, passing=under_way)
    return None


def month_shortage(used: int, limits: Limits, plan: Plan) -> Shortage | None:
    """Return the shortage if a month has no room for one more picture of an account.

    used: the pictures of the month that count.
    """
    most = limits.of(plan).monthly
    return Shortage(MONTHLY, most, used) if most and used >= most else None


def remaining(user: UserDay, limits: Limits, plan: Plan, month_used: int = 0) -> int:
    """Return how many more pictures the limits of one account allow today.

    month_used: the pictures of the month that count.

    What other users have used of the global day and of its money is not in it, nor is the bound of rejected photos.
    """
    own = own_limits(user, limits, plan)
    most = min(own.daily, own.together, limits.global_daily)
    left = min(most - user.tally.used, own.jobs - user.tally.started)
    return max(0, min(left, own.monthly - month_used) if own.monthly else left)


def painting_shortage(
    user: UserDay | None, share: FallbackShare, limits: Limits, plan: Plan
) -> Shortage | None:
    """Return the limit without room for one more fallback picture: the user's own before the global ones.

    person: the user's day; None for a fallback picture that counts on no user's day.

    If one share is used up, the result has the numbers of the whole, because those of a share mean nothing to a user.
    """
    own, together = limits.of(plan).paintings, limits.of(plan).paintings_together
    if user is not None and user.paintings >= own:
        return Shortage("rate_limited", own, user.paintings)
    if share.paintings >= limits.paintings_of(share.share):
        untold = PAINTINGS if limits.global_paintings and 100 not in share.marks else None
        return Shortage("rate_limited", limits.global_paintings, limits.global_paintings, untold)
    if plan == GUEST and share.guests >= limits.paintings_of(share.share, GUEST):
        return Shortage("rate_limited", together, together)
    return None


_ANONYMOUS = Stored(
    "anonymous", encode=lambda plan: plan == GUEST, decode=lambda anonymous: plan_of(anonymous=anonymous)
)
"""A plan, stored as a boolean: whether it is the guest plan."""


@dataclass(frozen=True, slots=True)
class Reservation(Document):
    """The allowance that a queued job holds, and its day, to which a refund returns it."""

    day: str
    plan: Annotated[Plan, _ANONYMOUS]
    """The plan that the reservation was made under."""
    credits: int = 0
    """Credits of the user, taken when the job was queued."""
    person: OmittedAtDefault[str | None] = field(default=None, repr=False)
    """The user's pseudonym. None: an earlier deployment made the reservation, and derived pseudonyms from uids."""
    photo: OmittedAtDefault[bool] = False
    """Whether both days count it among the photos in progress. Earlier deployments did not store it."""
    share: OmittedAtDefault[int | None] = None
    """The share of a split global day that has it."""
    monthly: OmittedAtDefault[bool] = False
    """Whether the user's month counts it, as under a plan with a monthly limit."""

    def to_document(self) -> dict[str, Any]:
        """Return the stored form, in which other plans than guest and free have their name besides."""
        document = encode(self)
        return document if named(self.plan) is None else document | {"plan": self.plan}

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """Return the stored reservation."""
        stored = decode(cls, data)
        plan = data.get("plan")
        return stored if plan is None else replace(stored, plan=Plan(plan))

    @property
    def entered(self) -> "Reservation":
        """The reservation as the ledger has it, which does not distinguish photos."""
        return replace(self, photo=False)


def reserve(user: UserDay, day: GlobalDay, *, plan: Plan, photo: bool = False) -> tuple[UserDay, GlobalDay]:
    """Return both days with one more open reservation. Check `shortage` first."""
    return _both(user, day, plan, partial(Tally.reserve, photo=photo))


def settle(user: UserDay, day: GlobalDay, *, plan: Plan, photo: bool = False) -> tuple[UserDay, GlobalDay]:
    """Return both days with an open reservation settled. Raises ValueError if none is open."""
    return _both(user, day, plan, partial(Tally.settle, photo=photo))


def refund(
    user: UserDay,
    day: GlobalDay,
    *,
    plan: Plan,
    photo: bool = False,
    excused: bool = False,
    rejected: bool = False,
) -> tuple[UserDay, GlobalDay]:
    """Return both days with an open reservation refunded. Raises ValueError if none is open."""
    return _both(user, day, plan, partial(Tally.refund, photo=photo, excused=excused, rejected=rejected))


class ReservationEnd(Protocol):
    """`settle` or `refund`, with the arguments of one kind of job."""

    def __call__(self, user: UserDay, day: GlobalDay, *, plan: Plan) -> tuple[UserDay, GlobalDay]: ...


def _both(
    user: UserDay, day: GlobalDay, plan: Plan, move: Callable[[Tally], Tally]
) -> tuple[UserDay, GlobalDay]:
    return (
        replace(user, tally=move(user.tally)),
        replace(day, tally=move(day.tally), guests=move(day.guests) if plan == GUEST else day.guests),
    )

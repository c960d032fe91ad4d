"""The usage account: what a wish reserves of counters and credits, and its ledger entries, in one transaction.

It is read once, changed in memory and written once: each changed document one time. What ends a reservation is the
`JobAccount`'s.
"""

from dataclasses import dataclass, field
from datetime import datetime

from mirror_realm.domain import allowance, monthly_credits, months
from mirror_realm.domain.allowance import Reservation, Shortage, UserDay
from mirror_realm.domain.ledger import LedgerEntry, MonthlyEntry, Movement
from mirror_realm.domain.plans import Plan
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.pseudonyms import Identity
from mirror_realm.services.allowance.counted_day import CountedDay, Counts
from mirror_realm.services.allowance.fallback_renders import FallbackRenders
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.split_days import SplitDays, Whole
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of a usage account."""

    profile: Profile
    user: UserDay
    counts: Counts
    entries: tuple[LedgerEntry | MonthlyEntry, ...]


@dataclass(slots=True)
class UsageAccount:
    """Open it with `for_wish`, which reads; change it; then `write`."""

    transaction: Transaction
    policy: Policy
    uid: str
    plan: Plan
    """The plan of the user now."""
    profile: Profile
    user: UserDay
    day: CountedDay
    _read: tuple[Profile, UserDay]
    _entries: list[LedgerEntry | MonthlyEntry]
    reservations: dict[str, Reservation] = field(default_factory=dict)
    """The reservations made in this transaction, by render job."""
    fallbacks: FallbackRenders | None = None
    """Fallback pictures counted in this transaction, and written with the rest."""
    _name: str | None = None
    """The user's pseudonym, if the profile has it."""
    _identity: Identity | None = None
    """As stored; None: not read, or there is none yet."""
    _new_identity: Identity | None = None
    """Given in this transaction, to be written with the first reservation."""

    @classmethod
    def for_wish(
        cls,
        transaction: Transaction,
        split: SplitDays,
        uid: str,
        plan: Plan,
        today: str,
        name: str,
        whole: Whole | None = None,
    ) -> "UsageAccount":
        """Read the user's documents, then the global day, in the order of locks.

        The salt is read only if the profile has no pseudonym, as before the user's first picture.

        name: what chooses the share of a split day, a random id.
        whole: how to judge if a share alone does not tell.

        Raises Uncovered.
        """
        policy = split.policy
        profile, user = transaction.read(documents.profile(uid), documents.user_day(uid, today))
        person = policy.pseudonyms.recalled(uid, profile.ledger_name) if profile is not None else None
        identity = transaction.read(documents.identity(uid)) if person is None else None
        place = split.place(today, name)
        counter = split.counter(transaction, place, transaction.read(place.ref), whole)
        known, own = profile or Profile(), user or UserDay(today)
        day = CountedDay(split, counter)
        return cls(
            transaction,
            policy,
            uid,
            plan,
            known,
            own,
            day,
            (known, own),
            [],
            _name=person,
            _identity=identity,
        )

    def credits(self, now: datetime) -> int:
        """Return the credits that the user can use, with those of the month that come with a reservation."""
        return self.policy.credits_of(self._with_month(now))

    @property
    def month_used(self) -> int:
        """Return the pictures of this month that count."""
        return months.used(self.profile.months, self.user.day)

    def shortage(
        self,
        *,
        provider: str,
        worst_case_micros: int,
        now: datetime,
        photo: bool = False,
    ) -> Shortage | None:
        """Return the first limit without room for one more job.

        photo: whether the picture is made from a photo.

        Raises Short if the share of a split day has no room, and others may have.
        """
        own = allowance.month_shortage(self.month_used, self.policy.limits, self.plan)
        own = own or allowance.own_shortage(self.user, self.policy.limits, plan=self.plan, photo=photo)
        short = own or self.day.shortage(self.plan, provider, worst_case_micros, photo=photo)
        price = self.policy.credits_per_avatar
        if short is None and price and (credits := self.credits(now)) < price:
            return Shortage("insufficient_credits", price, price - credits)
        most = self.policy.limits.jobs_per_minute
        until = self.user.crowded_until(most, now)
        if short is None and until is not None:
            return Shortage("rate_limited", most, most, until=until)
        return short

    def reserve(self, render_id: str, *, now: datetime, photo: bool = False) -> Reservation:
        """Reserve one of each day, of the month where it has a limit, and the credits of one avatar.

        The credits of the month come first, with the first reservation of the month. Check `shortage` first.
        """
        plan, price, day = self.plan, self.policy.credits_per_avatar, self.day.counter.day
        monthly = self.policy.limits.of(plan).monthly > 0
        person = self._pseudonym(now)
        reservation = Reservation(day.day, plan, price, person, photo, day.share, monthly)
        self.user = self.day.reserve(self.user, plan, photo=photo)
        if self.policy.limits.jobs_per_minute:
            self.user = self.user.start(now)
        self._bring_month(render_id, person, now)
        if price:
            held = self.policy.credits_of(self.profile)
            self.profile = self.profile.with_credits(held - price, now)
        if monthly:
            self.profile = self.profile.with_months(months.reserved(self.profile.months, day.day), now)
        self._enter(render_id, reservation, now)
        self.reservations[render_id] = reservation
        return reservation

    def mark(self) -> "Mark":
        """Return the current state, to return to if not everything fits."""
        return Mark(self.profile, self.user, self.day.counts, tuple(self._entries))

    def return_to(self, mark: "Mark") -> None:
        """Undo every change since."""
        self.profile, self.user, self.day.counts = mark.profile, mark.user, mark.counts
        self._entries = list(mark.entries)
        self.reservations.clear()

    def write(self) -> None:
        """Write the changed documents."""
        profile, user = self._read
        if self.fallbacks is not None:
            todays = self.user.day == self.fallbacks.today
            if todays:
                self.user = self.fallbacks.counted_on(self.user)
            self.fallbacks.write(self.transaction, user_day=not todays)
        if self.profile != profile:
            self.transaction.put(documents.profile(self.uid), self.profile)
        if self._new_identity is not None and self.reservations:
            self.transaction.create(documents.identity(self.uid), self._new_identity)
        if self.user != user:
            self.transaction.put(documents.user_day(self.uid, self.user.day), self.user)
        self.day.write(self.transaction)
        for entry in self._entries:
            self.transaction.create(documents.ledger_entry(entry), entry)

    def _with_month(self, now: datetime) -> Profile:
        """Return the profile with the credits that this month is still to bring."""
        monthly, held = self.policy.monthly_credits(self.plan), self.policy.credits_of(self.profile)
        return monthly_credits.granted(self.profile, held, self.user.day, monthly, now)

    def _bring_month(self, render_id: str, person: str, now: datetime) -> None:
        before, after = self.profile, self._with_month(now)
        if after == before:
            return
        self.profile = after
        self._entries.append(
            MonthlyEntry(
                id=f"{render_id}-{Movement.MONTHLY}",
                person=person,
                month=self.user.day[:7],
                plan=self.plan,
                credits=monthly_credits.due(before, self.user.day, self.policy.monthly_credits(self.plan)),
                at=now,
                owed=before.owed - after.owed,
            )
        )

    def _pseudonym(self, now: datetime) -> str:
        """Return the user's pseudonym; create the salt that it is made with on first use."""
        if self._name is not None:
            return self._name
        if self._identity is None and self._new_identity is None:
            self._new_identity = Identity(self.transaction.new_id(f"salt of {self.uid}"), now)
        identity = self._identity or self._new_identity
        if identity is None:
            raise AssertionError("it was given above")
        return self.policy.pseudonyms.of(self.uid, identity)

    def _enter(self, render_id: str, reservation: Reservation, now: datetime) -> None:
        self._entries.append(LedgerEntry(render_id, Movement.RESERVED, reservation.entered, now))

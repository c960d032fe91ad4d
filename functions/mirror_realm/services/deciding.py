"""Deciding: one wish against the database, inside one transaction.

Order of reads, the same for every wish (locks are taken in it): fence and avatar, cache entry, profile and the
person's day, the global day. A hit stops after the first or second step and touches no counter.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from mirror_realm import events
from mirror_realm.domain import allowance, narrative
from mirror_realm.domain.allowance import GlobalDay, PersonDay, Shortage
from mirror_realm.domain.avatar import Avatar, RequestedBy, Source, avatar_id_for
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.profile import Milestone, Profile
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import Input
from mirror_realm.domain.wish import Wish
from mirror_realm.errors import ConsentMissing, Forbidden, NotFound, RateLimited, UserDailyLimit
from mirror_realm.services import documents
from mirror_realm.services.exhaustion import Exhaustion, limit_error, problem_of
from mirror_realm.services.ladder import Ladder
from mirror_realm.services.placeholders import Placeholders
from mirror_realm.services.policy import Policy
from mirror_realm.services.purse import Purse
from mirror_realm.services.referencing import Referred
from mirror_realm.services.starting import JobStarter
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Usage:
    """What is left today, as far as the decision read it."""

    user_remaining: int
    global_remaining: int
    resets_at: datetime


@dataclass(frozen=True, slots=True)
class Admitted:
    """The wish's avatar as it stands after admission."""

    avatar: Avatar
    outcome: str
    """`own` (it was there), `under_way`, `hit`, `follow`, `queue` or `degrade`."""
    usage: Usage | None = None

    @property
    def cached(self) -> bool:
        """Shown at once, with a picture that was there already."""
        return self.outcome in ("own", "hit") or self.avatar.cached


@dataclass(frozen=True, slots=True)
class Case:
    """A wish and what was drawn for it once: a transaction that runs again must not make another job of it."""

    wish: Wish
    recipe: Recipe
    requested_by: RequestedBy
    render_id: str
    worst_case_micros: int
    referred: Referred | None = None
    """The photo behind a personal look."""
    milestone: Milestone | None = None
    """For an automatic picture: what is remembered once it is admitted."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every decision needs, the same for all."""

    store: Store
    ladder: Ladder
    starter: JobStarter
    placeholders: Placeholders
    exhaustion: Exhaustion
    policy: Policy


class Decision:
    """One run of one case. `decide` reads, decides and writes."""

    def __init__(self, bench: Bench, transaction: Transaction, case: Case, now: datetime) -> None:
        self.bench = bench
        self.policy = bench.policy
        self.transaction = transaction
        self.case = case
        self.person = case.wish.person
        self.avatar_id = avatar_id_for(case.wish.person.uid, case.recipe)
        self.now = now
        self.today = bench.policy.today(now)

    def decide(self) -> Admitted:
        """Raises Forbidden, or a LimitReached where fallbacks are declined."""
        uid = self.person.uid
        fence, stored = self.transaction.read(documents.erasure(uid), documents.avatar(uid, self.avatar_id))
        if fence is not None:
            raise Forbidden("this account's data is being erased")
        if stored is not None and (stored.shown or stored.under_way):
            self._remember_milestone(self._read_profile_of_milestone())
            return Admitted(stored, "own" if stored.shown else "under_way")

        if self.case.referred is not None:
            return self._personal(stored, self.case.referred)
        entry = self.transaction.read(documents.cache_entry(self.case.recipe.cache_key))
        if entry is not None and entry.usable(self.now):
            return self._hit(stored, entry)
        if entry is not None and entry.rendering:
            return self._follow(stored, entry)
        over = self._plainly_over()
        if over is not None:
            return self._at_limit(stored, self._draft(stored), over, None)

        purse = Purse.for_wish(self.transaction, self.policy, uid, self.today)
        draft = self._draft(stored, purse.profile)
        short = purse.shortage(
            self.today, anonymous=self.person.anonymous, worst_case_micros=self.case.worst_case_micros
        )
        if short is not None:
            return self._at_limit(stored, draft, short, self._usage(purse))
        return self._queue(draft, purse)

    def _personal(self, stored: Avatar | None, referred: Referred) -> Admitted:
        """A personal look has no cache entry: nobody else's is the same, and the avatar document is its lock."""
        over = self._plainly_over()
        if over is not None:
            return self._at_limit(stored, self._draft(stored), over, None)
        known = self.transaction.read(documents.reference(self.person.uid, referred.id))
        purse = Purse.for_wish(self.transaction, self.policy, self.person.uid, self.today)
        if purse.profile.consent is None:
            raise ConsentMissing("the use of a photo needs recorded consent")
        reference = referred.reference.since(known)
        if not reference.inputs():
            raise NotFound("the photo is gone; upload it again")
        draft = self._draft(stored, purse.profile)
        short = purse.shortage(
            self.today, anonymous=self.person.anonymous, worst_case_micros=self.case.worst_case_micros
        )
        if short is not None:
            return self._at_limit(stored, draft, short, self._usage(purse))
        self.transaction.put(documents.reference(self.person.uid, referred.id), reference.opened())
        return self._queue(draft, purse, inputs=reference.inputs(), reference_id=referred.id)

    def _draft(self, stored: Avatar | None, profile: Profile | None = None) -> Avatar:
        """The avatar before its first or next move; a stored one keeps its picture and its age."""
        case, wish = self.case, self.case.wish
        message = narrative.message(
            case.recipe.stage,
            wish.persona,
            achievement=wish.progress.major_achievement,
            active_days=wish.progress.active_days,
            seed=self.avatar_id,
        )
        draft = stored or Avatar(
            avatar_id=self.avatar_id,
            recipe=case.recipe,
            placeholder_url=self.bench.placeholders.url(case.recipe.style, case.recipe.stage),
            requested_by=case.requested_by,
            ithere_message=message,
            created_at=self.now,
            updated_at=self.now,
        )
        latest = profile.latest if profile is not None else None
        return replace(
            draft,
            requested_by=case.requested_by,
            ithere_message=message,
            active_days=wish.progress.active_days,
            allow_fallback=wish.allow_fallback,
            placeholder_url=latest.image_url if latest is not None else draft.placeholder_url,
        )

    def _hit(self, stored: Avatar | None, entry: CacheEntry) -> Admitted:
        if entry.picture is None:
            raise ValueError("a usable cache entry has a picture")
        profile = self._read_profile_of_milestone()
        self._may_be_todays(profile)
        shown = self._draft(stored).complete(entry.picture, source=Source.CACHE, cost_micros=0, now=self.now)
        self._put(shown)
        self._remember_milestone(profile)
        return Admitted(shown, "hit")

    def _follow(self, stored: Avatar | None, entry: CacheEntry) -> Admitted:
        profile = self.transaction.read(documents.profile(self.person.uid))
        self._may_be_todays(profile)
        following = self._draft(stored, profile).queue(now=self.now, follows=entry.render_id)
        self._put(following)
        self._remember_milestone(profile)
        return Admitted(following, "follow")

    def _plainly_over(self) -> Shortage | None:
        """Turns away without locks what has no chance: by memory, else by one cheap read of the counters."""
        bench, limits = self.bench, self.policy.limits
        remembered = bench.exhaustion.recall(anonymous=self.person.anonymous, now=self.now)
        if remembered is not None:
            return remembered
        own, day = bench.store.read(
            documents.person_day(self.person.uid, self.today), documents.global_day(self.today)
        )
        day, worst_case = day or GlobalDay(self.today), self.case.worst_case_micros
        until = self.policy.resets_at(self.now)
        bench.exhaustion.learn(day, limits, worst_case_micros=worst_case, until=until)
        own = own or PersonDay(self.today)
        return allowance.shortage(
            own, day, limits, anonymous=self.person.anonymous, worst_case_micros=worst_case
        )

    def _at_limit(
        self, stored: Avatar | None, draft: Avatar, short: Shortage, usage: Usage | None
    ) -> Admitted:
        refusal = limit_error(short, self.policy.resets_at(self.now))
        events.limit_reached(short.reason, limit=short.limit, used=short.used)
        if not self.case.wish.allow_fallback:
            raise refusal
        if stored is not None and stored.degraded and stored.picture is not None:
            return Admitted(stored, "own", usage)
        rung = self.bench.ladder.look(self.transaction, draft.recipe, self.now)
        degraded = self.bench.ladder.take(
            self.transaction,
            draft,
            self.person.uid,
            rung,
            because=problem_of(refusal),
            upgrade_at=refusal.resets_at,
            render_id=self.case.render_id,
            now=self.now,
        )
        return Admitted(degraded, "degrade", usage)

    def _queue(
        self,
        draft: Avatar,
        purse: Purse,
        *,
        inputs: tuple[Input, ...] = (),
        reference_id: str | None = None,
    ) -> Admitted:
        """Reserves and starts the job: all of it or nothing."""
        self._may_be_todays(purse.profile)
        if self.case.milestone is not None:
            self._may_take_allowance(purse)
            purse.profile = purse.profile.with_milestone(self.case.milestone, self.now)
        reservation = purse.reserve(
            self.case.render_id, self.today, anonymous=self.person.anonymous, now=self.now
        )
        purse.write()
        queued = draft.queue(now=self.now, render_id=self.case.render_id)
        self._put(queued)
        self.bench.starter.start(
            self.transaction,
            render_id=self.case.render_id,
            uid=self.person.uid,
            avatar_id=self.avatar_id,
            recipe=self.case.recipe,
            reservation=reservation,
            inputs=inputs,
            reference_id=reference_id,
            now=self.now,
        )
        return Admitted(queued, "queue", self._usage(purse))

    def _may_be_todays(self, profile: Profile | None) -> None:
        """At most one automatic picture a day, whoever made it. Raises RateLimited."""
        last = profile.milestone if profile is not None else None
        if self.case.milestone is not None and last is not None and last.day == self.today:
            raise RateLimited(1, 1, self.policy.resets_at(self.now))

    def _may_take_allowance(self, purse: Purse) -> None:
        """An automatic picture is never a person's last one. Raises UserDailyLimit."""
        limit = self.policy.limits.user_daily
        used = purse.person.tally.used if purse.person is not None else 0
        if limit - used < 2:
            raise UserDailyLimit(limit, used, self.policy.resets_at(self.now))

    def _read_profile_of_milestone(self) -> Profile | None:
        if self.case.milestone is None:
            return None
        return self.transaction.read(documents.profile(self.person.uid))

    def _remember_milestone(self, profile: Profile | None) -> None:
        if self.case.milestone is not None:
            celebrated = (profile or Profile()).with_milestone(self.case.milestone, self.now)
            self.transaction.put(documents.profile(self.person.uid), celebrated)

    def _put(self, avatar: Avatar) -> None:
        self.transaction.put(documents.avatar(self.person.uid, self.avatar_id), avatar)

    def _usage(self, purse: Purse) -> Usage:
        limits, day = self.policy.limits, purse.days[self.today]
        everybody = limits.global_daily - day.tally.used
        if self.person.anonymous:
            everybody = min(everybody, limits.anonymous_daily - day.anonymous.used)
        own = purse.person.tally.used if purse.person is not None else 0
        return Usage(
            user_remaining=max(0, limits.user_daily - own),
            global_remaining=max(0, everybody),
            resets_at=self.policy.resets_at(self.now),
        )

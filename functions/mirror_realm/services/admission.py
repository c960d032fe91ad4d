"""Admission: what happens to a wish. Hit, follow, queue, degrade or deny, in one transaction.

Order of reads, the same for every wish (locks are taken in it): fence and avatar, cache entry, profile and the
person's day, the global day. A hit stops after the first or second step and touches no counter.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from mirror_realm import events
from mirror_realm.domain import allowance, narrative
from mirror_realm.domain.allowance import GlobalDay, PersonDay, Reservation, Shortage
from mirror_realm.domain.avatar import Avatar, RequestedBy, Source, avatar_id_for
from mirror_realm.domain.ledger import LedgerEntry, Movement, pseudonym
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.wish import Person, Wish
from mirror_realm.errors import Forbidden
from mirror_realm.services import documents
from mirror_realm.services.ambient import Ambient
from mirror_realm.services.exhaustion import Exhaustion, limit_error, problem_of
from mirror_realm.services.ladder import Ladder
from mirror_realm.services.placeholders import Placeholders
from mirror_realm.services.policy import Policy
from mirror_realm.services.renderers import Renderers
from mirror_realm.services.starting import JobStarter
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Usage:
    """What is left today, as far as admission read it."""

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
class Admission:
    store: Store
    renderers: Renderers
    ladder: Ladder
    starter: JobStarter
    placeholders: Placeholders
    exhaustion: Exhaustion
    policy: Policy
    ambient: Ambient

    def admit(self, wish: Wish, requested_by: RequestedBy = RequestedBy.CALL) -> Admitted:
        """Decides and writes down what becomes of the wish.

        Raises StageNotEarned, Forbidden, Misconfigured or Contention; a LimitReached where fallbacks are declined.
        """
        recipe = wish.recipe(self.renderers.for_wishes(personal=False), self.policy.detail)
        # Ids are drawn once: a transaction that runs again must not make another job of the same wish.
        render_id = self.ambient.new_id()
        worst_case = self.renderers.worst_case_micros(recipe)

        def decide(transaction: Transaction) -> Admitted:
            return self._decide(transaction, wish, recipe, requested_by, render_id, worst_case)

        admitted = self.store.transact(decide)
        events.wish_admitted(
            admitted.outcome, style=recipe.style, stage=recipe.stage, render_id=admitted.avatar.render_id
        )
        return admitted

    def _decide(
        self,
        transaction: Transaction,
        wish: Wish,
        recipe: Recipe,
        requested_by: RequestedBy,
        render_id: str,
        worst_case: int,
    ) -> Admitted:
        now = self.ambient.now()
        uid = wish.person.uid
        avatar_id = avatar_id_for(uid, recipe)
        fence, stored = transaction.read(documents.erasure(uid), documents.avatar(uid, avatar_id))
        if fence is not None:
            raise Forbidden("this account's data is being erased")
        if stored is not None and stored.shown:
            return Admitted(stored, "own")
        if stored is not None and stored.under_way:
            return Admitted(stored, "under_way")

        draft = self._draft(stored, wish, recipe, requested_by, avatar_id, now)
        entry = transaction.read(documents.cache_entry(recipe.cache_key))
        if entry is not None and entry.usable(now) and entry.picture is not None:
            shown = draft.complete(entry.picture, source=Source.CACHE, cost_micros=0, now=now)
            transaction.put(documents.avatar(uid, avatar_id), shown)
            return Admitted(shown, "hit")

        today = self.policy.today(now)
        over = (
            self._plainly_over(wish.person, today, worst_case, now)
            if not (entry and entry.rendering)
            else None
        )
        if over is not None:
            return self._at_limit(transaction, draft, wish, stored, over, render_id, now, None)

        profile, person = transaction.read(documents.profile(uid), documents.person_day(uid, today))
        if profile is not None and profile.latest is not None:
            draft = replace(draft, placeholder_url=profile.latest.image_url)
        if entry is not None and entry.rendering:
            following = draft.queue(now=now, follows=entry.render_id)
            transaction.put(documents.avatar(uid, avatar_id), following)
            return Admitted(following, "follow")

        person = person or PersonDay(today)
        day = transaction.read(documents.global_day(today)) or GlobalDay(today)
        short = allowance.shortage(
            person, day, self.policy.limits, anonymous=wish.person.anonymous, worst_case_micros=worst_case
        )
        if short is not None:
            usage = self._usage(person, day, wish.person, now)
            return self._at_limit(transaction, draft, wish, stored, short, render_id, now, usage)
        return self._queue(transaction, draft, wish.person, person, day, render_id, now)

    def _draft(
        self,
        stored: Avatar | None,
        wish: Wish,
        recipe: Recipe,
        requested_by: RequestedBy,
        avatar_id: str,
        now: datetime,
    ) -> Avatar:
        """The avatar before its first or next move; a stored one keeps its picture and its age."""
        message = narrative.message(
            recipe.stage,
            wish.persona,
            achievement=wish.progress.major_achievement,
            active_days=wish.progress.active_days,
            seed=avatar_id,
        )
        draft = stored or Avatar(
            avatar_id=avatar_id,
            recipe=recipe,
            placeholder_url=self.placeholders.url(recipe.style, recipe.stage),
            requested_by=requested_by,
            ithere_message=message,
            created_at=now,
            updated_at=now,
        )
        return replace(
            draft, requested_by=requested_by, ithere_message=message, allow_fallback=wish.allow_fallback
        )

    def _plainly_over(self, person: Person, today: str, worst_case: int, now: datetime) -> Shortage | None:
        """Turns away without locks what has no chance: by memory, else by one cheap read of the counters."""
        remembered = self.exhaustion.recall(anonymous=person.anonymous, now=now)
        if remembered is not None:
            return remembered
        own, day = self.store.read(documents.person_day(person.uid, today), documents.global_day(today))
        day = day or GlobalDay(today)
        limits = self.policy.limits
        self.exhaustion.learn(day, limits, worst_case_micros=worst_case, until=self.policy.resets_at(now))
        return allowance.shortage(
            own or PersonDay(today), day, limits, anonymous=person.anonymous, worst_case_micros=worst_case
        )

    def _at_limit(
        self,
        transaction: Transaction,
        draft: Avatar,
        wish: Wish,
        stored: Avatar | None,
        short: Shortage,
        render_id: str,
        now: datetime,
        usage: Usage | None,
    ) -> Admitted:
        resets_at = self.policy.resets_at(now)
        refusal = limit_error(short, resets_at)
        events.limit_reached(short.reason, limit=short.limit, used=short.used)
        if not wish.allow_fallback:
            raise refusal
        if stored is not None and stored.degraded and stored.picture is not None:
            return Admitted(stored, "own", usage)
        rung = self.ladder.look(transaction, draft.recipe, now)
        degraded = self.ladder.take(
            transaction,
            draft,
            wish.person.uid,
            rung,
            because=problem_of(refusal),
            upgrade_at=resets_at,
            render_id=render_id,
            now=now,
        )
        return Admitted(degraded, "degrade", usage)

    def _queue(
        self,
        transaction: Transaction,
        draft: Avatar,
        asker: Person,
        person: PersonDay,
        day: GlobalDay,
        render_id: str,
        now: datetime,
    ) -> Admitted:
        """Reserves one of each day and starts the job: all of it or nothing."""
        reservation = Reservation(day.day, asker.anonymous)
        person, day = allowance.reserve(person, day, anonymous=asker.anonymous)
        entry = LedgerEntry(
            render_id=render_id,
            movement=Movement.RESERVED,
            person=pseudonym(asker.uid, self.policy.ledger_salt),
            reservation=reservation,
            at=now,
        )
        queued = draft.queue(now=now, render_id=render_id)
        transaction.put(documents.avatar(asker.uid, draft.avatar_id), queued)
        transaction.put(documents.person_day(asker.uid, day.day), person)
        transaction.put(documents.global_day(day.day), day)
        transaction.create(documents.ledger_entry(entry), entry)
        self.starter.start(
            transaction,
            render_id=render_id,
            uid=asker.uid,
            avatar_id=draft.avatar_id,
            recipe=draft.recipe,
            reservation=reservation,
            now=now,
        )
        return Admitted(queued, "queue", self._usage(person, day, asker, now))

    def _usage(self, person: PersonDay, day: GlobalDay, asker: Person, now: datetime) -> Usage:
        limits = self.policy.limits
        everybody = limits.global_daily - day.tally.used
        if asker.anonymous:
            everybody = min(everybody, limits.anonymous_daily - day.anonymous.used)
        return Usage(
            user_remaining=max(0, limits.user_daily - person.tally.used),
            global_remaining=max(0, everybody),
            resets_at=self.policy.resets_at(now),
        )

"""The decision about one user's wishes, usually one, in a trilogy or a set several, inside one transaction.

The order of reads, in which locks are taken, is the same for every wish: the project if the wish names one, avatars,
fence and cache entries, the photo's record, profile, the user's day and salt, the global day. A repeated hit stops
after the avatars, another one after the cache entries; neither reads a counter. Everything that has to be queued is
reserved together, or nothing is.

Classes that a hit does not use are imported where they are used, because a cold start pays for every import.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import dropwhile
from typing import TYPE_CHECKING

from mirror_realm.domain.avatar import Avatar, Queue, RequestedBy, Source
from mirror_realm.domain.narrative.messages import message
from mirror_realm.domain.origin import Origin
from mirror_realm.domain.plans import named
from mirror_realm.domain.recipe import Recipe
from mirror_realm.errors import (
    LimitReached,
    LookHidden,
    Misconfigured,
    NotFound,
    RateLimited,
    UserDailyLimit,
    UserMonthlyLimit,
)
from mirror_realm.providers import provider_of
from mirror_realm.services.admission.admission_request import AdmissionRequest, Admitted, Found, Usage
from mirror_realm.services.admission.dependencies import Dependencies
from mirror_realm.services.admission.finding import Finding, job_name
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import limit_error, problem_of
from mirror_realm.services.store import Transaction

if TYPE_CHECKING:
    from mirror_realm.domain.allowance import Shortage
    from mirror_realm.domain.profile import Profile
    from mirror_realm.domain.reference import Reference
    from mirror_realm.domain.variation_set import VariationSet
    from mirror_realm.services.admission.limit_check import LimitCheck
    from mirror_realm.services.admission.sparing import Sparing
    from mirror_realm.services.allowance.fallback_renders import FallbackRenders
    from mirror_realm.services.allowance.split_days import Whole
    from mirror_realm.services.allowance.usage_account import UsageAccount
    from mirror_realm.services.fallback.ladder import Rung
    from mirror_realm.services.jobs.start import Turn
    from mirror_realm.services.pace.turns import Turns


class Decision:
    """The decision about one user's requests. `decide` reads, decides and writes."""

    def __init__(
        self,
        dependencies: Dependencies,
        transaction: Transaction,
        requests: Sequence[AdmissionRequest],
        now: datetime,
        up: Callable[[str], bool],
        whole: "Whole | None" = None,
    ) -> None:
        """Hold what to decide with.

        up: whether a provider gets new jobs, the same in every run of the transaction.
        whole: how to judge if a share of the global day alone does not tell.
        """
        self.dependencies = dependencies
        self.policy = dependencies.policy
        self.transaction = transaction
        self.requests = requests
        self.user = requests[0].wish.user
        self.milestone = requests[0].milestone
        self.project = requests[0].wish.project
        self.now = now
        self.up = up
        self.whole = whole
        self.profile: Profile | None = None
        self.account: UsageAccount | None = None
        self.reference: Reference | None = None
        self.fallbacks: FallbackRenders | None = None
        self._limits: LimitCheck | None = None
        self.sparing: Sparing | None = None
        """What is spared, once the day is nearly used up."""
        self._announces = False
        """Whether an avatar has a push at its end."""
        self.reached: list[Shortage] = []
        """The limits that were reached."""
        self._turns: Turns | None = None
        self._places: dict[str, VariationSet] = {}
        """The places of the avatars in the set that is asked for; empty if none is."""
        self._earlier: dict[str, int] = {}
        """The pictures of the user's day before each job."""

    def decide(self) -> Sequence[Admitted]:
        """Return one result for each request, in their order.

        Raises BeingErased; ProjectNotFound; LimitReached or LookHidden if fallbacks are declined, RateLimited if there
        is no allowance for a fallback; ConsentMissing or NotFound for a photo.
        """
        self._check_project()
        finding = Finding(self.dependencies, self.transaction, self.user, self.now)
        found = [self._assigned(finding.find(request)) for request in self.requests]
        if self.requests[0].in_set:
            from mirror_realm.services.admission.variation_sets import places_of

            self._places = places_of(found, self.transaction.new_id("set of variations"), self.now)
        missing = [one for one in found if self._misses(one)]
        short = self._plainly_over(missing[0]) if missing else None
        if short is None:
            self._read_user(found, missing)
        found = [self._living(one) for one in found]
        missing = [one for one in found if self._misses(one)]
        if short is None:
            self._see_the_end_of_the_day()
            self._may_be_automatic(found)
            short = self._reserve(missing)
        rungs = self._rungs(found, missing, short)
        if short is None:
            self._line_up(missing)
        admitted = [self._conclude(one, short, rungs) for one in found]
        self._write_user(admitted)
        return admitted

    def _plainly_over(self, missing: Found) -> "Shortage | None":
        return self.limits.plainly_over(missing.recipe, self._render_id(missing.request))

    # Reading

    def _check_project(self) -> None:
        """Read the project that the wish names, if it names one. Raises ProjectNotFound, BeingErased."""
        if self.project is not None:
            from mirror_realm.services.projects.membership import check_project

            check_project(self.transaction, self.user.uid, self.project)

    @property
    def today(self) -> str:
        """The day of allowances, which a hit does not need."""
        return self.policy.today(self.now)

    @property
    def limits(self) -> "LimitCheck":
        """Return the limit check, which only a miss needs."""
        if self._limits is None:
            from mirror_realm.services.admission.limit_check import LimitCheck

            self._limits = LimitCheck(self.dependencies, self.user, self.now)
        return self._limits

    def _assigned(self, found: Found) -> Found:
        """Return a missing picture without the first makers that are down; if all are, with its own alone."""
        if len(found.makers) < 2 or not self._misses(found):
            return found
        up = tuple(dropwhile(lambda recipe: not self.up(provider_of(recipe.renderer)), found.makers))
        return replace(found, makers=up or found.makers[:1])

    def _living(self, found: Found) -> Found:
        """Return a missing picture without makers whose model is shut down. Raises Misconfigured if none is left."""
        if not self._misses(found) or not self.limits.dead_models:
            return found
        makers = found.makers or (found.request.recipe,)
        living = tuple(recipe for recipe in makers if recipe.renderer not in self.limits.dead_models)
        if not living:
            raise Misconfigured("the image model was shut down: the operator has to choose another one")
        return found if living == makers else self._assigned(replace(found, makers=living))

    def _read_user(self, found: Sequence[Found], missing: Sequence[Found]) -> None:
        referred = self.requests[0].referred
        if missing and referred is not None:
            known = self.transaction.read(documents.reference(self.user.uid, referred.id))
            self.reference = referred.reference.since(known)
        if missing:
            from mirror_realm.services.allowance.usage_account import UsageAccount

            self.account = UsageAccount.for_wish(
                self.transaction,
                self.dependencies.split_days,
                self.user.uid,
                self.user.plan,
                self.today,
                self._render_id(missing[0].request),
                self.whole,
            )
            self.profile = self.account.profile
            self.limits.learn(self.account.user, self.account.day.counter, missing[0].recipe)
        elif self.milestone is not None or any(one.entry and one.entry.rendering for one in found):
            from mirror_realm.domain.profile import Profile

            self.profile = self.transaction.read(documents.profile(self.user.uid)) or Profile()
        if self.reference is not None:
            from mirror_realm.services.admission.photo_references import check_consent

            check_consent(self.profile, self.policy.photo_recipients)
            if not self.reference.inputs():
                raise NotFound("the photo was deleted; upload it again")

    def _misses(self, found: Found) -> bool:
        """Return whether a picture has to be made, or a fallback found."""
        entry = found.entry
        there = entry is not None and (entry.usable(self.now) or entry.rendering)
        return not (found.settled or found.hidden or there)

    # Deciding

    def _see_the_end_of_the_day(self) -> None:
        if self.account is not None:
            from mirror_realm.services.admission.sparing import Sparing

            self.sparing = Sparing.of(self.dependencies, self.account, self.user)

    def _reserve(self, missing: Sequence[Found]) -> "Shortage | None":
        """Reserve for every miss, in memory; return the limit that does not allow all of them, or None.

        Near the end of the day only what has no similar picture stays reserved.
        """
        if self.account is None:
            return None
        before = self.account.mark()
        if self.sparing is not None:
            short = self._reserve_all(missing[:1], self.account)
            self.account.return_to(before)
            if short is not None:
                return short
            missing = self.sparing.spare(self.dependencies, self.transaction, missing, self.now)
        short = self._reserve_all(missing, self.account)
        if short is not None:
            self.account.return_to(before)
        return short

    def _reserve_all(self, missing: Sequence[Found], account: "UsageAccount") -> "Shortage | None":
        worst_case = 0
        for one in missing:
            worst_case += self.limits.worst_case(one.recipe, account.day.counter.day.dear_models)
            photo = one.recipe.personal
            short = account.shortage(
                provider=provider_of(one.recipe.renderer),
                worst_case_micros=worst_case,
                now=self.now,
                photo=photo,
            )
            if short is not None:
                return short
            self._earlier[self._render_id(one.request)] = account.user.tally.used
            account.reserve(self._render_id(one.request), now=self.now, photo=photo)
        return None

    def _line_up(self, missing: Sequence[Found]) -> None:
        """Read how many calls of their makers may go out, if any has a pace."""
        reserved = self.account.reservations if self.account is not None else {}
        for one in missing:
            provider = provider_of(one.recipe.renderer)
            if provider in self.policy.images_per_minute and self._render_id(one.request) in reserved:
                self._turns = self._turns or self.dependencies.turns(self.transaction, self.now)
                self._turns.read(provider, self._render_id(one.request))

    def _turn(self, found: Found) -> "Turn | None":
        """Return the turn that the job of a request has to wait for; None if it starts at once."""
        if self._turns is None:
            return None
        from mirror_realm.domain.pace import handicap

        automatic = found.request.requested_by is RequestedBy.MILESTONE
        earlier = self._earlier.get(self._render_id(found.request), 0)
        priority = self.policy.limits.of(self.user.plan).priority
        behind = handicap(earlier, self.user.plan, automatic=automatic, priority=priority)
        return self._turns.next(provider_of(found.recipe.renderer), behind)

    def _may_be_automatic(self, found: Sequence[Found]) -> None:
        """Raise a LimitReached for a second automatic picture of the day, free or not.

        Raise one also for the last picture that the user's day or month has.

        Near the end of the day automatic pictures pause, unless they are free.
        """
        if self.milestone is None or self.profile is None or all(one.settled for one in found):
            return
        from mirror_realm.domain.allowance import own_limits
        from mirror_realm.services.allowance.month_left import month_left

        resets_at = self.policy.resets_at(self.now)
        last = self.profile.milestone
        if last is not None and last.day == self.today:
            raise RateLimited(1, 1, resets_at)
        if self.account is not None:
            used = self.account.user.tally.used
            limit = own_limits(self.account.user, self.policy.limits, self.user.plan).daily
            if limit - used < 2:
                raise UserDailyLimit(limit, used, resets_at)
            month = month_left(self.policy, self.user.plan, self.account.month_used, self.now)
            if month is not None and month.remaining < 2:
                raise UserMonthlyLimit(month.limit, month.used, month.resets_at)
            near = self.sparing and self.account.day.surely_nearly_used_up(
                self.user.plan, self.policy.degrade_from
            )
            if near:
                raise limit_error(near, resets_at)

    def _rungs(
        self, found: Sequence[Found], missing: Sequence[Found], short: "Shortage | None"
    ) -> "dict[str, Rung | None]":
        """Return the fallback of each request that cannot have its own picture, or None. These are the last reads."""
        wanting = [one for one in found if one.hidden]
        for one in wanting:
            if one.hidden and not one.request.wish.allow_fallback:
                raise one.hidden
        if short is not None:
            refusal = limit_error(short, self.policy.room_at(short, self.now))
            # If there is no room for all of them, there may be room for one.
            self.reached.append(short if len(missing) == 1 else replace(short, untold=None))
            if not all(one.request.wish.allow_fallback for one in missing):
                raise refusal
            wanting += missing
        affordable = {
            one.request.avatar_id: self._affordable(one.request.recipe)
            for one in wanting
            if not one.shows_a_fallback
        }
        spared = self.sparing.rungs if self.sparing is not None else {}
        return affordable | {avatar_id: rung for avatar_id, rung in spared.items() if rung is not None}

    def _affordable(self, recipe: Recipe) -> "Rung | None":
        """Return the best fallback within the limits, at the bound the nearest painting. Raises RateLimited."""
        ladder, uid = self.dependencies.ladder, self.user.uid
        if self.fallbacks is None:
            own = self.account.user if self.account is not None else None
            self.fallbacks = ladder.fallback_renders(uid, self.user.plan, self.now, user=own)
        rung, short = ladder.afford(self.transaction, uid, recipe, self.now, self.fallbacks)
        if rung is None and short is not None:
            self.reached.append(short)
            raise limit_error(short, self.policy.room_at(short, self.now))
        return rung

    # Writing

    def _conclude(self, found: Found, short: "Shortage | None", rungs: "dict[str, Rung | None]") -> Admitted:
        stored, entry = found.stored, found.entry
        if stored is not None and found.settled:
            return Admitted(self._in_place(stored), "own" if stored.shown else "under_way")
        draft = self._draft(found)
        if found.hidden is not None:
            return self._degrade(found, draft, found.hidden, rungs)
        if entry is not None and entry.usable(self.now) and entry.picture is not None:
            shown = draft.complete(entry.picture, source=Source.CACHE, cost_micros=0, now=self.now)
            return self._put(shown, "hit")
        if entry is not None and entry.rendering:
            waits = None
            if entry.expected_at is not None and entry.expected_at > self.now:
                waits = Queue(None, entry.expected_at)
            queued = self._announced(draft).queue(now=self.now, follows=entry.render_id, waits=waits)
            return self._put(queued, "follow")
        if self.sparing is not None and found.request.avatar_id in self.sparing.rungs:
            near = limit_error(self.sparing.near, self.policy.resets_at(self.now))
            return self._degrade(found, draft, near, rungs)
        if short is None:
            return self._queue(found, draft)
        return self._degrade(found, draft, limit_error(short, self.policy.room_at(short, self.now)), rungs)

    def _in_place(self, stored: Avatar) -> Avatar:
        """Return a stored avatar in the project of the wish and in its set; it is written only if that is new.

        Asked for alone, it leaves its set, so that its user keeps it.
        """
        placed = stored if self.project is None else stored.placed(self.project, self.now)
        place = self._places.get(stored.avatar_id)
        if placed.in_set != place:
            placed = replace(placed, in_set=place, updated_at=self.now)
        if placed != stored:
            self.transaction.put(documents.avatar(self.user.uid, stored.avatar_id), placed)
        return placed

    def _draft(self, found: Found) -> Avatar:
        """Return the avatar before its first or next move; a stored one keeps its picture and its time of creation."""
        request, wish = found.request, found.request.wish
        said = message(
            request.recipe.stage,
            wish.persona,
            achievement=wish.progress.major_achievement,
            active_days=wish.progress.active_days,
            life=wish.user.uid,
            seed=request.series,
            turn=request.turn,
            locale=wish.locale,
        )
        draft = found.stored or Avatar(
            avatar_id=request.avatar_id,
            recipe=request.recipe,
            placeholder_url=self.dependencies.placeholders.url(request.recipe.style, request.recipe.stage),
            requested_by=request.requested_by,
            ithere_message=said,
            # Creation times must be unique: they are pagination cursors.
            created_at=self.now - timedelta(microseconds=self.requests.index(request)),
            updated_at=self.now,
        )
        latest = self.profile.latest if self.profile is not None else None
        return replace(
            draft,
            requested_by=request.requested_by,
            in_set=self._places.get(request.avatar_id),
            ithere_message=said,
            active_days=wish.progress.active_days,
            allow_fallback=wish.allow_fallback,
            guest=self.user.guest,
            plan=named(self.user.plan),
            maker=None if found.recipe == request.recipe else found.recipe.renderer,
            meanwhile_url=latest.image_url if latest is not None else None,
            project=draft.project if self.project is None else self.project,
            origin=_origin(request),
            preset=wish.preset,
        )

    def _queue(self, found: Found, draft: Avatar) -> Admitted:
        """Start the job whose reservation the usage account has made."""
        request = found.request
        if self.account is None:
            raise ValueError("a job is queued with its reservation")
        inputs = self.reference.inputs() if self.reference is not None else ()
        consent = self.account.profile.consent
        turn = self._turn(found)
        if self.reference is not None:
            self.reference = self.reference.opened()
        self.dependencies.starter.start(
            self.transaction,
            render_id=self._render_id(request),
            uid=self.user.uid,
            avatar_id=request.avatar_id,
            recipe=found.recipe,
            reservation=self.account.reservations[self._render_id(request)],
            inputs=inputs,
            reference_id=request.referred.id if request.referred is not None else None,
            consent_version=consent.version if request.referred is not None and consent is not None else None,
            turn=turn,
            now=self.now,
        )
        queued = self._announced(draft).queue(
            now=self.now,
            render_id=self._render_id(request),
            waits=turn.queue if turn is not None else None,
        )
        return self._put(queued, "queue")

    def _announced(self, draft: Avatar) -> Avatar:
        """Return the avatar with a push at its end, if the user has devices for it; of a set the first one alone."""
        devices = self.profile is not None and bool(self.profile.push_devices)
        push = devices and not (self._places and self._announces)
        self._announces = self._announces or push
        return replace(draft, push=push)

    def _render_id(self, request: AdmissionRequest) -> str:
        """Return the id of the request's job, the same in every run of the transaction."""
        return self.transaction.new_id(job_name(request))

    def _degrade(
        self, found: Found, draft: Avatar, refusal: LimitReached | LookHidden, rungs: "dict[str, Rung | None]"
    ) -> Admitted:
        if found.request.avatar_id not in rungs:
            return Admitted(
                draft if found.stored is None else self._in_place(found.stored), "own", self._usage()
            )
        rung = rungs[found.request.avatar_id]
        degraded = self.dependencies.ladder.take(
            self.transaction,
            draft,
            self.user.uid,
            rung,
            because=problem_of(refusal),
            upgrade_at=refusal.resets_at if isinstance(refusal, LimitReached) else None,
            now=self.now,
        )
        return Admitted(degraded, "degrade", self._usage())

    def _put(self, avatar: Avatar, outcome: str) -> Admitted:
        self.transaction.put(documents.avatar(self.user.uid, avatar.avatar_id), avatar)
        return Admitted(avatar, outcome, self._usage() if outcome == "queue" else None)

    def _write_user(self, admitted: Sequence[Admitted]) -> None:
        """Write the usage account, the photo's record, and the milestone of an automatic picture."""
        uid, queued = self.user.uid, any(one.outcome == "queue" for one in admitted)
        degraded = any(one.outcome == "degrade" for one in admitted)
        if self.milestone is not None and self.profile is not None and not degraded:
            celebrated = self.profile.with_milestone(self.milestone, self.now)
            if self.account is None:
                self.transaction.put(documents.profile(uid), celebrated)
            else:
                self.account.profile = self.account.profile.with_milestone(self.milestone, self.now)
        if self.account is not None and queued:
            self.account.fallbacks = self.fallbacks
            self.account.write()
            if self._turns is not None:
                self._turns.write()
        elif self.fallbacks is not None:
            self.fallbacks.write(self.transaction)
        referred = self.requests[0].referred
        if queued and self.reference is not None and referred is not None:
            self.transaction.put(documents.reference(uid, referred.id), self.reference)

    def _usage(self) -> Usage | None:
        if self.account is None:
            return None
        from mirror_realm.domain.allowance import own_limits
        from mirror_realm.services.allowance.month_left import month_left

        limits, plan, own = self.policy.limits, self.user.plan, self.account.user
        month = month_left(self.policy, plan, self.account.month_used, self.now)
        left = own_limits(own, limits, plan).daily - own.tally.used
        return Usage(
            user_remaining=max(0, left if month is None else min(left, month.remaining)),
            global_remaining=self.account.day.remaining(plan),
            resets_at=self.policy.resets_at(self.now),
            credits_remaining=self.account.credits(self.now) if self.policy.credits_per_avatar else None,
            month=month,
        )


def _origin(request: AdmissionRequest) -> Origin:
    """Return what a request begins with: a photo before a preset."""
    if request.recipe.personal:
        return Origin.REFERENCE
    return Origin.PROGRESS if request.wish.preset is None else Origin.PRESET

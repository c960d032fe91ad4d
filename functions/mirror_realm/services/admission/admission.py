"""Admission: one transaction decides about a wish: hit, follow, queue, degrade or deny."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from mirror_realm import events
from mirror_realm.domain.avatar import RequestedBy
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.wish import Wish
from mirror_realm.errors import BeingErased, Contention, LimitReached
from mirror_realm.providers import provider_of
from mirror_realm.services.admission.admission_request import AdmissionRequest, Admitted
from mirror_realm.services.admission.decision import Decision
from mirror_realm.services.admission.dependencies import Dependencies
from mirror_realm.services.allowance.disturbed import Disturbed
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Transaction

if TYPE_CHECKING:
    from mirror_realm.domain.profile import Milestone
    from mirror_realm.services.admission.photo_references import Referred
    from mirror_realm.services.admission.quotes import Quote
    from mirror_realm.services.allowance.split_days import Whole


@dataclass(frozen=True, slots=True)
class Admission:
    dependencies: Dependencies
    runtime: Runtime

    def admit(
        self,
        wish: Wish,
        requested_by: RequestedBy = RequestedBy.CALL,
        milestone: "Milestone | None" = None,
    ) -> Admitted:
        """Decide about a wish and write the result.

        Raises StageNotEarned, BeingErased, Misconfigured or Contention; LimitReached or LookHidden if fallbacks are
        declined; for a wish with a photo also InvalidRequest, ConsentMissing or NotFound.
        """
        referred = self._referred(wish)
        (admitted,) = self._decide([self._case(wish, requested_by, referred, milestone)])
        return admitted

    def admit_trilogy(self, wish: Wish) -> dict[Timeline, Admitted]:
        """Admit one wish for all three timelines: the pictures to be made are reserved together, or not at all.

        Raises as `admit` does.
        """
        referred = self._referred(wish)
        wishes = {timeline: replace(wish, timeline=timeline) for timeline in Timeline}
        requests = [self._case(each, RequestedBy.CALL, referred) for each in wishes.values()]
        return dict(zip(wishes, self._decide(requests), strict=True))

    def admit_variations(self, wish: Wish) -> Sequence[Admitted]:
        """Admit a wish for several variations as a set: those to be made are reserved together, or not at all.

        The first is the variation that the wish names. Raises as `admit` does for a wish that declines fallbacks, and
        PlanRequired if the plan has not so many variations.
        """
        return self._decide(self._set(wish))

    def quote(self, wish: Wish) -> "Quote":
        """Return what `admit`, of several variations `admit_variations`, would do now, and write nothing.

        Refusals of `admit` for lack of allowance, and for a hidden picture, are part of the quote. Raises what else
        `admit` raises, and TooManyQuotes.
        """
        from mirror_realm.services.admission.quotes import quoted

        if wish.variations > 1:
            return quoted(self.dependencies, self._set(wish, quoted=True), self.runtime)
        case = self._case(wish, RequestedBy.CALL, self._referred(wish), quoted=True)
        return quoted(self.dependencies, [case], self.runtime)

    def _set(self, wish: Wish, *, quoted: bool = False) -> Sequence[AdmissionRequest]:
        from mirror_realm.services.admission.variation_sets import wishes_of_set

        wishes = wishes_of_set(wish, self.dependencies.policy.limits)
        referred = self._referred(wish)
        cases = [self._case(each, RequestedBy.CALL, referred, quoted=quoted) for each in wishes]
        return [replace(case, in_set=True) for case in cases]

    def _referred(self, wish: Wish) -> "Referred | None":
        return self.dependencies.referencing.resolve(wish.user.uid, wish.photo) if wish.photo else None

    def _case(
        self,
        wish: Wish,
        requested_by: RequestedBy,
        referred: "Referred | None",
        milestone: "Milestone | None" = None,
        *,
        quoted: bool = False,
    ) -> AdmissionRequest:
        renderer = self.dependencies.renderers.for_wishes(personal=referred is not None)
        digest = referred.reference.digest if referred is not None else None
        recipe = wish.recipe(renderer, self.dependencies.policy.detail, digest)
        return AdmissionRequest(
            wish=wish,
            recipe=recipe,
            requested_by=requested_by,
            others=self.dependencies.renderers.others(recipe),
            referred=referred,
            milestone=milestone,
            quoted=quoted,
        )

    def _decide(self, requests: Sequence[AdmissionRequest]) -> Sequence[Admitted]:
        last: list[Decision] = []
        # A probe is given once: a run of the transaction after the first must not find it taken.
        up = cache(lambda provider: self.dependencies.breakers.up(provider))

        def transact(whole: "Whole | None" = None) -> Sequence[Admitted]:
            def decide(transaction: Transaction) -> Sequence[Admitted]:
                last[:] = [Decision(self.dependencies, transaction, requests, self.runtime.now(), up, whole)]
                return last[0].decide()

            return self.dependencies.store.transact_for(uid, decide)

        uid, probes = requests[0].wish.user.uid, any(request.probes for request in requests)
        with self._asking(uid) if probes else nullcontext():
            try:
                try:
                    admitted = transact()
                except Disturbed as disturbed:
                    admitted = self.dependencies.split_days.with_room(transact, disturbed)
            except LimitReached:
                self._log_limits(last[0])
                if probes and last[0].reached:
                    self._count_refusal(last[0])
                raise
        self._log_limits(last[0])
        for request, one in zip(requests, admitted, strict=True):
            events.wish_admitted(
                one.outcome,
                style=request.recipe.style,
                stage=request.recipe.stage,
                render_id=one.avatar.render_id,
            )
            if one.outcome == "queue" and one.avatar.maker is not None:
                events.failed_over(
                    str(one.avatar.render_id),
                    provider=provider_of(one.avatar.maker),
                    instead_of=provider_of(request.recipe.renderer),
                )
        return admitted

    def _asking(self, uid: str) -> AbstractContextManager[None]:
        today = self.dependencies.policy.today(self.runtime.now())
        return self.dependencies.refusals.asking(uid, today)

    def _count_refusal(self, decision: Decision) -> None:
        """Count a refused wish, in memory, and every tenth time in the database."""
        from mirror_realm.domain.allowance import UserDay
        from mirror_realm.services.admission.refusal_memory import WRITTEN

        uid, day = decision.user.uid, decision.today
        if not self.dependencies.refusals.count(uid, day):
            return

        def work(transaction: Transaction) -> int:
            ref = documents.user_day(uid, day)
            own = transaction.read(ref) or UserDay(day)
            refused = own.refused + WRITTEN
            transaction.put(ref, replace(own, refused=refused))
            return refused

        with suppress(BeingErased, Contention):
            self.dependencies.refusals.learn(uid, day, self.dependencies.store.transact_for(uid, work))

    def _log_limits(self, decision: Decision) -> None:
        """Log the limits that were reached, once, even if the transaction ran several times."""
        if not decision.reached:
            return
        from mirror_realm.services.allowance import usage_marks

        share = self.dependencies.policy.limits.share_of(decision.user.uid)
        for short in decision.reached:
            events.limit_reached(short.reason, limit=short.limit, used=short.used)
            usage_marks.refused(self.dependencies.store, short, decision.today, share)

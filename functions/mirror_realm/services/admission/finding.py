"""Finding: what is stored about one request, the first reads of a decision. A hit needs no others."""

from dataclasses import dataclass, replace
from datetime import datetime

from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.wish import User, Wish
from mirror_realm.errors import LookHidden, PlanRequired, RateLimited
from mirror_realm.services.admission.admission_request import AdmissionRequest, Found
from mirror_realm.services.admission.dependencies import Dependencies
from mirror_realm.services.fallback.visibility import REPORTED, withheld
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction


@dataclass(frozen=True, slots=True)
class Finding:
    dependencies: Dependencies
    transaction: Transaction
    user: User
    now: datetime

    def find(self, request: AdmissionRequest) -> Found:
        """Return the avatar and the cache entries of a request.

        Raises RateLimited for one refusal too many, PlanRequired for what the user's plan has not, unless it is there.
        """
        uid = self.user.uid
        stored = self.transaction.read_alone(documents.avatar(uid, request.avatar_id))
        found = Found(request, stored, admitted_before=stored is not None and self._admitted_before(request))
        if not found.settled:
            self._check_plan(request)
        if found.settled or request.recipe.personal:
            return found  # a personal picture has no cache entry: its avatar document is its lock
        self._check_refusals(request)
        entry = self.transaction.read(documents.cache_entry(request.recipe.cache_key))
        found = replace(found, entry=entry, hidden=self._hidden(found, entry))
        there = found.hidden is not None or (entry is not None and entry.usable(self.now))
        return found if there or not request.others else self._among_others(found)

    def _check_plan(self, request: AdmissionRequest) -> None:
        limits, plan, wish = self.dependencies.policy.limits, self.user.plan, request.wish
        if not limits.of(plan).has_style(wish.style):
            raise PlanRequired(_naming_the_style(wish), wish.style, plan, limits.having_style(wish.style))
        if not limits.of(plan).has_variation(wish.variation):
            raise PlanRequired("variation", wish.variation, plan, limits.having_variation(wish.variation))

    def _among_others(self, found: Found) -> Found:
        """Return what is stored of the picture by other providers too: all are read in one transaction.

        The first usable one is taken, else the first that is being made, its own before any.
        """
        own = found.entry if found.entry is not None and found.entry.rendering else None
        makers, rendering = [found.request.recipe], own
        for recipe in found.request.others:
            entry = self.transaction.read(documents.cache_entry(recipe.cache_key))
            if entry is not None and withheld(
                self.transaction, entry, self.user.uid, self.dependencies.policy
            ):
                continue
            if entry is not None and entry.usable(self.now):
                return replace(found, entry=entry, makers=(recipe,))
            if entry is not None and entry.rendering and rendering is None:
                rendering = entry
            makers.append(recipe)
        if rendering is not None and rendering is not own:
            return replace(found, entry=rendering, makers=(rendering.recipe,))
        return replace(found, makers=tuple(makers))

    def _admitted_before(self, request: AdmissionRequest) -> bool:
        """Return whether an earlier run of this transaction was committed though its answer was lost.

        Its job may have ended before this run, so the avatar alone does not tell. A first run reads nothing.
        """
        if not self.transaction.reruns:
            return False
        from mirror_realm.services.fallback.ladder import fallback_name

        names = (job_name(request), fallback_name(request.avatar_id))
        jobs = [documents.render_job(known) for name in names if (known := self.transaction.earlier_id(name))]
        return any(self.transaction.read(job) is not None for job in jobs)

    def _check_refusals(self, request: AdmissionRequest) -> None:
        """Raise RateLimited if the user was refused too often today: refusals show which pictures do not exist.

        Raises TooManyQuotes if the user asked too often today what a wish for a picture that does not exist would cost.
        """
        if request.quote_probes and self.dependencies.quotes.over(self.user.uid, self._today):
            from mirror_realm.services.admission.refusal_memory import MOST, TooManyQuotes

            raise TooManyQuotes(MOST, MOST, self.dependencies.policy.resets_at(self.now))
        refusals = self.dependencies.refusals
        if request.probes and refusals.over(self.user.uid, self._today, another=request.quoted):
            from mirror_realm.services.admission.refusal_memory import MOST

            raise RateLimited(MOST, MOST, self.dependencies.policy.resets_at(self.now))

    def _hidden(self, found: Found, entry: CacheEntry | None) -> LookHidden | None:
        reported = found.stored.reported_path if found.stored is not None else None
        there = entry.picture.image_path if entry is not None and entry.picture is not None else None
        if reported is not None and (
            reported == there or self.dependencies.ladder.repeats(found.request.recipe, reported)
        ):
            return LookHidden(REPORTED.message)
        if entry is None:
            return None
        return withheld(self.transaction, entry, self.user.uid, self.dependencies.policy)

    @property
    def _today(self) -> str:
        return self.dependencies.policy.today(self.now)


def _naming_the_style(wish: Wish) -> str:
    """Return the field of the request that asks for the style: `style`, or `preset` if that has filled it in."""
    if wish.preset is None:
        return "style"
    from mirror_realm.domain.presets import PRESETS

    return "preset" if PRESETS[wish.preset].style is wish.style else "style"


def job_name(request: AdmissionRequest) -> str:
    """Return the name by which a transaction gives an id to the request's job."""
    return f"job of {request.avatar_id}"

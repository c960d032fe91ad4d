"""Quotes: what a wish would be answered and cost now, decided by the code of admission with its writes dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from mirror_realm.domain.avatar import Queue
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.errors import LimitReached, LookHidden
from mirror_realm.services.admission.admission_request import AdmissionRequest, Admitted, Usage
from mirror_realm.services.admission.decision import Decision
from mirror_realm.services.admission.dependencies import Dependencies
from mirror_realm.services.admission.refusal_memory import TooManyQuotes
from mirror_realm.services.allowance.disturbed import Disturbed
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Transaction

if TYPE_CHECKING:
    from mirror_realm.services.allowance.split_days import Whole

EXISTS = frozenset({"own", "under_way", "hit", "follow"})
"""Outcomes with a picture that exists or is being made."""

_ORDER = ("own", "hit", "follow", "under_way", "fallback", "queue")
"""Outcomes of the variations of a set, by how much they take of time and allowance."""


@dataclass(frozen=True, slots=True)
class Quote:
    outcome: str
    """`own`, `under_way`, `hit`, `follow`, `queue`, `fallback` or `refused`."""
    reason: str | None = None
    """The reason for a refusal or a fallback."""
    cost: float = 0.0
    """The most that one call of the provider can cost, in USD, if one would be made."""
    credits: int = 0
    """The credits that the wish would take."""
    queue: Queue | None = None
    """The queue that the wish would wait in; None if its picture would be made at once, or not made."""
    usage: Usage | None = None
    """The allowance that the wish would leave; None if it would not touch it."""
    outcomes: tuple[str, ...] = ()
    """The outcome of each variation of a set, in their order; of a wish for one picture, or a refused set: none."""


def quoted(dependencies: Dependencies, requests: Sequence[AdmissionRequest], runtime: Runtime) -> Quote:
    """Return what would become of a wish, or of the wishes of a set together.

    Raises TooManyQuotes once the user has had too many about shared pictures that do not exist, and what admission
    raises for a wish that is wrong.
    """
    uid, now = requests[0].wish.user.uid, runtime.now()
    today, quotes = dependencies.policy.today(now), dependencies.quotes

    def preview(whole: "Whole | None" = None) -> Sequence[Admitted]:
        def decide(transaction: Transaction) -> Sequence[Admitted]:
            seems_up = dependencies.breakers.seems_up
            return Decision(dependencies, transaction, requests, now, seems_up, whole).decide()

        return dependencies.store.preview(uid, decide)

    with quotes.asking(uid, today):
        try:
            try:
                admitted = preview()
            except Disturbed as disturbed:
                admitted = dependencies.split_days.judged(preview, disturbed)
            quotes_of_all = [_of(dependencies, one, now) for one in admitted]
            quote = quotes_of_all[0] if not requests[0].in_set else _together(quotes_of_all)
        except TooManyQuotes:
            raise
        except (LimitReached, LookHidden) as refusal:
            quote = Quote("refused", refusal.reason)
        if requests[0].quote_probes and quote.outcome not in EXISTS:
            quotes.count(uid, today)
    return quote


def _together(quotes: Sequence[Quote]) -> Quote:
    """Return the quote of a set: the outcome, queue and usage of the variation that takes most, and all costs."""
    most = max(quotes, key=lambda one: _ORDER.index(one.outcome))
    return replace(
        most,
        cost=sum(one.cost for one in quotes),
        credits=sum(one.credits for one in quotes),
        outcomes=tuple(one.outcome for one in quotes),
    )


def _of(dependencies: Dependencies, admitted: Admitted, now: datetime) -> Quote:
    avatar, outcome = admitted.avatar, admitted.outcome
    if outcome == "queue":
        listed = dependencies.limit_memory.dear_models  # as the decision has just seen them
        cost = usd_from_micros(dependencies.renderers.worst_case_micros(avatar.made_recipe, listed, now))
        credits = dependencies.policy.credits_per_avatar
        return Quote(outcome, cost=cost, credits=credits, queue=avatar.waits, usage=admitted.usage)
    reason = avatar.problem.reason if avatar.degraded and avatar.problem is not None else None
    if outcome == "degrade":
        reason = avatar.problem.reason if avatar.problem is not None else None
    outcome = "fallback" if outcome == "degrade" else outcome
    return Quote(outcome, reason, queue=avatar.waits, usage=admitted.usage)

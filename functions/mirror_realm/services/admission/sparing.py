"""Sparing: near the end of the day a similar existing picture comes before a new one, so that more users get theirs.

Simulated over 90 days, a day that is used up gives more users a foreign face or a painting than one that is spared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mirror_realm.domain.allowance import Shortage
from mirror_realm.domain.avatar import Source
from mirror_realm.domain.wish import User
from mirror_realm.services.admission.admission_request import Found
from mirror_realm.services.admission.dependencies import Dependencies
from mirror_realm.services.allowance.usage_account import UsageAccount
from mirror_realm.services.fallback.ladder import Rung
from mirror_realm.services.store import Transaction


@dataclass(slots=True)
class Sparing:
    """What one decision spares, where the day is nearly used up."""

    near: Shortage
    """What of the day is nearly used up."""
    rungs: dict[str, Rung | None] = field(default_factory=dict)
    """The similar picture of each avatar that is spared; None: it shows one already, which stays."""

    @classmethod
    def of(cls, dependencies: Dependencies, account: UsageAccount, user: User) -> "Sparing | None":
        """Return what to spare with, from the counters that a miss reads anyway; None while there is enough.

        Of a split day they are an estimate.
        """
        near = account.day.nearly_used_up(user.plan, dependencies.policy.degrade_from)
        return None if near is None else cls(near)

    def spare(
        self,
        dependencies: Dependencies,
        transaction: Transaction,
        missing: Sequence[Found],
        now: datetime,
    ) -> Sequence[Found]:
        """Return the misses that need a new picture: the others have a similar one, which is stored in `rungs`.

        A personal picture is not spared, because only its user has it; nor is one whose user declines fallbacks.
        """
        for one in missing:
            wish, recipe, avatar_id = one.request.wish, one.request.recipe, one.request.avatar_id
            if not wish.allow_fallback or recipe.personal:
                continue
            if one.shows_a_fallback and one.stored is not None and one.stored.source is Source.SIMILAR:
                self.rungs[avatar_id] = None
                continue
            similar = dependencies.ladder.similar(transaction, wish.user.uid, recipe, now)
            if similar is not None:
                self.rungs[avatar_id] = similar
        return [one for one in missing if one.request.avatar_id not in self.rungs]

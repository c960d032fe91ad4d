"""Admission: a wish comes in, one transaction decides: hit, follow, queue, degrade or deny."""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.avatar import RequestedBy
from mirror_realm.domain.profile import Milestone
from mirror_realm.domain.wish import Wish
from mirror_realm.services.ambient import Ambient
from mirror_realm.services.deciding import Admitted, Bench, Case, Decision
from mirror_realm.services.referencing import Referencing
from mirror_realm.services.renderers import Renderers
from mirror_realm.services.store import Transaction


@dataclass(frozen=True, slots=True)
class Admission:
    renderers: Renderers
    bench: Bench
    referencing: Referencing
    ambient: Ambient

    def admit(
        self,
        wish: Wish,
        requested_by: RequestedBy = RequestedBy.CALL,
        milestone: Milestone | None = None,
    ) -> Admitted:
        """Decides and writes down what becomes of the wish.

        Raises StageNotEarned, Forbidden, Misconfigured or Contention; a LimitReached where fallbacks are declined;
        for a wish with a photo also InvalidRequest, ConsentMissing or NotFound.
        """
        referred = self.referencing.resolve(wish.person.uid, wish.photo) if wish.photo else None
        renderer = self.renderers.for_wishes(personal=referred is not None)
        digest = referred.reference.digest if referred is not None else None
        recipe = wish.recipe(renderer, self.bench.policy.detail, digest)
        case = Case(
            wish=wish,
            recipe=recipe,
            requested_by=requested_by,
            render_id=self.ambient.new_id(),
            worst_case_micros=self.renderers.worst_case_micros(recipe),
            referred=referred,
            milestone=milestone,
        )

        def decide(transaction: Transaction) -> Admitted:
            return Decision(self.bench, transaction, case, self.ambient.now()).decide()

        admitted = self.bench.store.transact(decide)
        events.wish_admitted(
            admitted.outcome, style=recipe.style, stage=recipe.stage, render_id=admitted.avatar.render_id
        )
        return admitted

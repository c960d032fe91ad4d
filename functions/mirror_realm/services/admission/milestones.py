"""Milestones: a milestone in a user's progress brings an automatic picture.

A milestone is a later stage, a first goal met, or another area. The content of the event is ignored: the stored
progress is compared with the last milestone, so that duplicate, late and reordered events change nothing.
"""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.avatar import RequestedBy
from mirror_realm.domain.preferences import Preferences
from mirror_realm.domain.profile import Milestone
from mirror_realm.domain.progress import STAGES, EvolutionStage, Progress, stage_for
from mirror_realm.domain.wish import User, Wish
from mirror_realm.errors import Contention, Refusal
from mirror_realm.services.admission.admission import Admission
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store


@dataclass(frozen=True, slots=True)
class Milestones:
    store: Store
    admission: Admission
    policy: Policy
    runtime: Runtime

    def progressed(self, user: User) -> None:
        """Admit the picture of a new milestone, if there is one and more than one unit of allowance is left.

        A milestone that cannot get a picture today is tried again with the next progress. Raises Contention.
        """
        progress, chosen, profile = self.store.read(
            documents.progress(user.uid), documents.preferences(user.uid), documents.profile(user.uid)
        )
        if progress is None:
            return
        reached = self._milestone(progress)
        if not _is_new(reached, profile.milestone if profile is not None else None):
            return
        preferences = chosen or Preferences()
        wish = Wish(
            user=user,
            progress=progress,
            style=preferences.style,
            persona=preferences.persona,
            character=preferences.character,
            locale=preferences.locale,
            allow_fallback=False,
        )
        try:
            self.admission.admit(wish, RequestedBy.MILESTONE, reached)
        except Contention:
            raise
        except Refusal as refusal:
            events.milestone_skipped(refusal.reason)

    def _milestone(self, progress: Progress) -> Milestone:
        return Milestone(
            stage=stage_for(progress.active_days),
            goals_met=progress.goals_completed > 0,
            area=progress.achievement_area,
            day=self.policy.today(self.runtime.now()),
        )


def _is_new(reached: Milestone, celebrated: Milestone | None) -> bool:
    """Return whether the milestone is new. A user's first progress is one: their new reflection."""
    if celebrated is None:
        return True
    before, after = (
        STAGES.index(EvolutionStage(celebrated.stage)),
        STAGES.index(EvolutionStage(reached.stage)),
    )
    if after != before:
        return after > before
    return (reached.goals_met and not celebrated.goals_met) or (
        reached.area is not None and reached.area != celebrated.area
    )

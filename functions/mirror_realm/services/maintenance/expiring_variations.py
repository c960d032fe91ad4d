"""The deletion of the variations that were not chosen, once their time is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.avatar import Avatar
from mirror_realm.errors import BeingErased
from mirror_realm.services.photos.personal_data import PersonalData
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.timeline.variation_choice import VariationChoice


@dataclass(frozen=True, slots=True)
class ExpiringVariations:
    queries: Queries
    choice: VariationChoice
    personal: PersonalData
    runtime: Runtime

    def due(self, now: datetime, most: int) -> Sequence[tuple[str, str]]:
        """Return uid and avatar id of avatars whose time is over."""
        return [(uid, avatar.avatar_id) for uid, avatar in self.queries.expired_variations(now, most)]

    def expire(self, uid: str, avatar_id: str) -> bool:
        """Delete an avatar whose time is over as its user would, and return whether it was.

        It is not deleted if it is the one of its set that stays, if it is still under way, or if its user has asked for
        it again meanwhile. An erasure deletes it anyway. It is safe to repeat.
        """

        def is_due(avatar: Avatar) -> bool:
            return avatar.in_set is not None and avatar.in_set.due(self.runtime.now())

        try:
            if not self.choice.settle(uid, avatar_id) or not self.personal.forget(
                uid, avatar_id, used=True, only=is_due
            ):
                return False
            self.personal.forget_copies(uid)
        except BeingErased:
            return False
        return True

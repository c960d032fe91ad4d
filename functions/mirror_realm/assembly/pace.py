"""The services of `pace`: which jobs wait for a provider, and their start."""

from datetime import datetime
from typing import TYPE_CHECKING

from mirror_realm.assembly.fallback import FallbackParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.pace.pacing import Pacing
    from mirror_realm.services.pace.queue_places import QueuePlaces
    from mirror_realm.services.pace.starting import Starting
    from mirror_realm.services.pace.turns import Turns
    from mirror_realm.services.store import Transaction


class PaceParts(FallbackParts):
    @once
    def pacing(self) -> "Pacing":
        from mirror_realm.services.pace.pacing import Pacing

        return Pacing(self.policy.images_per_minute)

    @once
    def queue_places(self) -> "QueuePlaces":
        from mirror_realm.services.pace.queue_places import QueuePlaces

        return QueuePlaces(self.ports.queries)

    @once
    def starting(self) -> "Starting":
        from mirror_realm.services.pace.starting import Starting

        return Starting(
            self.store, self.ports.queries, self.starter, self.pacing, self.enqueuing, self.runtime
        )

    def turns(self, transaction: "Transaction", now: datetime) -> "Turns":
        """Return the turns of the jobs that one transaction admits."""
        from mirror_realm.services.pace.turns import Turns

        return Turns(self.pacing, self.queue_places, self.starting, transaction, now)

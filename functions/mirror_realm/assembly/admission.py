"""The services of `admission`: decisions about wishes, milestones, nights."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.rendering import RenderingParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.admission.admission import Admission
    from mirror_realm.services.admission.limit_memory import LimitMemory
    from mirror_realm.services.admission.milestones import Milestones
    from mirror_realm.services.admission.nights import Nights
    from mirror_realm.services.admission.photo_references import Referencing
    from mirror_realm.services.admission.refusal_memory import RefusalMemory
    from mirror_realm.services.admission.throttle import Throttle
    from mirror_realm.services.admission.waiting import Waiting
    from mirror_realm.services.admission.wish_documents import Answering


class AdmissionParts(RenderingParts):
    @once
    def limit_memory(self) -> "LimitMemory":
        from mirror_realm.services.admission.limit_memory import LimitMemory

        return LimitMemory()

    @once
    def refusals(self) -> "RefusalMemory":
        from mirror_realm.services.admission.refusal_memory import RefusalMemory

        return RefusalMemory()

    @once
    def quotes(self) -> "RefusalMemory":
        from mirror_realm.services.admission.refusal_memory import RefusalMemory

        return RefusalMemory()

    @once
    def referencing(self) -> "Referencing":
        from mirror_realm.services.admission.photo_references import Referencing

        judged = self.settings.photos_judged
        return Referencing(self.store, self.ports.photos, self.policy.photo_recipients, judged, self.runtime)

    @once
    def admission(self) -> "Admission":
        from mirror_realm.services.admission.admission import Admission

        return Admission(self, self.runtime)

    @once
    def answering(self) -> "Answering":
        from mirror_realm.services.admission.wish_documents import Answering

        return Answering(self.store, self.admission, self.runtime)

    @once
    def milestones(self) -> "Milestones":
        from mirror_realm.services.admission.milestones import Milestones

        return Milestones(self.store, self.admission, self.policy, self.runtime)

    @once
    def nights(self) -> "Nights":
        from mirror_realm.services.admission.nights import Nights

        queries, split = self.ports.queries, self.split_days
        return Nights(self.store, queries, self.people, self.milestones, split, self.policy, self.runtime)

    @once
    def waiting(self) -> "Waiting":
        from threading import BoundedSemaphore

        from mirror_realm.services.admission.waiting import Waiting

        return Waiting(self.store, self.runtime, BoundedSemaphore(self.settings.concurrency - 1))

    @once
    def throttle(self) -> "Throttle":
        from mirror_realm.domain.rate import Rate
        from mirror_realm.services.admission.throttle import Throttle

        return Throttle(Rate(self.settings.calls_per_minute), self.runtime)

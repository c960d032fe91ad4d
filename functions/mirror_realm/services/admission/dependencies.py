"""The dependencies of admission, each built on first use, because a hit uses few."""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.fallback.placeholders import Placeholders
from mirror_realm.services.store import Store, Transaction

if TYPE_CHECKING:
    from mirror_realm.services.admission.limit_memory import LimitMemory
    from mirror_realm.services.admission.photo_references import Referencing
    from mirror_realm.services.admission.refusal_memory import RefusalMemory
    from mirror_realm.services.allowance.split_days import SplitDays
    from mirror_realm.services.fallback.ladder import Ladder
    from mirror_realm.services.jobs.start import JobStarter
    from mirror_realm.services.pace.turns import Turns
    from mirror_realm.services.ports.renderers import Renderers
    from mirror_realm.services.rendering.breakers import Breakers


class Dependencies(Protocol):
    @property
    def policy(self) -> Policy: ...
    @property
    def store(self) -> Store: ...
    @property
    def placeholders(self) -> Placeholders: ...
    @property
    def renderers(self) -> "Renderers": ...
    @property
    def referencing(self) -> "Referencing": ...
    @property
    def ladder(self) -> "Ladder": ...
    @property
    def starter(self) -> "JobStarter": ...
    @property
    def limit_memory(self) -> "LimitMemory": ...
    @property
    def split_days(self) -> "SplitDays": ...
    @property
    def refusals(self) -> "RefusalMemory": ...
    @property
    def quotes(self) -> "RefusalMemory": ...
    @property
    def breakers(self) -> "Breakers": ...
    def turns(self, transaction: Transaction, now: datetime) -> "Turns":
        """Return the turns of the jobs that one transaction admits."""

"""The desk: what an operator has to do first, by counts and a few documents, at some fifteen reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.desk import ToDo, to_do
from mirror_realm.domain.model_state import ModelState
from mirror_realm.services.administration.figures import Figures
from mirror_realm.services.allowance.policy import REAPER_PERIOD, Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.administration import AdministrationQueries, Counted
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.erasure import OVERDUE
from mirror_realm.services.store import Store

STUCK_AFTER = 2 * REAPER_PERIOD
"""The time after which a job that is due is stuck: the reaper has passed it, or does not run."""

COUNTS = (
    Counted.OPEN_REPORTS,
    Counted.TAKEDOWNS,
    Counted.DEAD_LETTERS,
    Counted.STUCK_JOBS,
    Counted.OVERDUE_ERASURES,
    Counted.QUEUED_JOBS,
    Counted.RUNNING_JOBS,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The figures of this moment. None: it could not be had, and is in `unknown`."""

    at: datetime
    day: str
    resets_at: datetime
    counts: dict[Counted, int | None]
    today: GlobalDay | None
    providers_down: tuple[str, ...] | None
    """None also without FALLBACK_PROVIDERS: then each instance alone knows of an outage."""
    ending_models: tuple[ModelState, ...] | None
    todo: tuple[ToDo, ...]
    reads: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desks:
    store: Store
    queries: AdministrationQueries
    providers: Callable[[], Sequence[str]]
    """The names of the configured providers."""
    shared: bool
    """Whether instances share what they know of an outage."""
    policy: Policy
    runtime: Runtime

    def show(self) -> Desk:
        """Return the desk; nothing is written, and a part that fails hides no other."""
        now, figures = self.runtime.now(), Figures()
        counts = {of: figures.count(of, lambda of=of: self._count(of, now)) for of in COUNTS}  # type: ignore[misc]  # bound here
        today = figures.get("today", lambda: self._today(now), reads=1)
        down = None
        if self.shared:
            down = figures.get("providers_down", lambda: self._down(now), reads=len(self.providers()))
        ending = figures.get("ending_models", lambda: self._ending(now), reads=1)
        duties: dict[str, int | Sequence[str] | None] = {str(of): number for of, number in counts.items()}
        duties["providers_down"] = down
        duties["ending_models"] = [state.renderer for state in ending or ()]
        if today is not None:
            duties |= {
                "marks": today.marks,
                "closed_providers": today.closed_providers,
                "dead_models": today.dead_models,
                "dear_models": [price.renderer for price in today.dear_models],
            }
        return Desk(
            at=now,
            day=self.policy.today(now),
            resets_at=self.policy.resets_at(now),
            counts=counts,
            today=today,
            providers_down=down,
            ending_models=ending,
            todo=to_do(duties),
            reads=figures.reads,
            unknown=tuple(figures.unknown),
        )

    def _count(self, of: Counted, now: datetime) -> int:
        patience = {Counted.STUCK_JOBS: STUCK_AFTER, Counted.OVERDUE_ERASURES: OVERDUE}
        return self.queries.count(of, now - patience.get(of, timedelta(0)))

    def _today(self, now: datetime) -> GlobalDay:
        day = self.policy.today(now)
        return self.store.read(documents.global_day(day)) or GlobalDay(day)

    def _down(self, now: datetime) -> tuple[str, ...]:
        """Return the providers that all instances know to be down."""
        states = self.store.read_all([documents.breaker(name) for name in self.providers()])
        return tuple(state.provider for state in states.values() if state.down(now))

    def _ending(self, now: datetime) -> tuple[ModelState, ...]:
        known = self.store.read(documents.models())
        return tuple(state for state in known.models if state.ending(now.date())) if known is not None else ()

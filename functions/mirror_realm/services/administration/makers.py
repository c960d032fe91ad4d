"""Models and providers as administrators see them: what each can do, what it costs, and whether it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.breaker_state import BreakerState
from mirror_realm.domain.listed_price import listed_of
from mirror_realm.domain.model_state import ModelState, ModelStates
from mirror_realm.domain.progress import EvolutionStage, Progress
from mirror_realm.domain.recipe import Recipe, RecipeDetail, Renderer, shared_recipe
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.administration.figures import Figures
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.providers import AnnouncesShutdowns, AnyProvider
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.renderers import Renderers
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store

A_LONG_TIME = timedelta(days=365)
"""Longer than any job waits for its turn."""


@dataclass(frozen=True, slots=True)
class Model:
    """One renderer of the settings."""

    renderer: str
    provider: str
    state: ModelState | None
    """What its provider told last; None if it does not tell, or was not asked yet."""
    table_micros: int | None
    """The most that a picture without a photo costs by our table."""
    listed_micros: int | None
    """The same by the provider's list, if that is dearer and counts now."""


@dataclass(frozen=True, slots=True)
class Makers:
    at: datetime
    checked_at: datetime | None
    models: Sequence[Model]
    breakers: Mapping[str, BreakerState] | None
    """By provider, those that were written; None if they could not be read."""
    today: GlobalDay | None
    waiting: Mapping[str, int | None]
    """By provider with a pace, how many jobs wait for their turn; None if that could not be counted."""
    reads: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MakersView:
    store: Store
    provider: Callable[[str], AnyProvider]
    configured: Callable[[], Sequence[str]]
    """The names of the configured providers."""
    renderers: Renderers
    queries: Queries
    policy: Policy
    runtime: Runtime

    def show(self) -> Makers:
        """Return the models of all configured providers, and the providers."""
        now, figures, names = self.runtime.now(), Figures(), self.configured()
        known = figures.get("models", lambda: self.store.read(documents.models()), reads=1)
        day = self.policy.today(now)
        today = figures.get(
            "today", lambda: self.store.read(documents.global_day(day)) or GlobalDay(day), reads=1
        )
        breakers = figures.get("breakers", lambda: self._breakers(names), reads=len(names))
        return Makers(
            at=now,
            checked_at=known.checked_at if known is not None else None,
            models=[
                self._model(figures, name, renderer, known, today, now)
                for name in names
                for renderer in figures.get(f"models of {name}", lambda name=name: self._of(name)) or ()  # type: ignore[misc]  # bound here
            ],
            breakers=breakers,
            today=today,
            waiting={
                name: figures.count(f"waiting for {name}", lambda name=name: self._waiting(name, now))  # type: ignore[misc]  # bound here
                for name in self.policy.images_per_minute
            },
            reads=figures.reads,
            unknown=tuple(figures.unknown),
        )

    def _of(self, name: str) -> tuple[str, ...]:
        """Return the renderers of a provider: those of new recipes, and those that fail-over may use."""
        provider = self.provider(name)
        own = (
            provider.renderers
            if isinstance(provider, AnnouncesShutdowns)
            else (provider.renderer(personal=False), provider.renderer(personal=True))
        )
        prefix = f"{name}:"
        further = (one for one in self.renderers.fallbacks() if one.startswith(prefix))
        return tuple(dict.fromkeys((*own, *further)))

    def _waiting(self, provider: str, now: datetime) -> int:
        """Return how many jobs wait for a provider's pace, whenever their turns are."""
        return self.queries.count_waiting_jobs(provider, now + A_LONG_TIME)

    def _breakers(self, names: Sequence[str]) -> dict[str, BreakerState]:
        found = self.store.read_all([documents.breaker(name) for name in names])
        return {state.provider: state for state in found.values()}

    def _model(
        self,
        figures: Figures,
        name: str,
        renderer: str,
        known: ModelStates | None,
        today: GlobalDay | None,
        now: datetime,
    ) -> Model:
        dear = listed_of(today.dear_models, renderer, now) if today is not None else None
        return Model(
            renderer,
            name,
            known.of(renderer) if known is not None else None,
            figures.get(f"price of {renderer}", lambda: self._table_micros(name, renderer)),
            dear.rate.worst_case_micros(0) if dear is not None else None,
        )

    def _table_micros(self, name: str, renderer: str) -> int:
        request = self.renderers.request(_sample(renderer, self.renderers.quality))
        return self.renderers.call_micros(self.provider(name), request)


def _sample(renderer: str, quality: str) -> Recipe:
    """Return the recipe of a picture as it is wished for most."""
    return shared_recipe(
        progress=Progress(active_days=40),
        stage=EvolutionStage.MONTH,
        style=StyleId.DAYMI,
        character="wren",
        renderer=Renderer(renderer, quality),
        detail=RecipeDetail.MEDIUM,
    )

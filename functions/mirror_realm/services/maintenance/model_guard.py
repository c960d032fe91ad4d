"""The model guard: every night, whether the models of all configured providers are still there, and their prices.

Image models are shut down about twice a year. The guard keeps what the providers announce in `maintenance/models`,
warns 30 days before, and names dead models in the global day, which admission reads anyway: a request for a new picture
by one is refused as misconfigured, before anything is reserved. In the global day are also the models that cost more by
their provider's list than by our table: as much is held for their calls.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mirror_realm import events
from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.listed_price import ListedPrice
from mirror_realm.domain.model_state import ModelState, ModelStates
from mirror_realm.errors import MirrorRealmError, ModelGone
from mirror_realm.providers import provider_of
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.share_documents import read_shares
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.providers import AnnouncesShutdowns, ListsPrices
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class ModelGuard:
    store: Store
    providers: Callable[[], Sequence[object]]
    """The configured providers."""
    fallbacks: Callable[[], Sequence[str]]
    """The renderers that fail-over may use, besides those of the settings of their providers."""
    policy: Policy
    runtime: Runtime

    def run(self) -> ModelStates:
        """Check every model, store what was found, and log what the operator has to know."""
        now, before = self.runtime.now(), self.store.read(documents.models())
        checked = [
            (provider, self._priced(provider, state, before))
            for provider in self.providers()
            if isinstance(provider, AnnouncesShutdowns)
            for renderer in self._renderers(provider)
            if (state := self._check(provider, renderer, before)) is not None
        ]
        found = [state for _, state in checked]
        states = ModelStates(tuple(found), now)
        dead = tuple(state.renderer for state in found if state.dead(now.date()))
        dear = tuple(price for one in checked if (price := _dear(*one, now)) is not None)
        self.store.transact(lambda transaction: transaction.put(documents.models(), states))
        # The next day, too: it begins before the next check.
        for moment in (now, now + timedelta(days=1)):
            self._name(self.policy.today(moment), dead, dear)
        for state in found:
            _log(state, now.date())
        return states

    def _renderers(self, provider: AnnouncesShutdowns) -> Sequence[str]:
        name = getattr(provider, "name", "")
        further = (renderer for renderer in self.fallbacks() if provider_of(renderer) == name)
        return tuple(dict.fromkeys((*provider.renderers, *further)))

    def _check(
        self, provider: AnnouncesShutdowns, renderer: str, before: ModelStates | None
    ) -> ModelState | None:
        """Return the model's state; the one known before, or None, if the provider does not tell."""
        name, now = str(getattr(provider, "name", "")), self.runtime.now()
        try:
            return ModelState(renderer, name, provider.shutdown_of(renderer), False, now)
        except ModelGone:
            return ModelState(renderer, name, None, True, now)
        except MirrorRealmError as error:
            events.model_unchecked(renderer, error.reason)
            return before.of(renderer) if before is not None else None

    def _priced(self, provider: object, state: ModelState, before: ModelStates | None) -> ModelState:
        """Return the state with the listed price; with the one known before if the provider lists none tonight."""
        if not isinstance(provider, ListsPrices) or state.gone:
            return state
        try:
            listed, table = provider.listed_rate(state.renderer), provider.table_rate(state.renderer)
        except MirrorRealmError as error:
            events.price_unlisted(state.renderer, error.reason)
            known = before.of(state.renderer) if before is not None else None
            return replace(state, listed=known.listed if known is not None else None)
        rate = listed.believed(table)
        if listed.exceeds(table):
            events.price_dearer(
                state.renderer,
                listed_micros=listed.picture_micros,
                listed_reference_micros=listed.reference_micros,
                table_micros=table.picture_micros,
                table_reference_micros=table.reference_micros,
                capped=rate != listed,
            )
        return replace(state, listed=ListedPrice(state.renderer, rate, self.runtime.now()))

    def _name(self, day: str, dead: tuple[str, ...], dear: tuple[ListedPrice, ...]) -> None:
        """Name models in a day, and in all its shares, of which each transaction reads one."""

        def work(transaction: Transaction) -> None:
            head = transaction.read(documents.global_day(day)) or GlobalDay(day)
            for before in (head, *read_shares(transaction, head)):
                named = replace(before, dead_models=dead, dear_models=dear)
                if named != before:
                    transaction.put(documents.day_share(day, before.share), named)

        self.store.transact(work)


def _dear(provider: object, state: ModelState, now: datetime) -> ListedPrice | None:
    """Return the price to hold for the model's calls, if its provider lists a higher one than our table."""
    if not isinstance(provider, ListsPrices) or state.listed is None or not state.listed.fresh(now):
        return None
    table, rate = provider.table_rate(state.renderer), state.listed.rate
    return replace(state.listed, rate=rate.at_least(table)) if rate.exceeds(table) else None


def _log(state: ModelState, today: date) -> None:
    if state.dead(today):
        events.model_gone(state.renderer)
    elif state.ending(today) and state.shutdown is not None:
        last_day = state.last_day
        days = 0 if last_day is None else (last_day - today).days
        events.model_ending(state.renderer, on=state.shutdown[:10], days=days)

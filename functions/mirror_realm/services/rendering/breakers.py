"""The breakers of all providers: this instance's own, and what all instances share where there is a fail-over.

A worker meets an outage; admission, in other instances, must know of it. So a worker whose breaker opens or closes
writes that to `maintenance/breaker-{provider}`, and admission reads it, at most every `FRESH` and outside its
transaction. Without FALLBACK_PROVIDERS nothing is shared, read or written.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from mirror_realm.domain.breaker_state import BreakerState
from mirror_realm.errors import AccountRefused, Misconfigured, RenderFailure
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.rendering.breaker import Breaker
from mirror_realm.services.store import Store, Transaction

FRESH = timedelta(seconds=10)
"""The time for which an instance uses what it has read."""

_MARK = 12
"""Characters of a user's mark: enough to tell two users apart."""


@dataclass(slots=True)
class _Local:
    breaker: Breaker
    failing: set[str] = field(default_factory=set)
    """The users whose jobs met the outage, in a row."""
    unshared: bool = False
    """Whether the breaker opened or closed since its state was last shared."""


@dataclass(slots=True)
class Breakers:
    store: Store
    runtime: Runtime
    shared: bool
    """Whether all instances share what one learns, because there is another provider to go to."""
    sealed: Callable[[str], str]
    """Makes a name from which only the project's secret leads back."""
    alert: Callable[[str, bool], None] | None = None
    """Notes for the operator that a provider is down, or else that it refused our account; it raises nothing."""
    _locals: dict[str, _Local] = field(default_factory=dict)
    _known: dict[str, tuple[datetime, BreakerState]] = field(default_factory=dict)
    """By provider the state as last read, and when."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allow(self, provider: str) -> None:
        """Return if this instance may make a call.

        Raises ProviderUnavailable or AccountRefused if not, before anything is paid.
        """
        self._local(provider).breaker.allow(self.runtime.now())

    def closed(self, provider: str) -> bool:
        """Return whether `allow` would return without taking the one try of a pause."""
        return not self._local(provider).breaker.open

    def learn(self, provider: str, uid: str, failure: RenderFailure | None) -> None:
        """Count the outcome of a call for this user's job; None is a success."""
        local = self._local(provider)
        with self._lock:
            was_open = local.breaker.open
            local.breaker.learn(failure, self.runtime.now())
            if not local.breaker.failing:
                local.failing.clear()
            else:
                local.failing.add(uid)
            if local.breaker.open or was_open:
                local.unshared = True

    def refuse(self, provider: str, error: Misconfigured) -> None:
        """Stop calls for a while if the provider has refused our key or account; another mistake stops nothing."""
        if isinstance(error, AccountRefused):
            local = self._local(provider)
            with self._lock:
                local.breaker.refuse(error, self.runtime.now())
                local.unshared = True

    def share(self) -> None:
        """Write for all instances what this one's workers have learnt, and note what the operator has to know.

        Raises what the database raises.
        """
        for provider, local in list(self._locals.items()):
            with self._lock:
                failing, changed = frozenset(local.failing), local.unshared
                is_open, refused = local.breaker.open, local.breaker.account_refused
                local.unshared = False
            if changed and is_open and self.alert is not None:
                self.alert(provider, refused)
            if not self.shared:
                continue
            if changed and is_open and refused:
                self._write(provider, partial(BreakerState.stop, now=self.runtime.now()))
            elif changed and is_open:
                marks = frozenset(self.sealed(f"breaker\n{uid}")[:_MARK] for uid in failing)
                self._write(provider, partial(BreakerState.fail, witnesses=marks, now=self.runtime.now()))
            elif changed or (not is_open and not failing and self._state(provider).open_until is not None):
                self._write(provider, BreakerState.recover)

    def up(self, provider: str) -> bool:
        """Return whether new jobs may go to a provider. While it is down, one request a pause tries it."""
        if not self.shared:
            return True
        now, state = self.runtime.now(), self._state(provider)
        if state.open_until is None:
            return True
        if state.down(now):
            return False
        tries: list[bool] = []

        def probe(state: BreakerState) -> BreakerState:
            tries[:] = [not state.down(now)]
            return state.probe(now) if tries[0] and state.open_until is not None else state

        self._write(provider, probe)
        return tries[0]

    def seems_up(self, provider: str) -> bool:
        """Return what `up` would return now, without taking the one try of a pause."""
        if not self.shared:
            return True
        state = self._state(provider)
        return state.open_until is None or not state.down(self.runtime.now())

    def clear(self) -> None:
        """Forget everything, as a new instance knows nothing."""
        with self._lock:
            self._locals.clear()
            self._known.clear()

    def _local(self, provider: str) -> _Local:
        with self._lock:
            return self._locals.setdefault(provider, _Local(Breaker(provider)))

    def _state(self, provider: str) -> BreakerState:
        now = self.runtime.now()
        known = self._known.get(provider)
        if known is not None and now - known[0] < FRESH:
            return known[1]
        state = self.store.read(documents.breaker(provider)) or BreakerState(provider)
        self._known[provider] = now, state
        return state

    def _write(self, provider: str, change: Callable[[BreakerState], BreakerState]) -> None:
        ref = documents.breaker(provider)

        def work(transaction: Transaction) -> BreakerState:
            stored = transaction.read(ref)
            before = stored or BreakerState(provider)
            after = change(before)
            if after != before:
                transaction.put(ref, after)
            return after

        self._known[provider] = self.runtime.now(), self.store.transact(work)

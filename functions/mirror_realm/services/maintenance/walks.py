"""Walks over files in the order of their names, in any number of passes, each from where the last one stopped."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.bookkeeping import SweepPlace
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Reached:
    """The end of a page."""

    after: str
    more: bool
    """Whether there are more names."""


@dataclass(slots=True)
class Walk:
    """The walk over one kind within one pass. After the last name it continues at the first, to where it began."""

    store: Store
    runtime: Runtime
    kind: str
    handle: Callable[[str], Reached]
    """Handles the next page after a name."""
    _began: str | None = None
    """The place of the walk; None until it was read."""
    _after: str = ""
    _stored: str = ""
    _ends: int = 0
    """The number of times that the last name was passed."""

    def page(self) -> bool:
        """Handle the next page and store the place of the walk. Return whether there is more."""
        more_names = self.onward()
        if not self._began:
            return more_names
        return self._ends < 1 or (self._ends == 1 and self._after < self._began)

    def onward(self) -> bool:
        """Handle the next page and store the place of the walk. Return whether the last name is not reached yet."""
        if self._began is None:
            place = self.store.read(documents.sweep_place(self.kind))
            self._began = self._after = self._stored = place.after if place is not None else ""
        reached = self.handle(self._after)
        past_the_end = not reached.more
        self._after = "" if past_the_end else reached.after
        self._ends += past_the_end
        self._remember()
        return not past_the_end

    def _remember(self) -> None:
        """Store the place, unless it names a user who is being erased."""
        after = self._after
        if after == self._stored:
            return

        def work(transaction: Transaction) -> bool:
            uid = files.user_of(after)
            if uid is not None and transaction.erased(uid):
                return False
            transaction.put(documents.sweep_place(self.kind), SweepPlace(after, self.runtime.now()))
            return True

        if self.store.transact(work):
            self._stored = after

"""Walks: files by the order of their names, over as many passes as it takes, each from where the last one stopped."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.bookkeeping import SweepPlace
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a page ended."""

    after: str
    more: bool
    """False: these were the last names."""


@dataclass(slots=True)
class Walk:
    """The walk of one kind within one pass. It begins anew behind the last name, and ends where it began."""

    store: Store
    ambient: Ambient
    kind: str
    handle: Callable[[str], Reached]
    """Deals with the next page behind a name."""
    _began: str | None = None
    """None until the stored place was read."""
    _after: str = ""
    _stored: str = ""
    _ends: int = 0
    """How often the last name was passed."""

    def page(self) -> bool:
        """Deal with the next page and store how far the walk has come. Return whether there is more to walk."""
        if self._began is None:
            place = self.store.read(documents.sweep_place(self.kind))
            self._began = self._after = self._stored = place.after if place is not None else ""
        reached = self.handle(self._after)
        past_the_end = not reached.more
        self._after = "" if past_the_end else reached.after
        self._ends += past_the_end
        self._remember()
        if not self._began:
            return not past_the_end
        return self._ends < 1 or (self._ends == 1 and self._after < self._began)

    def _remember(self) -> None:
        """Store the place, unless it names a user who is being erased: of them nothing is kept."""
        after = self._after
        if after == self._stored:
            return

        def work(transaction: Transaction) -> bool:
            uid = files.user_of(after)
            if uid is not None and transaction.erased(uid):
                return False
            transaction.put(documents.sweep_place(self.kind), SweepPlace(after, self.ambient.now()))
            return True

        if self.store.transact(work):
            self._stored = after

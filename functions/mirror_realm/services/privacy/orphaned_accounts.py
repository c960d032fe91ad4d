"""Gone: people whose account no longer exists are erased like those who ask for it.

An account deleted in the console, by the app or by Auth's own clean-up tells nobody. So every day a bounded number of
those who have anything here are looked up, from where the last pass stopped. Whoever has no account is erased, whether
or not there ever was one: Auth does not remember, and nobody without an account can have come by their data.

Where Auth fails nobody is judged, and where it knows none of many it is Auth that is not believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.bookkeeping import SweepPlace
from mirror_realm.services.ports.census import Census
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.store import Store, Transaction

PAGE = 100
"""As many as Auth looks up at once."""

PAGES = 10
"""Of each store, a pass."""

MANY = 10
"""Not one account for so many people: a wrong project or an emptied Auth, more likely than so many deletions."""


@dataclass(frozen=True, slots=True)
class Gone:
    store: Store
    censuses: Mapping[str, Census]
    """By the name under which is remembered how far each was gone through."""
    people: People
    erasing: Erasing
    ambient: Ambient

    def run(self) -> int:
        """One pass; returns how many people without an account were found. Raises where Auth could not say."""
        reached, known = {}, set[str]()
        for name, census in self.censuses.items():
            uids, reached[name] = self._next(name, census)
            known |= uids
        gone = self._gone(sorted(known))
        if len(gone) == len(known) >= MANY:
            events.accounts_not_believed(looked=len(known))
            return 0
        for uid in gone:
            self.erasing.begin(uid)
        for name, after in reached.items():
            self._remember(name, after)
        events.accounts_looked_up(looked=len(known), gone=len(gone))
        return len(gone)

    def _next(self, name: str, census: Census) -> tuple[set[str], str]:
        """The people of the next pages, and where they end. Where the last ends it begins anew, but only once."""
        place = self.store.read(documents.census_place(name))
        after = began = place.after if place is not None else ""
        found: set[str] = set()
        for _ in range(PAGES):
            page = census.page(after, PAGE)
            found.update(page.uids)
            after = page.after
            if not after and not began:
                break
            began = began if after else ""
        return found, after

    def _gone(self, uids: Sequence[str]) -> Sequence[str]:
        """Who has no account, asked twice: for many at a time, then each that seems to be gone."""
        missing: list[str] = []
        for start in range(0, len(uids), PAGE):
            missing += self.people.missing(uids[start : start + PAGE])
        return [uid for uid in missing if self.people.find(uid) is None]

    def _remember(self, name: str, after: str) -> None:
        uid = files.user_of(after) or after

        def work(transaction: Transaction) -> None:
            if uid and "/" not in uid and transaction.erased(uid):
                return  # of a user who is being erased nothing is kept
            place = SweepPlace(after, self.ambient.now())
            transaction.put(documents.census_place(name), place)

        self.store.transact(work)

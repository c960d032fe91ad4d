"""Orphaned accounts: the data of users whose account no longer exists is erased, as on request.

The deletion of an account in the console, by the app or by Auth's own clean-up triggers nothing here. So every day a
bounded number of uids with data is looked up, from where the last pass stopped. A uid without an account is erased,
whether or not there ever was one, because Auth cannot distinguish the two.

If Auth is unavailable, no account is treated as deleted. If it reports every account of a large batch as missing, a
misconfiguration is assumed and the batch is skipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.bookkeeping import SweepPlace
from mirror_realm.services.ports.census import Census
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.store import Store, Transaction

PAGE = 100
"""The most accounts that Auth looks up at once."""

PAGES = 10
"""The most uids of each store in one pass."""

MANY = 10
"""If this many uids have not one account, a wrong project or an emptied Auth is more likely than their deletion."""


@dataclass(frozen=True, slots=True)
class OrphanedAccounts:
    store: Store
    censuses: Mapping[str, Census]
    """The censuses by the name under which their place is stored."""
    people: People
    erasing: Erasing
    pseudonyms: Pseudonyms
    runtime: Runtime

    def run(self) -> int:
        """Run one pass; return the number of uids without an account. Raises if Auth fails."""
        reached, known = {}, set[str]()
        for name, census in self.censuses.items():
            uids, *reached[name] = self._next(name, census)
            known |= uids
        gone = self._gone(sorted(known))
        if len(gone) == len(known) >= MANY:
            events.accounts_not_believed(looked=len(known))
            return 0
        for uid in gone:
            self.erasing.begin(uid)
        for name, (after, last) in reached.items():
            self._remember(name, after, last)
        events.accounts_looked_up(looked=len(known), gone=len(gone))
        return len(gone)

    def _next(self, name: str, census: Census) -> tuple[set[str], str, str]:
        """Return the users of the next pages, the end of these, and the last user.

        After the last page it continues at the first, once.
        """
        place = self.store.read(documents.census_place(name))
        after = began = place.after if place is not None else ""
        found: set[str] = set()
        last = ""
        for _ in range(PAGES):
            page = census.page(after, PAGE)
            found.update(page.uids)
            after, last = page.after, page.last
            if not after and not began:
                break
            began = began if after else ""
        return found, after, last

    def _gone(self, uids: Sequence[str]) -> Sequence[str]:
        """Return the uids without an account, checked twice: in batches, then each missing one."""
        missing: list[str] = []
        for start in range(0, len(uids), PAGE):
            missing += self.people.missing(uids[start : start + PAGE])
        return [uid for uid in missing if self.people.find(uid) is None]

    def _remember(self, name: str, after: str, last: str) -> None:
        user = self.pseudonyms.place(last) if after and last else None

        def work(transaction: Transaction) -> None:
            if user is not None and transaction.erased(last):
                return  # no place is stored that names a user who is being erased
            place = SweepPlace(after, self.runtime.now(), user)
            transaction.put(documents.census_place(name), place)

        self.store.transact(work)

"""Erasure replay: after the database was restored from a backup, what was erased since is erased again.

The fence of an erasure lies in the database, and a restored one does not have it. So each erasure is also recorded in
Storage, under a sealed name that leads to no user. Every user with data is compared with the records here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.services.ports.census import Census
from mirror_realm.services.ports.erasure_records import ErasureRecords
from mirror_realm.services.privacy.erasure import Erasing

PAGE = 100


@dataclass(frozen=True, slots=True)
class Replayed:
    recorded: int
    """Erasures recorded since the day."""
    users: int
    """Users with data."""
    erasing: Sequence[str]
    """The users whose erasure was begun again."""


@dataclass(frozen=True, slots=True)
class ErasureReplay:
    records: ErasureRecords
    censuses: Mapping[str, Census]
    erasing: Erasing
    pseudonyms: Pseudonyms

    def run(self, since: date, former: Sequence[Pseudonyms] = ()) -> Replayed:
        """Begin the erasure of every user with data and with a record since the day. It is safe to repeat.

        former: made with earlier secrets, under which records may be named.

        Raises Misconfigured without a secret.
        """
        recorded = frozenset(self.records.since(since))
        keys = (self.pseudonyms, *former)
        users = self._users()
        listed = [uid for uid in users if not recorded.isdisjoint(key.erased(uid) for key in keys)]
        for uid in listed:
            self.erasing.begin_again(uid)
        return Replayed(len(recorded), len(users), listed)

    def _users(self) -> Sequence[str]:
        found: set[str] = set()
        for census in self.censuses.values():
            after = ""
            while True:
                page = census.page(after, PAGE)
                found.update(page.uids)
                after = page.after
                if not after:
                    break
        return sorted(found)

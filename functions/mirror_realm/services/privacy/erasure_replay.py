"""Erasure replay: after the database was restored from a backup, what was erased since is erased again.

The fence of an erasure lies in the database, and a restored one does not have it. So each erasure is also recorded in
Storage, under a sealed name that leads to no user. Every user with data is compared with the records here.

A user whose data began after the erasure has come back under the same uid, and is left alone. The salt says when: an
erasure deletes it last, and it comes with the first picture. Of a user without one the account does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.census import Census
from mirror_realm.services.ports.erasure_records import ErasureRecords
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.store import Store

PAGE = 100


@dataclass(frozen=True, slots=True)
class Replayed:
    recorded: int
    """Erasures recorded since the day."""
    users: int
    """Users with data."""
    erasing: Sequence[str]
    """The users whose erasure was begun again."""
    returned: Sequence[str]
    """The users who came back after their erasure, and are left alone."""


@dataclass(frozen=True, slots=True)
class ErasureReplay:
    records: ErasureRecords
    censuses: Mapping[str, Census]
    store: Store
    people: People
    erasing: Erasing
    pseudonyms: Pseudonyms

    def run(self, since: date, former: Sequence[Pseudonyms] = ()) -> Replayed:
        """Begin the erasure of every user with data and with a record since the day, unless the data is newer.

        It is safe to repeat.

        former: made with earlier secrets, under which records may be named.

        Raises Misconfigured without a secret.
        """
        recorded: dict[str, datetime] = {}
        for name, at in self.records.since(since):
            recorded[name] = max(at, recorded.get(name, at))
        keys = (self.pseudonyms, *former)
        users = self._users()
        erased_at = {
            uid: max(times)
            for uid in users
            if (times := list(_times(recorded, [key.erased(uid) for key in keys])))
        }
        returned = [uid for uid, at in erased_at.items() if self._began_after(uid, at)]
        listed = [uid for uid in erased_at if uid not in returned]
        for uid in listed:
            self.erasing.begin_again(uid)
        return Replayed(len(recorded), len(users), listed, returned)

    def _began_after(self, uid: str, erased_at: datetime) -> bool:
        """Return whether the user's data is of a time after the erasure, so that it is none of the erased data."""
        identity = self.store.read(documents.identity(uid))
        if identity is not None:
            return identity.created_at > erased_at
        standing = self.people.standings([uid]).get(uid)
        return standing is not None and standing.created_at > erased_at

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


def _times(recorded: Mapping[str, datetime], names: Sequence[str]) -> Iterator[datetime]:
    """Yield the times at which the erasures of these names were recorded."""
    for name in names:
        if name in recorded:
            yield recorded[name]

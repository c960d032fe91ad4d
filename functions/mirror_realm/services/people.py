"""The port to accounts: who a uid is, where no token says so."""

from typing import Protocol

from mirror_realm.domain.wish import Person


class People(Protocol):
    def find(self, uid: str) -> Person | None:
        """The person, or None if the account is gone."""

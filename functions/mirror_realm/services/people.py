"""The port to accounts: who a uid is, where no token says so."""

from collections.abc import Sequence
from typing import Protocol

from mirror_realm.domain.wish import Person


class People(Protocol):
    def find(self, uid: str) -> Person | None:
        """The person, or None if the account is gone. Raises where nobody could say."""

    def delete(self, uid: str) -> None:
        """Deletes the account; one already gone is no error."""

    def missing(self, uids: Sequence[str]) -> Sequence[str]:
        """Which of these, at most 100, have no account. Raises where nobody could say."""

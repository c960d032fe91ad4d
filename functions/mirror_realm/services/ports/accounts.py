"""The port to accounts: who a uid is, where no token says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mirror_realm.domain.standing import Standing
from mirror_realm.domain.wish import Person


class People(Protocol):
    def find(self, uid: str) -> Person | None:
        """The person, or None if the account is gone. Raises where nobody could say."""

    def delete(self, uid: str) -> None:
        """Deletes the account; one already gone is no error."""

    def missing(self, uids: Sequence[str]) -> Sequence[str]:
        """Which of these, at most 100, have no account. Raises where nobody could say."""

    def standings(self, uids: Sequence[str]) -> Mapping[str, Standing]:
        """Return the standing of each of these accounts, at most 100, that exists. Raises where Auth fails."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a token is of, as it says itself, and until when it counts."""

    person: Person
    until: datetime


class Tokens(Protocol):
    def holder(self, token: str) -> Holder | None:
        """Whose ID token of this project it is; None for anything else. Raises where nobody could say."""

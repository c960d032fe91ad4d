"""The port to accounts: who a uid is, where no token says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mirror_realm.domain.standing import Standing
from mirror_realm.domain.wish import Person

DISABLED = "this account is disabled"
REVOKED = "this sign-in was revoked: sign in again"
GONE = "this account does not exist any more"
"""Why an account is not served, in words that may be shown to its person."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as Auth has it at the moment; a token may say otherwise for as long as it lasts."""

    person: Person
    disabled: bool = False
    tokens_valid_since: datetime | None = None
    """Tokens issued before this moment are revoked; None if none are."""

    def refusal(self, issued_at: datetime) -> str:
        """Return why a token that was issued then does not count any more, or nothing if it does."""
        if self.disabled:
            return DISABLED
        if self.tokens_valid_since is not None and issued_at < self.tokens_valid_since:
            return REVOKED
        return ""


class People(Protocol):
    def find(self, uid: str) -> Account | None:
        """Return the account, or None if it is gone. Raises where nobody could say."""

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

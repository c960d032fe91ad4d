"""The port to accounts: look-ups by uid, without a token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mirror_realm.domain.administration import Role
from mirror_realm.domain.standing import Standing
from mirror_realm.domain.wish import User

DISABLED = "this account is disabled"
REVOKED = "this sign-in was revoked: sign in again"
GONE = "this account does not exist any more"
"""The reasons why an account is refused, in words for its user."""


@dataclass(frozen=True, slots=True)
class Account:
    """The current state of an account in Auth, from which a valid token may differ."""

    user: User
    disabled: bool = False
    tokens_valid_since: datetime | None = None
    """Tokens issued before this moment are revoked; None if none are."""
    role: Role | None = None
    """The role of an administrator; None for every other account."""

    def refusal(self, issued_at: datetime) -> str:
        """Return the reason why a token issued at this time is not valid any more, or "" if it is."""
        if self.disabled:
            return DISABLED
        if self.tokens_valid_since is not None and issued_at < self.tokens_valid_since:
            return REVOKED
        return ""


class People(Protocol):
    def find(self, uid: str) -> Account | None:
        """Return the account; None if it does not exist. Raises if Auth fails."""

    def find_by_email(self, email: str) -> Account | None:
        """Return the account with an e-mail address; None if there is none. Raises if Auth fails."""

    def delete(self, uid: str) -> None:
        """Delete the account, if it exists."""

    def missing(self, uids: Sequence[str]) -> Sequence[str]:
        """Return those of at most 100 uids that have no account. Raises if Auth fails."""

    def standings(self, uids: Sequence[str]) -> Mapping[str, Standing]:
        """Return the standing of each existing account of at most 100 uids. Raises if Auth fails."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The user of a token and the end of its validity, as the token says."""

    user: User
    until: datetime


class Tokens(Protocol):
    def holder(self, token: str) -> Holder | None:
        """Return the holder of an ID token of this project; None for any other text. Raises if Auth fails."""

"""Pseudonyms: the names of users in documents that outlive them or that others read.

A pseudonym is keyed by the project's secret and by a salt of the user. An erasure deletes that salt, so that afterwards
neither the secret nor the uid reveals the user in a copy of the ledger.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime

from mirror_realm.domain.codec import Document
from mirror_realm.errors import Misconfigured

LENGTH = 24
"""Hex digits of a pseudonym."""


@dataclass(frozen=True, slots=True)
class Identity(Document):
    """`users/{uid}/private/identity`: no client may read it, and it is the last document that an erasure deletes."""

    salt: str = field(repr=False)
    """The random salt of this user."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Derive pseudonyms. Every method raises Misconfigured if it needs the secret and the project has none."""

    secret: str = field(repr=False)
    """The setting PSEUDONYM_SALT; empty if there is none."""
    project: str
    """The project's id, which alone keyed the pseudonyms of earlier deployments."""

    def of(self, uid: str, identity: Identity) -> str:
        """Return the user's pseudonym. Raises Misconfigured."""
        return self.sealed(f"{identity.salt}\n{uid}")[:LENGTH]

    def former(self, uid: str) -> str:
        """Return the pseudonym of earlier deployments, which was made without a secret."""
        return hashlib.sha256(_bytes(f"{self.project}\n{uid}")).hexdigest()[:LENGTH]

    def all(self, uid: str, identity: Identity | None) -> tuple[str, ...]:
        """Return every pseudonym of the user in documents, the one in use first. Raises Misconfigured.

        identity: None if the user has none yet, and only earlier deployments can have named them.
        """
        former = self.former(uid)
        return (former,) if identity is None else (self.of(uid, identity), former)

    def kept(self, uid: str, name: str) -> str:
        """Return a pseudonym as the user's profile keeps it: clients that read it learn nothing. Raises Misconfigured.

        It is hidden by a text of the secret and the uid, and ends in a proof that it is of both.
        """
        return f"{_mixed(name, self._cover(uid)):0{LENGTH}x}{self._proof(uid, name)}"

    def recalled(self, uid: str, kept: str | None) -> str | None:
        """Return the pseudonym of a user that `kept` hid; None without one, or if it is another user's or secret's."""
        if not kept or not self.secret:
            return None
        name = f"{_mixed(kept[:LENGTH], self._cover(uid)):0{LENGTH}x}"
        return name if hmac.compare_digest(kept[LENGTH:], self._proof(uid, name)) else None

    def _cover(self, uid: str) -> str:
        return self.sealed(f"cover\n{uid}")[:LENGTH]

    def _proof(self, uid: str, name: str) -> str:
        return self.sealed(f"kept\n{uid}\n{name}")[:LENGTH]

    def place(self, uid: str) -> str:
        """Return the pseudonym of a user at whom a walk over all users stopped. Raises Misconfigured."""
        return self.sealed(f"place\n{uid}")[:LENGTH]

    def erased(self, uid: str) -> str:
        """Return the name under which the user's erasure is recorded. Raises Misconfigured."""
        return self.sealed(f"erased\n{uid}")

    def sealed(self, text: str) -> str:
        """Return 64 hex digits for a text, which cannot be related to it without the secret.

        Raises Misconfigured.
        """
        if not self.secret:
            raise Misconfigured(
                "the secret PSEUDONYM_SALT is empty: set it with `firebase functions:secrets:set PSEUDONYM_SALT`"
            )
        return hmac.new(_bytes(self.secret), _bytes(text), hashlib.sha256).hexdigest()


def _mixed(one: str, other: str) -> int:
    return int(one, 16) ^ int(other, 16)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")

"""Pseudonyms: what a user is called in documents that outlive them or that others read.

A pseudonym is keyed by the project's secret and by a salt of the user's own. An erasure deletes that salt, so that
afterwards neither the secret nor the uid leads from a copy of the ledger to the user.
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
    """Random, of this user alone."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Derives names. Raises Misconfigured where one is asked for and the project has no secret."""

    secret: str = field(repr=False)
    """The setting PSEUDONYM_SALT; empty: there is none."""
    project: str
    """The project's id, which alone keyed the pseudonyms of earlier deployments."""

    def of(self, uid: str, identity: Identity) -> str:
        """Return the user's pseudonym. Raises Misconfigured."""
        return self.sealed(f"{identity.salt}\n{uid}")[:LENGTH]

    def former(self, uid: str) -> str:
        """Return the pseudonym that earlier deployments gave the user: no secret is in it."""
        return hashlib.sha256(_bytes(f"{self.project}\n{uid}")).hexdigest()[:LENGTH]

    def all(self, uid: str, identity: Identity | None) -> tuple[str, ...]:
        """Return every pseudonym that documents may know the user by, the one in use first. Raises Misconfigured.

        identity: None if the user has none yet: then only earlier deployments can have named them.
        """
        former = self.former(uid)
        return (former,) if identity is None else (self.of(uid, identity), former)

    def place(self, uid: str) -> str:
        """Return the name of a user at whom a walk over all users stopped. Raises Misconfigured."""
        return self.sealed(f"place\n{uid}")[:LENGTH]

    def sealed(self, text: str) -> str:
        """Return 64 hex digits that stand for the text, and from which only the secret leads to it.

        Raises Misconfigured.
        """
        if not self.secret:
            raise Misconfigured(
                "the secret PSEUDONYM_SALT is empty: set it with `firebase functions:secrets:set PSEUDONYM_SALT`"
            )
        return hmac.new(_bytes(self.secret), _bytes(text), hashlib.sha256).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")

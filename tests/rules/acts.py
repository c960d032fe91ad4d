"""Acts: what somebody tries to do to a document or a file, and whether the rules are to let them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from embedded_firebase.rules import Method

OWNER = "ada"
"""The person whose documents and files most acts are about."""

OTHER = "bob"
"""Somebody else who is signed in."""


@dataclass(frozen=True)
class Actor:
    """Who tries."""

    uid: str | None
    """None for an app in which nobody is signed in."""
    claims: Mapping[str, Any] = field(default_factory=dict)
    """What the token says beside the uid."""

    def __str__(self) -> str:
        claimed = f" ({', '.join(self.claims)})" if self.claims else ""
        return (self.uid or "nobody") + claimed


THE_OWNER = Actor(OWNER)
SOMEBODY_ELSE = Actor(OTHER)
AN_ADMIN = Actor(OTHER, {"admin": True})
NOBODY = Actor(None)
A_READER = Actor(OTHER, {"reader_of": OWNER})
"""An app that reads the owner's avatars."""
A_READER_OF_ANOTHER = Actor(OTHER, {"reader_of": OTHER})
"""An app that reads somebody else's; the uid of its token happens to be theirs."""
THE_OWNER_AS_READER = Actor(OWNER, {"reader_of": OTHER})
"""A token with the owner's uid that only reads somebody else's avatars."""
READERS = (A_READER, A_READER_OF_ANOTHER, THE_OWNER_AS_READER)
A_MEMBER = Actor(OWNER, {"firebase": {"sign_in_provider": "password", "identities": {}}})
ANOTHER_MEMBER = Actor(OTHER, {"firebase": {"sign_in_provider": "password", "identities": {}}})
A_GUEST = Actor(OWNER, {"firebase": {"sign_in_provider": "anonymous", "identities": {}}})


@dataclass(frozen=True)
class FirestoreAct:
    """Something tried with a document; `list` tries a whole collection."""

    title: str
    """A sentence that names the act among all of them; it does not depend on the day."""
    allowed: bool
    method: Method
    path: str
    """Of the document, below the root; of the collection for `list`."""
    actor: Actor = THE_OWNER
    data: Mapping[str, Any] | None = None
    """The document as it is to become, for `create` and `update`."""
    before: Mapping[str, Any] | None = None
    """The document as it is."""
    erasing: bool = False
    """Whether the owner's data is being erased."""
    everywhere: bool = False
    """For `list`: all collections of this name, a collection group."""
    only: str | None = None
    """For `list`: the one id that is asked for."""


AGREED: Mapping[str, Any] = {"photo_consent": {"version": "2026-11", "adult": True}}
"""The profile of somebody who has agreed to the use of their photo."""


@dataclass(frozen=True)
class StorageAct:
    """Something tried with a file; `list` tries all files below a folder."""

    title: str
    allowed: bool
    method: Method
    name: str
    actor: Actor = THE_OWNER
    size: int = 1000
    content_type: str = "image/jpeg"
    exists: bool = False
    """Whether there is a file of that name."""
    profile: Mapping[str, Any] | None = field(default_factory=lambda: AGREED)
    """The owner's `users/{uid}`; None where there is none."""
    count: Mapping[str, Any] | None = None
    """What is counted of the owner's uploads, with `today` or `yesterday` for the day; None where nothing was."""

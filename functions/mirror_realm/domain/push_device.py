"""Push devices: the devices on which a user asked for a push when a picture is ready, by registration tokens."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.codec import Document

MOST_DEVICES = 5
"""The devices of a user. A further one takes the place of the one that was registered longest ago."""

LONGEST_TOKEN = 4096
"""The most UTF-16 units of a registration token; Firebase Cloud Messaging's have about 160."""


@dataclass(frozen=True, slots=True)
class PushDevice(Document):
    """`push_tokens/{digest}`: a registration token, and the one user it belongs to.

    A token stands for a device. If another user registers it, the document names that user from then on, so that no
    push of the earlier user reaches a device with another person signed in.
    """

    uid: str
    token: str
    registered_at: datetime


def digest_of(token: str) -> str:
    """Return the name of a token's document: the hexadecimal SHA-256 of the token."""
    return hashlib.sha256(token.encode()).hexdigest()

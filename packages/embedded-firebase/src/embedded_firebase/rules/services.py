"""The services whose rules are known here, and what differs between them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceKind:
    """A service as its rules see it."""

    name: str
    """What stands behind `service`."""
    document_functions: tuple[str, ...]
    """The functions that read other documents."""


FIRESTORE = ServiceKind("cloud.firestore", ("get", "exists", "getAfter", "existsAfter"))
STORAGE = ServiceKind("firebase.storage", ("firestore.get", "firestore.exists"))

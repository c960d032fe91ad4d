"""The services with security rules, and the differences between them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceKind:
    """A service as its rules see it."""

    name: str
    """The name after `service`."""
    document_functions: tuple[str, ...]
    """The functions that read other documents."""
    most_documents: int
    """Different documents that one request may have read (public documentation, limits of the rules)."""


FIRESTORE = ServiceKind("cloud.firestore", ("get", "exists", "getAfter", "existsAfter"), most_documents=10)
STORAGE = ServiceKind("firebase.storage", ("firestore.get", "firestore.exists"), most_documents=2)

"""The change feed: what each commit did to documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from embedded_firebase.firestore.access import Caller
from embedded_firebase.firestore.protocol import Document


@dataclass(frozen=True)
class Change:
    """One document changed by one commit. A write that changes nothing makes no change."""

    name: str
    """Full resource name."""
    before: Document | None
    """None if it was created. Neither message may be modified."""
    after: Document | None
    """None if it was deleted."""
    commit_time: datetime
    """In UTC, with microseconds; equal for all changes of one commit."""
    caller: Caller

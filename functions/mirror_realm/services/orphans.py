"""Orphans: a folder that may no longer be needed is recorded, so that the sweep finds it without a walk."""

from datetime import datetime, timedelta

from mirror_realm.services.ports import documents
from mirror_realm.services.ports.bookkeeping import Orphan
from mirror_realm.services.store import Transaction

GRACE = timedelta(days=1)
"""A young file may get a reference soon; a young retirement may still be read by a transaction."""


def record_orphan(transaction: Transaction, folder: str, now: datetime) -> None:
    """Record that this folder may no longer be needed, with one write.

    For a user's folder the transaction must have read the fence. The sweep checks the folder a day later, and keeps it
    if it is needed.
    """
    transaction.put(documents.orphan(folder), Orphan(folder, now + GRACE))

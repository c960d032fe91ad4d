"""Orphans: a folder that has lost what needed it is recorded, so that the sweep need not walk to find it."""

from datetime import datetime, timedelta

from mirror_realm.services.ports import documents
from mirror_realm.services.ports.bookkeeping import Orphan
from mirror_realm.services.store import Transaction

GRACE = timedelta(days=1)
"""A young file may be about to be referred to; a young retirement may still be read by a transaction."""


def record_orphan(transaction: Transaction, folder: str, now: datetime) -> None:
    """Record that perhaps nothing needs this folder any more: one write.

    Of a user's folder the transaction must have read their fence. The sweep looks at the folder a day later, and keeps
    it if something needs it after all.
    """
    transaction.put(documents.orphan(folder), Orphan(folder, now + GRACE))

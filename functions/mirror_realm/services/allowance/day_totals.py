"""The totals of a global day, wherever they are stored: the one place that statistics and the report read them."""

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.day_shares import summed_up
from mirror_realm.services.allowance.share_documents import found_shares, share_refs
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Store

READS = 1
"""The documents that one day's totals are read from."""


def day_totals(store: Store, day: str) -> GlobalDay | None:
    """Return the counters and money of a global day; None if nothing was reserved or made on it, or it has aged out.

    Those of a split day are as the reaper's last pass found them.
    """
    return store.read(documents.global_day(day))


def exact_totals(store: Store, day: GlobalDay) -> GlobalDay:
    """Return a global day with what its shares count now, at a read for each; unchanged if it is not split."""
    refs = share_refs(day)
    stored = store.read_all(refs)
    return summed_up(day, found_shares(day, [stored.get(ref.path) for ref in refs])) if refs else day

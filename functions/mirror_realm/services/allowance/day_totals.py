"""The totals of a global day, wherever they are stored: the one place that statistics and the report read them."""

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Store

READS = 1
"""The documents that one day's totals are read from."""


def day_totals(store: Store, day: str) -> GlobalDay | None:
    """Return the counters and money of a global day; None if nothing was reserved or made on it, or it has aged out."""
    return store.read(documents.global_day(day))

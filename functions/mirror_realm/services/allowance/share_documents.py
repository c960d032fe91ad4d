"""The documents of a split day's shares, in the order of their numbers, which is that of locks."""

from collections.abc import Sequence
from typing import Any

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.day_shares import new_share
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.store import Transaction


def share_refs(head: GlobalDay) -> list[Ref[GlobalDay]]:
    """Return the places of all shares of a day; there are none if it is not split."""
    numbers = range(head.shares) if head.shares > 1 else ()
    return [documents.day_share(head.day, number) for number in numbers]


def found_shares(head: GlobalDay, found: Sequence[GlobalDay | None]) -> list[GlobalDay]:
    """Return all shares, of which some may have no document yet.

    found: the documents by their numbers.
    """
    return [one or new_share(head, number) for number, one in enumerate(found)]


def read_shares(transaction: Transaction, head: GlobalDay) -> list[GlobalDay]:
    """Read all shares of a day in a transaction; there are none if it is not split."""
    refs = share_refs(head)
    return found_shares(head, read_each(transaction, refs)) if refs else []


def read_each(transaction: Transaction, refs: Sequence[Ref[GlobalDay]]) -> list[GlobalDay | None]:
    """Read any number of days or shares in one round trip."""
    reader: Any = transaction  # its signatures end at four documents
    return list(reader.read(*refs)) if len(refs) > 1 else [transaction.read(refs[0])]

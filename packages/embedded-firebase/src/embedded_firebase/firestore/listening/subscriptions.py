"""Subscriptions, indexed so that a change finds its listeners without a scan of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from embedded_firebase.firestore.database import Database
from embedded_firebase.firestore.engine import StoredChange
from embedded_firebase.firestore.listening.targets import Difference, DocumentsTarget, QueryTarget


@dataclass(frozen=True, eq=False)
class Subscription:
    """A target and the callback for its differences."""

    target: DocumentsTarget | QueryTarget
    report: Callable[[Difference, int], None]
    """Given a difference and the moment of the commit; it must return at once."""


class Subscriptions:
    """All subscriptions, each under the keys by which a changed document finds it."""

    def __init__(self) -> None:
        self._by_key: defaultdict[tuple[str, str, str], dict[Subscription, None]] = defaultdict(dict)

    def add(self, subscription: Subscription) -> None:
        for key in _keys_of(subscription.target):
            self._by_key[key][subscription] = None

    def remove(self, subscription: Subscription) -> None:
        for key in _keys_of(subscription.target):
            subscribers = self._by_key[key]
            subscribers.pop(subscription, None)
            if not subscribers:
                del self._by_key[key]

    def announce(self, database: Database, changes: Sequence[StoredChange], moment: int) -> None:
        """Report a commit's changes to the subscriptions they concern."""
        if not self._by_key:
            return
        for name, before, after in changes:
            for subscription in self._concerned(database, name):
                for difference in subscription.target.differences(name, before, after):
                    subscription.report(difference, moment)

    def _concerned(self, database: Database, name: str) -> Iterator[Subscription]:
        collection = name.rpartition("/")[0]
        for key in (
            ("document", database.name, name),
            ("collection", database.name, collection),
            ("group", database.name, collection.rpartition("/")[2]),
            ("everything", database.name, ""),
        ):
            if key in self._by_key:
                yield from list(self._by_key[key])


def _keys_of(target: DocumentsTarget | QueryTarget) -> Iterator[tuple[str, str, str]]:
    database = target.database.name
    if isinstance(target, DocumentsTarget):
        for name in target.names:
            yield "document", database, name
    elif target.plan.collection_id is None:
        yield "everything", database, ""
    elif target.plan.all_descendants:
        yield "group", database, target.plan.collection_id
    else:
        yield "collection", database, f"{target.plan.parent}/{target.plan.collection_id}"

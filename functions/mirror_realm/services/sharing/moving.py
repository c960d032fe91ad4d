"""Moving: the shares of an account that is merged keep their addresses, each with the picture it names."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.share import MOST
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class MovingShares:
    store: Store
    queries: Queries

    def move(self, old: str, new: str, counterpart: Callable[[Avatar], Ref[Avatar]]) -> None:
        """Move the shares of pictures that have moved, each in a transaction of its own. It is safe to repeat.

        A share whose picture did not move stays behind: the new account may show another picture for the same wish.

        counterpart: returns the place of the new account's avatar for one of the old account's.

        Raises BeingErased, Contention.
        """
        for share in self.queries.shares_of(old, None, MOST):
            self._move_one(old, new, share.share_id, counterpart)

    def _move_one(
        self, old: str, new: str, share_id: str, counterpart: Callable[[Avatar], Ref[Avatar]]
    ) -> None:
        def work(transaction: Transaction) -> None:
            share, profile = transaction.read(documents.share(old, share_id), documents.profile(old))
            if share is None:
                return
            left = transaction.read(documents.avatar(old, share.avatar_id))
            if left is None or not share.is_of(left, profile):
                return
            brought = transaction.read(counterpart(left))
            if (
                brought is None
                or not brought.shown
                or brought.picture is None
                or brought.completed_at is None
            ):
                return
            if not files.is_copied(brought.picture.image_path, of=share.image_path):
                return
            moved = replace(
                share,
                avatar_id=brought.avatar_id,
                image_path=brought.picture.image_path,
                completed_at=brought.completed_at,
            )
            transaction.put(documents.share(new, share_id), moved)
            transaction.delete(documents.share(old, share_id))

        self.store.transact_for(new, work)

"""Keeping of uses: they are deleted with their avatar, and move with it to another account."""

from collections.abc import Sequence
from datetime import datetime

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.use import DayOfUse
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.store import Store, Transaction

PAGE = 200


def forget_uses(store: Store, queries: Queries, uid: str, avatar_id: str) -> None:
    """Delete the uses of an avatar, page by page. It is safe to repeat."""
    while page := queries.use_ids(uid, avatar_id, PAGE):
        _delete(store, uid, avatar_id, page)


def late_uses(transaction: Transaction, uid: str, avatar_id: str) -> Sequence[Ref[DayOfUse]]:
    """Return uses that were recorded since all were deleted, in the transaction that deletes the avatar.

    A use is recorded in a transaction that reads the avatar, so none comes after it.
    """
    late = transaction.newest(documents.uses(uid, avatar_id), PAGE)
    return [documents.use(uid, avatar_id, use.use_id) for use in late]


def _delete(store: Store, uid: str, avatar_id: str, use_ids: Sequence[str]) -> None:
    def work(transaction: Transaction) -> None:
        for use_id in use_ids:
            transaction.delete(documents.use(uid, avatar_id, use_id))

    store.transact(work)


def move_uses(
    store: Store, queries: Queries, old: tuple[str, Avatar], new: tuple[str, str], now: datetime
) -> None:
    """Copy the uses of an avatar to another account's avatar in its place. It is safe to repeat.

    Where both have uses by an app on a day, the larger counts stay.

    old: the account and its avatar.
    new: the other account and the id of its avatar. Nothing is copied if that was deleted meanwhile.

    Raises BeingErased, Contention.
    """
    after = None
    while page := queries.uses_of(old[0], old[1].avatar_id, after, PAGE):
        after = (page[-1].first_at, page[-1].use_id)
        _copy(store, new, page, now)


def _copy(store: Store, new: tuple[str, str], uses: Sequence[DayOfUse], now: datetime) -> None:
    uid, avatar_id = new

    def work(transaction: Transaction) -> None:
        refs = [documents.use(uid, avatar_id, use.use_id) for use in uses]
        avatar = transaction.read(documents.avatar(uid, avatar_id))
        known = transaction.read_all(refs)
        if avatar is None:
            return
        for ref, use, there in zip(refs, uses, known, strict=True):
            joined = use if there is None else there.joined(use)
            if joined != there:
                transaction.put(ref, joined)
        if not avatar.used:
            transaction.put(documents.avatar(uid, avatar_id), avatar.marked_used(now))

    store.transact_for(uid, work)

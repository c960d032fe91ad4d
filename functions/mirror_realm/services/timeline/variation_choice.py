"""The choice of one avatar of a variation set: by its user, or by time without a choice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.variation_choice import chosen, first_of, left_over, other_ids, still_in
from mirror_realm.errors import NotFound, VariationExpired, VariationFailed, VariationUnderWay
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

LATER = timedelta(days=1)
"""The time by which an avatar stays longer if it is still under way when its time is over."""


@dataclass(frozen=True, slots=True)
class VariationChoice:
    store: Store
    runtime: Runtime

    def choose(self, uid: str, avatar_id: str) -> Avatar:
        """Keep this avatar of its set, and let the others expire in a day, within which another choice is possible.

        An avatar in no set stays anyway, and is returned unchanged. If the user is shown as one of the others, they are
        shown as this one. Raises NotFound, VariationFailed, VariationUnderWay, VariationExpired, BeingErased.
        """

        def work(transaction: Transaction) -> Avatar:
            now = self.runtime.now()
            profile, avatar = transaction.read(documents.profile(uid), documents.avatar(uid, avatar_id))
            if avatar is None:
                raise NotFound("there is no such avatar")
            if avatar.in_set is None:
                return avatar
            _must_be_there(avatar, now)
            return _choose(transaction, uid, profile, avatar, read_others(transaction, uid, avatar), now)

        return self.store.transact_for(uid, work)

    def settle(self, uid: str, avatar_id: str) -> bool:
        """Return whether an avatar whose time is over is to be deleted.

        If none of its set stays, the first completed one does from now on. One under way gets another day. Raises
        BeingErased.
        """

        def work(transaction: Transaction) -> bool:
            now, ref = self.runtime.now(), documents.avatar(uid, avatar_id)
            profile, avatar = transaction.read(documents.profile(uid), ref)
            if avatar is None or avatar.in_set is None or not avatar.in_set.due(now):
                return False
            others = read_others(transaction, uid, avatar)
            if avatar.under_way:
                longer = replace(avatar.in_set, expires_at=now + LATER)
                transaction.put(ref, replace(avatar, in_set=longer, updated_at=now))
                return False
            staying = [one for one in others if one.in_set is not None and one.in_set.expires_at is None]
            if staying:
                _show_instead(transaction, uid, profile, max(staying, key=_expires), [avatar], now)
                return True
            first = first_of([avatar, *others])
            _choose(
                transaction, uid, profile, first, [one for one in (avatar, *others) if one is not first], now
            )
            return first is not avatar

        return self.store.transact_for(uid, work)


def read_others(transaction: Transaction, uid: str, avatar: Avatar | None) -> Sequence[Avatar]:
    """Read the other avatars of this one's set, at most three, in the transaction that has read the fence."""
    if avatar is None or avatar.in_set is None:
        return []
    refs = [documents.avatar(uid, avatar_id) for avatar_id in other_ids(uid, avatar)]
    return still_in(avatar.in_set, transaction.read_all(refs))


def _must_be_there(avatar: Avatar, now: datetime) -> None:
    """Raise VariationUnderWay, VariationFailed or VariationExpired if the avatar cannot be chosen."""
    if avatar.under_way:
        raise VariationUnderWay("the picture is still being made")
    if avatar.status is Status.FAILED or avatar.picture is None:
        raise VariationFailed("there is no picture to keep")
    if avatar.in_set is not None and avatar.in_set.due(now):
        raise VariationExpired("the time for choosing it is over")


def _choose(
    transaction: Transaction,
    uid: str,
    profile: Profile | None,
    avatar: Avatar,
    others: Sequence[Avatar],
    now: datetime,
) -> Avatar:
    """Write what a choice changes, and return the chosen avatar. All leave a set of which nothing expires any more."""
    changed = {one.avatar_id: one for one in chosen(avatar, others, now)}
    after = [changed.get(one.avatar_id, one) for one in (avatar, *others)]
    changed |= {one.avatar_id: one for one in left_over(after, now)}
    for one in changed.values():
        transaction.put(documents.avatar(uid, one.avatar_id), one)
    kept = changed.get(avatar.avatar_id, avatar)
    _show_instead(transaction, uid, profile, kept, [one for one in others if _expires(one)], now)
    return kept


def _show_instead(
    transaction: Transaction,
    uid: str,
    profile: Profile | None,
    kept: Avatar,
    going: Sequence[Avatar],
    now: datetime,
) -> None:
    """Show the user as the one that stays, if they are shown as one that goes."""
    shown = profile.latest_avatar_id if profile is not None else None
    if profile is None or kept.picture is None or shown not in {one.avatar_id for one in going}:
        return
    transaction.put(documents.profile(uid), profile.with_latest(kept.avatar_id, kept.picture, now))


def _expires(avatar: Avatar) -> bool:
    return avatar.in_set is not None and not avatar.in_set.kept

"""The choice among the avatars of a variation set: what becomes of each of them. All functions return changed avatars.

An avatar whose place in the set names another set's id has left: it is in another set, or in none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from mirror_realm.domain.avatar import Avatar, avatar_id_for
from mirror_realm.domain.variation_set import UNDO, VariationSet

_NEVER = datetime.max.replace(tzinfo=UTC)


def other_ids(uid: str, avatar: Avatar) -> list[str]:
    """Return the ids of the other avatars of this one's set, as they were when it was made; none without a set."""
    numbers = avatar.in_set.variations if avatar.in_set is not None else ()
    recipes = (replace(avatar.recipe, variation=number) for number in numbers)
    return [avatar_id_for(uid, recipe) for recipe in recipes if recipe != avatar.recipe]


def still_in(place: VariationSet | None, others: Iterable[Avatar | None]) -> list[Avatar]:
    """Return those of the other avatars that are in this set now."""
    if place is None:
        return []
    return [one for one in others if one is not None and one.in_set is not None and one.in_set.id == place.id]


def chosen(avatar: Avatar, others: Sequence[Avatar], now: datetime) -> list[Avatar]:
    """Return the avatars that change when this one is chosen among the others of its set: it stays, they expire.

    What the user had before the set stays too. What expires soon already does not get more time.
    """
    changed = []
    for one in (avatar, *others):
        place = one.in_set
        if place is None or place.kept:
            continue
        until = None if one is avatar else min(place.expires_at or now + UNDO, now + UNDO)
        if until != place.expires_at:
            changed.append(replace(one, in_set=replace(place, expires_at=until), updated_at=now))
    return changed


def first_of(avatars: Sequence[Avatar]) -> Avatar:
    """Return the avatar of a set that stays without a choice: the first completed one, of the wished ones if any is.

    Without a completed one it is the first that is there.
    """

    def rank(avatar: Avatar) -> tuple[bool, bool, datetime, int]:
        number = avatar.in_set.number if avatar.in_set is not None else 0
        return not avatar.shown, avatar.picture is None, avatar.completed_at or _NEVER, number

    return min(avatars, key=rank)


def left_over(others: Sequence[Avatar], now: datetime) -> list[Avatar]:
    """Return the avatars that leave their set when one more is gone: all, once no other of them expires."""
    if any(one.in_set is not None and one.in_set.expires_at is not None for one in others):
        return []
    return [replace(one, in_set=None, updated_at=now) for one in others]

"""Variation sets at admission: which variations a wish for several makes, and the places of their avatars."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mirror_realm.domain.limits import Limits
from mirror_realm.domain.recipe import VARIATIONS
from mirror_realm.domain.variation_set import UNCHOSEN, VariationSet
from mirror_realm.domain.variations import numbers_of_set
from mirror_realm.domain.wish import Wish
from mirror_realm.errors import PlanRequired
from mirror_realm.services.admission.admission_request import Found


def wishes_of_set(wish: Wish, limits: Limits) -> Sequence[Wish]:
    """Return a wish for each variation of a set, the one asked for first.

    None of them takes fallbacks: there is nothing to choose between copies of one similar picture. Raises PlanRequired
    if the plan has not so many variations, or not the one asked for.
    """
    plan = wish.user.plan
    if not limits.of(plan).has_variation(wish.variation):
        raise PlanRequired("variation", wish.variation, plan, limits.having_variation(wish.variation))
    if not limits.of(plan).has_variation(wish.variations - 1):
        raise PlanRequired("variations", wish.variations, plan, limits.having_variation(wish.variations - 1))
    numbers = numbers_of_set(wish.variation, wish.variations, limits.of(plan).variations or VARIATIONS)
    return [replace(wish, variation=number, allow_fallback=False) for number in numbers]


def places_of(found: Sequence[Found], new_id: str, now: datetime) -> dict[str, VariationSet]:
    """Return the places of a set's avatars, by their ids.

    Asked again, a set that waits for the choice stays as it is. Else it is a new one: what its user has already, alone
    or by an earlier choice, stays whatever is chosen; everything else expires. If all of it stays, there is no set.
    """
    variations = tuple(one.request.recipe.variation for one in found)
    known = [one.stored.in_set if one.stored is not None else None for one in found]
    waiting = next((one for one in known if one is not None and _waits(one, variations, known, now)), None)
    set_id, until = (waiting.id, waiting.expires_at) if waiting is not None else (new_id, now + UNCHOSEN)
    places = {}
    for number, (one, place) in enumerate(zip(found, known, strict=True), 1):
        if place is None or place.id != set_id:
            kept = _had(one) if place is None else place.expires_at is None
            place = VariationSet(set_id, number, variations, None if kept else until, kept)
        places[one.request.avatar_id] = place
    return places if any(place.expires_at is not None for place in places.values()) else {}


def _waits(
    place: VariationSet, variations: tuple[int, ...], known: Sequence[VariationSet | None], now: datetime
) -> bool:
    """Return whether it is a place in a set of just these variations, of which none is chosen, and time is left."""
    open_ = place.variations == variations and place.expires_at is not None and not place.due(now)
    return open_ and not any(one is not None and one.id == place.id and one.chosen for one in known)


def _had(found: Found) -> bool:
    """Return whether the user has, or awaits, the picture of an avatar that is in no set."""
    stored = found.stored
    return stored is not None and (stored.picture is not None or stored.under_way)

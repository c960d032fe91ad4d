"""Making and removing avatars.

They are `generate_avatar`, `generate_trilogy`, `choose_variation`, `cancel_avatar` and `delete_avatar`.
"""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import admitted_answer, avatar_answer
from mirror_realm.api.guards import Caller
from mirror_realm.api.wish_request import parse_wish
from mirror_realm.errors import InvalidRequest


def generate_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Admit a request and return its avatar; for several `variations` `{avatars}`, all of them or none.

    Raises what admission raises. A render that fails later shows in the answer's `status` and `error` instead.
    """
    wish = parse_wish(data, caller.user)
    services = bootstrap.services()
    if wish.variations > 1:
        made = services.admission.admit_variations(wish)
        waited = services.waiting.until_all_done(
            caller.user.uid, [one.avatar for one in made], wish.wait_seconds
        )
        return {"avatars": [admitted_answer(one, now) for one, now in zip(made, waited, strict=True)]}
    admitted = services.admission.admit(wish)
    avatar = services.waiting.until_done(caller.user.uid, admitted.avatar, wish.wait_seconds)
    return admitted_answer(admitted, avatar)


def generate_trilogy(data: Any, caller: Caller) -> dict[str, Any]:
    """Admit three requests, one for each timeline, or none; return `{original, current, future_2048}`.

    Each value is an answer of `generate_avatar`. Raises what admission raises, and InvalidRequest if the request names
    a timeline or several variations.
    """
    if isinstance(data, dict) and data.get("timeline") is not None:
        raise InvalidRequest({"timeline": "must be absent: a trilogy has all three timelines"})
    wish = parse_wish(data, caller.user)
    if wish.variations > 1:
        raise InvalidRequest(
            {"variations": "must be absent or 1: a trilogy has one picture of each timeline"}
        )
    services = bootstrap.services()
    trilogy = services.admission.admit_trilogy(wish)
    waited = services.waiting.until_all_done(
        caller.user.uid, [admitted.avatar for admitted in trilogy.values()], wish.wait_seconds
    )
    return {
        timeline: admitted_answer(admitted, avatar)
        for (timeline, admitted), avatar in zip(trilogy.items(), waited, strict=True)
    }


def choose_variation(data: Any, caller: Caller) -> dict[str, Any]:
    """Keep one avatar of a set of variations, and return it; the others expire. Repeating the call changes nothing.

    Raises InvalidRequest, NotFound, VariationFailed, VariationUnderWay, VariationExpired.
    """
    from mirror_realm.api.callable_requests import (  # not for a wish: a cold start pays for every model
        AvatarRequest,
        parse,
    )

    request = parse(AvatarRequest, data)
    return avatar_answer(bootstrap.services().variation_choice.choose(caller.user.uid, request.avatar_id))


def cancel_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Cancel a queued request and return its avatar. Raises InvalidRequest, NotFound."""
    from mirror_realm.api.callable_requests import (  # not for a wish: a cold start pays for every model
        AvatarRequest,
        parse,
    )

    request = parse(AvatarRequest, data)
    return avatar_answer(bootstrap.services().cancelling.cancel(caller.user.uid, request.avatar_id))


def delete_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Delete an avatar and return `{avatar_id, deleted}`. Repeating the call returns the same.

    Raises InvalidRequest, and Forbidden while the account is being erased.
    """
    from mirror_realm.api.callable_requests import (  # not for a wish: a cold start pays for every model
        AvatarRequest,
        parse,
    )

    request = parse(AvatarRequest, data)
    bootstrap.services().deleting.delete(caller.user.uid, request.avatar_id)
    return {"avatar_id": request.avatar_id, "deleted": True}

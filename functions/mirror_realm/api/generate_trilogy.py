"""The `generate_trilogy` callable: original, current and future in one wish; one answer tells all three."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import admitted_answer
from mirror_realm.api.callables import Caller
from mirror_realm.api.wish_request import parse_wish
from mirror_realm.errors import InvalidRequest


def act(data: Any, caller: Caller) -> dict[str, Any]:
    """`{original, current, future_2048}`, each as `generate_avatar` answers. All three are reserved, or none is.

    Raises what admission raises, and InvalidRequest where the wish names a timeline of its own.
    """
    if isinstance(data, dict) and "timeline" in data:
        raise InvalidRequest({"timeline": "a trilogy is all three"})
    wish = parse_wish(data, caller.person)
    services = bootstrap.services()
    trilogy = services.admission.admit_trilogy(wish)
    waited = services.waiting.until_all_done(
        caller.person.uid, [admitted.avatar for admitted in trilogy.values()], wish.wait_seconds
    )
    return {
        timeline: admitted_answer(admitted, avatar)
        for (timeline, admitted), avatar in zip(trilogy.items(), waited, strict=True)
    }

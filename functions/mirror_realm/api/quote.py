"""The `quote` callable: what a wish would be answered and cost, before it is sent."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import queue_answer, usage_answer
from mirror_realm.api.guards import Caller
from mirror_realm.api.wish_request import parse_wish


def quote(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{outcome, reason, cost, credits, queue, usage}` for the data of `generate_avatar`; nothing is written.

    Of several variations the numbers are those of all together, and there is `outcomes`, the outcome of each.

    Raises what `generate_avatar` raises, except for lack of allowance or a hidden picture, which are the outcome
    `refused`.
    """
    quoted = bootstrap.services().admission.quote(parse_wish(data, caller.user))
    answer = {
        "outcome": quoted.outcome,
        "reason": quoted.reason,
        "cost": quoted.cost,
        "credits": quoted.credits,
        "queue": queue_answer(quoted.queue),
        "usage": usage_answer(quoted.usage) if quoted.usage is not None else None,
    }
    return answer | {"outcomes": [*quoted.outcomes]} if quoted.outcomes else answer

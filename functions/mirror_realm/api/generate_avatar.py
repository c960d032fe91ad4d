"""The `generate_avatar` callable: validate, admit, wait if asked to, answer."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import admitted_answer
from mirror_realm.api.callables import Caller
from mirror_realm.api.wish_request import parse_wish


def act(data: Any, caller: Caller) -> dict[str, Any]:
    """Raises what admission raises; a render that fails later is told in the answer's `status` and `error`."""
    wish = parse_wish(data, caller.person)
    services = bootstrap.services()
    admitted = services.admission.admit(wish)
    avatar = services.waiting.until_done(caller.person.uid, admitted.avatar, wish.wait_seconds)
    return admitted_answer(admitted, avatar)

"""The `cancel_avatar` callable: take back a wish that nobody has begun to render."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import avatar_answer
from mirror_realm.api.callables import Caller
from mirror_realm.api.requests import AvatarRequest, parse


def act(data: Any, caller: Caller) -> dict[str, Any]:
    """The avatar as it stands afterwards. Raises InvalidRequest, NotFound."""
    request = parse(AvatarRequest, data)
    return avatar_answer(bootstrap.services().cancelling.cancel(caller.person.uid, request.avatar_id))

"""The `delete_avatar` callable: one of one's own avatars goes."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callables import Caller
from mirror_realm.api.requests import AvatarRequest, parse


def act(data: Any, caller: Caller) -> dict[str, Any]:
    """`{avatar_id, deleted}`, the same for one that is gone already: an app may repeat the call.

    Raises InvalidRequest, and Forbidden while the account is being erased.
    """
    request = parse(AvatarRequest, data)
    bootstrap.services().deleting.delete(caller.person.uid, request.avatar_id)
    return {"avatar_id": request.avatar_id, "deleted": True}

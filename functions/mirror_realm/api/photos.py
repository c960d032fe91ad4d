"""The `record_photo_consent` callable: give or withdraw consent to the use of the user's photo."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import ConsentRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.errors import InvalidRequest


def record_photo_consent(data: Any, caller: Caller) -> dict[str, Any]:
    """Record or withdraw consent.

    Returns `{granted, version, recorded_at, recipients}`, or for a withdrawal `{granted, pictures_deleted}`.

    Raises InvalidRequest.
    """
    request = parse(ConsentRequest, data)
    consenting, uid = bootstrap.services().consenting, caller.user.uid
    if not request.granted:
        return {"granted": False, "pictures_deleted": consenting.withdraw(uid)}
    if not request.adult:
        raise InvalidRequest({"adult": "the person pictured must be an adult"})
    consent = consenting.give(uid, request.version)
    return {
        "granted": True,
        "version": consent.version,
        "recorded_at": consent.at.isoformat(),
        "recipients": list(consent.recipients),
    }

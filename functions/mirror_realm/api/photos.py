"""The callables of the user's photos: `record_photo_consent` and `upload_avatar`."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import avatar_answer
from mirror_realm.api.callable_requests import ConsentRequest, UploadRequest, parse
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


def upload_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Make an avatar of the caller's own picture as it is, or return the one that it is; return its avatar.

    Raises InvalidRequest, Misconfigured, BeingErased, ConsentMissing, NotFound, PhotoRefused, PhotoUnjudged, LookHidden
    and Contention.
    """
    from mirror_realm.services.photos.upload_avatar import OwnPicture

    request = parse(UploadRequest, data)
    picture = OwnPicture(
        user=caller.user,
        path=request.reference_path,
        name=request.name or "",
        note=request.note or "",
        locale=request.locale,
    )
    return avatar_answer(bootstrap.services().uploading.upload(picture))

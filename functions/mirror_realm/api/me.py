"""The `get_me` callable: the caller's own state, for the first screen of an app."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import month_answer
from mirror_realm.api.callable_requests import NoRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.domain.profile import Profile


def get_me(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{user_id, guest, plan, photo_consent, latest, credits, allowance, photos}`; nothing is written.

    Raises InvalidRequest, BeingErased.
    """
    parse(NoRequest, data)
    services, user = bootstrap.services(), caller.user
    overview = services.overviews.of(user)
    recipients, allowance = services.policy.photo_recipients, overview.allowance
    return {
        "user_id": user.uid,
        "guest": user.guest,
        "plan": user.plan,
        "photo_consent": consent_answer(overview.profile, recipients),
        "latest": _latest(overview.profile),
        "credits": overview.credits,
        "allowance": {
            "day": allowance.day,
            "limit": allowance.limit,
            "used": allowance.used,
            "remaining": allowance.remaining,
            "resets_at": allowance.resets_at.isoformat(),
            "month": month_answer(allowance.month) if allowance.month is not None else None,
        },
        "photos": {
            "offered": services.settings.photos_offered,
            "as_is": services.settings.uploads_judged,
            "recipients": sorted(recipients),
        },
    }


def consent_answer(profile: Profile, recipients: frozenset[str]) -> dict[str, Any] | None:
    """Return the user's consent to the use of photos, and whether it names all who would get one now."""
    consent = profile.consent
    if consent is None:
        return None
    return {
        "version": consent.version,
        "at": consent.at.isoformat(),
        "recipients": list(consent.recipients),
        "current": consent.covers(recipients),
    }


def _latest(profile: Profile) -> dict[str, Any] | None:
    if profile.latest is None:
        return None
    return {"avatar_id": profile.latest_avatar_id, **profile.latest.to_document()}

"""Answers as the app reads them: JSON values only, times in ISO 8601."""

from datetime import datetime
from typing import Any

from mirror_realm.domain.avatar import Avatar, Queue
from mirror_realm.domain.variation_set import VariationSet
from mirror_realm.services.admission.admission_request import Admitted, Usage
from mirror_realm.services.allowance.month_left import MonthLeft

PUBLIC = (
    "status",
    "evolution_stage",
    "style",
    "recipe",
    "image_path",
    "image_url",
    "thumbnail_url",
    "blurhash",
    "quality",
    "source",
    "made_by",
    "requested_by",
    "cached",
    "degraded",
    "upgrade_at",
    "ithere_message",
    "cost",
    "generation_time",
    "error",
    "created_at",
    "updated_at",
)
"""The fields of the avatar document that answers contain; all other fields are internal."""


def avatar_answer(avatar: Avatar) -> dict[str, Any]:
    """Return the avatar document's public fields, its id, the user's words, project, origin, preset, queue and set.

    `image_url` is never null.
    """
    document = avatar.to_document()
    shown = {name: _json(document[name]) for name in PUBLIC}
    return {
        "avatar_id": avatar.avatar_id,
        "name": avatar.name,
        "note": avatar.note,
        "tags": list(avatar.tags),
        "project_id": avatar.project,
        "origin": avatar.origin,
        "preset": avatar.preset,
        "queue": queue_answer(avatar.waits),
        "set": set_answer(avatar.in_set),
        **shown,
    }


def queue_answer(queue: Queue | None) -> dict[str, Any] | None:
    """Return the place and the expected start; None for what does not wait for a pace."""
    if queue is None:
        return None
    return {"place": queue.place, "expected_at": queue.expected_at.isoformat()}


def set_answer(place: VariationSet | None) -> dict[str, Any] | None:
    """Return the place in a set of variations: `{id, number, of, expires_at}`; None for an avatar in no set."""
    if place is None:
        return None
    expires_at = place.expires_at.isoformat() if place.expires_at is not None else None
    return {"id": place.id, "number": place.number, "of": place.of, "expires_at": expires_at}


def admitted_answer(admitted: Admitted, avatar: Avatar) -> dict[str, Any]:
    """Return the answer of `generate_avatar`: the avatar's current state, and the allowance if the request used it."""
    answer = avatar_answer(avatar) | {"cached": admitted.cached or avatar.cached}
    if admitted.usage is not None:
        answer["usage"] = usage_answer(admitted.usage)
    return answer


def usage_answer(usage: Usage) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "user_remaining": usage.user_remaining,
        "global_remaining": usage.global_remaining,
        "resets_at": usage.resets_at.isoformat(),
    }
    if usage.credits_remaining is not None:
        answer["credits_remaining"] = usage.credits_remaining
    if usage.month is not None:
        answer["month"] = month_answer(usage.month)
    return answer


def month_answer(month: MonthLeft) -> dict[str, Any]:
    """Return what is left of a month: `{limit, used, remaining, resets_at}`."""
    return {
        "limit": month.limit,
        "used": month.used,
        "remaining": month.remaining,
        "resets_at": month.resets_at.isoformat(),
    }


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

"""Answers as the app reads them: JSON values only, times in ISO 8601."""

from datetime import datetime
from typing import Any

from mirror_realm.domain.avatar import Avatar
from mirror_realm.services.admission.request import Admitted, Usage

_PRIVATE = (
    "active_days",
    "allow_fallback",
    "completed_at",
    "cost_micros",
    "follows",
    "meanwhile_url",
    "placeholder_url",
    "render_id",
    "reported_path",
    "waiting_since",
)
"""Fields of the avatar document that the backend keeps for itself."""


def avatar_answer(avatar: Avatar) -> dict[str, Any]:
    """The avatar document's public fields and its id. `image_url` is never null."""
    public = {name: value for name, value in avatar.to_document().items() if name not in _PRIVATE}
    return {"avatar_id": avatar.avatar_id, **{name: _json(value) for name, value in public.items()}}


def admitted_answer(admitted: Admitted, avatar: Avatar) -> dict[str, Any]:
    """`generate_avatar`'s answer: the avatar as it stands now, and the allowance where the wish touched it."""
    answer = avatar_answer(avatar) | {"cached": admitted.cached or avatar.cached}
    if admitted.usage is not None:
        answer["usage"] = usage_answer(admitted.usage)
    return answer


def usage_answer(usage: Usage) -> dict[str, Any]:
    return {
        "user_remaining": usage.user_remaining,
        "global_remaining": usage.global_remaining,
        "resets_at": usage.resets_at.isoformat(),
    }


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

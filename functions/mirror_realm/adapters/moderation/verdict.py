"""Verdict: the moderation API's answer, read as untrusted input."""

import json
from typing import Any

from mirror_realm.errors import ProviderUnavailable


def is_flagged(body: bytes) -> bool:
    """Return whether the photo was flagged in any category.

    Raises ProviderUnavailable if the answer is malformed or does not state that a picture was judged: a service with
    the same API that judges only text would accept every photo.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise ProviderUnavailable("the moderation API's answer is not JSON") from None
    results = content.get("results") if isinstance(content, dict) else None
    result = results[0] if isinstance(results, list) and len(results) == 1 else None
    flagged = result.get("flagged") if isinstance(result, dict) else None
    if not isinstance(result, dict) or not isinstance(flagged, bool):
        raise ProviderUnavailable("the moderation API's answer has no verdict")
    if not flagged and not _looked_at_a_picture(result.get("category_applied_input_types")):
        raise ProviderUnavailable("the moderation API did not look at the photo")
    return flagged


def _looked_at_a_picture(applied: Any) -> bool:
    """Return whether `category_applied_input_types` lists the type `image` for any category."""
    if not isinstance(applied, dict):
        return False
    return any(isinstance(kinds, list) and "image" in kinds for kinds in applied.values())

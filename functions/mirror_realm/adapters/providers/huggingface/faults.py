"""Faults: the error and the cost for each status of the router. It states no cost, so what may have run is unknown.

status                                          reason                  cost
──────────────────────────────────────────────  ──────────────────────  ─────────────────────────────
fal found a picture or a prompt not safe        content_rejected        unknown: the model ran
422 content_policy_violation                    content_rejected        unknown
429                                             provider_rate_limited   0
503, the model is being loaded                  provider_rate_limited   0: waits `estimated_time`
400, 401, 402, 403, 404, 410, 413, 422, 3xx     misconfigured           0
408, 504, 524                                   provider_timeout        unknown
other 5xx                                       provider_unavailable    unknown
no answer: see `wire.breaks`
"""

import math
from datetime import UTC, datetime
from typing import Any

from mirror_realm.adapters.providers.wire.api import Reply
from mirror_realm.adapters.providers.wire.waiting import retry_after
from mirror_realm.errors import (
    AccountRefused,
    ContentRejected,
    MirrorRealmError,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
)

API = "Hugging Face"

MOST_LOADING_SECONDS = 600.0

_WHY = {
    401: "the token is wrong or revoked",
    402: "the month's credits are used up",
    403: "the token may not use inference",
    404: "the model is not served there",
    410: "this endpoint is gone",
}


def error_of(reply: Reply) -> MirrorRealmError:
    """Return our error for an answer that is not a success: a `RenderFailure` or `Misconfigured`."""
    content, status = reply.error_json(), reply.status
    said = f"{API} answered {status}"
    if status == 422 and _against_policy(content.get("detail")):
        return ContentRejected(f"{said}: it refused the content", cost_micros=None)
    if status == 429:
        return ProviderRateLimited(said, retry_after=retry_after(reply.headers, datetime.now(UTC)))
    if status == 503 and (seconds := _loading(content.get("estimated_time"))) is not None:
        return ProviderRateLimited(f"{said}: the model is being loaded", retry_after=seconds)
    if status in (408, 504, 524):
        return ProviderTimeout(said, cost_micros=None)
    if status >= 500:
        return ProviderUnavailable(said, cost_micros=None)
    kind = AccountRefused if status in (401, 402, 403) else Misconfigured
    return kind(f"{said}: {_WHY.get(status, 'it does not take this request')}")


def _against_policy(detail: Any) -> bool:
    found = detail if isinstance(detail, list) else [detail]
    return any(isinstance(one, dict) and one.get("type") == "content_policy_violation" for one in found)


def _loading(seconds: Any) -> float | None:
    """Return the seconds until a model is loaded; None if that is not stated."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
        return None
    return min(max(0.0, float(seconds)), MOST_LOADING_SECONDS)

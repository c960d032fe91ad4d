"""Faults: the error and the cost for each error that OpenRouter reports, by status or in the body of a 200.

    what OpenRouter says                            reason                  cost
    ──────────────────────────────────────────────  ──────────────────────  ─────────────────────────────
    403 with the reasons of a moderation            content_rejected        0, or the stated one
    any error that names a content filter           content_rejected        0, or the stated one
    429, and 402 for calls in flight                provider_rate_limited   0
    400, 401, 402, other 403, 404, 413, 422, 3xx    misconfigured           0
    408, 504, 524                                   provider_timeout        unknown, if before an answer
    other 5xx, in its own JSON                      provider_unavailable    0: no picture, no charge
    5xx from a gateway before it                    provider_unavailable    unknown
    no answer: see `wire.breaks`

404 also means that no provider behind it promises to keep no data. In the body of a 200 the code is in `error.code`,
and nothing was drawn, so nothing is charged but what `usage.cost` states.

Messages contain status and reasons of our own, nothing else: the API's texts may quote the prompt.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mirror_realm.adapters.providers.openrouter.answers import REFUSALS, stated_cost
from mirror_realm.adapters.providers.wire.api import Reply
from mirror_realm.adapters.providers.wire.waiting import retry_after, retry_after_in
from mirror_realm.errors import (
    AccountRefused,
    ContentRejected,
    MirrorRealmError,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
)

API = "OpenRouter"

_IN_FLIGHT = "openrouter_in_flight_budget"
"""The `limit_source` of a 402 that ends when other calls have ended."""

_WHY = {
    400: "it does not take these fields or this model",
    401: "the key is wrong or revoked",
    402: "the account has no credits",
    403: "the key or a guardrail forbids it",
    404: "no endpoint makes this model's pictures, or none without keeping data",
    413: "the request is too large",
}


def error_of(reply: Reply) -> MirrorRealmError:
    """Return our error for an answer that is not a success: a `RenderFailure` or `Misconfigured`."""
    content = reply.error_json()
    error = content.get("error")
    return _error(reply.status, error, content, reply.headers)


def error_in(content: dict[str, Any], headers: Mapping[str, str]) -> MirrorRealmError | None:
    """Return our error for the `error` in the body of a 200; None if there is none."""
    error = content.get("error")
    if error is None:
        return None
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 300 <= code <= 599 else 502
    return _error(status, error if isinstance(error, dict) else {}, content, headers)


def _error(status: int, error: Any, content: dict[str, Any], headers: Mapping[str, str]) -> MirrorRealmError:
    reported = isinstance(error, dict)
    error = error if isinstance(error, dict) else {}
    metadata = error.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    cost = stated_cost(content) or 0
    said = f"{API} answered {status}"
    if _moderated(status, error, metadata):
        return ContentRejected(f"{said}: it refused the content", cost_micros=cost)
    if status == 429 or (status == 402 and metadata.get("limit_source") == _IN_FLIGHT):
        wait = retry_after(headers, datetime.now(UTC))
        message = error.get("message")
        if wait is None and isinstance(message, str):
            wait = retry_after_in(message)
        return ProviderRateLimited(said, retry_after=wait)
    if status in (408, 504, 524):
        return ProviderTimeout(said, cost_micros=cost or None)
    if status >= 500:
        return ProviderUnavailable(said, cost_micros=cost if reported else None)
    kind = AccountRefused if status in (401, 402) else Misconfigured
    return kind(f"{said}: {_WHY.get(status, 'it does not take this request')}")


def _moderated(status: int, error: dict[str, Any], metadata: dict[str, Any]) -> bool:
    if status == 403 and ("reasons" in metadata or "flagged_input" in metadata):
        return True
    names = (error.get("type"), error.get("code"), metadata.get("error_type"), metadata.get("finish_reason"))
    return any(isinstance(name, str) and name.lower() in REFUSALS for name in names)

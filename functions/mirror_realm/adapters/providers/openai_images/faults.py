"""Faults: the error and the cost for each failure of the OpenAI client.

    what happened                                   reason                  cost
    ──────────────────────────────────────────────  ──────────────────────  ─────────────────────────────
    400 moderation_blocked, before drawing          content_rejected        0
    400 moderation_blocked, the drawn picture       content_rejected        unknown: it may be charged for
    400 about a reference picture                   content_rejected        0
    429                                             provider_rate_limited   0
    429 or 400 insufficient_quota, billing limit    misconfigured           0
    401, 403, 404, 3xx, any other 4xx               misconfigured           0
    408                                             provider_timeout        unknown
    5xx that the API itself reports                 provider_unavailable    0
    5xx from a gateway before it                    provider_unavailable    unknown: the model may continue
    no answer: see `wire.breaks`

A 400 that is neither about the content nor about a reference picture is about our parameters: model, quality, size,
fields. A retry or another request does not help, only the operator or a release, hence `misconfigured`.

Messages contain status, error code and request id, nothing else: the API's own texts may quote prompt or key.
"""

import re
from datetime import UTC, datetime

import openai

from mirror_realm.adapters.providers.wire.breaks import error_of_break
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

_REJECTED = {"moderation_blocked", "content_policy_violation"}
_UNPAID = {"insufficient_quota", "billing_hard_limit_reached"}
_BAD_REFERENCE = {"invalid_image", "invalid_image_file", "invalid_image_format", "image_parse_error"}
IMAGE_API = "the image API"
_PLAIN = re.compile(r"[\w.-]{1,64}", re.ASCII)


def translate(error: openai.OpenAIError, api: str = IMAGE_API) -> MirrorRealmError:
    """Return our error for one of the client's: a `RenderFailure` or `Misconfigured`.

    api: the name of the API in messages.
    """
    if isinstance(error, openai.APIConnectionError):
        return error_of_break(error.__cause__, api, "OPENAI_BASE_URL")
    if isinstance(error, openai.APIStatusError):
        return _from_status(error, api)
    return ProviderUnavailable(f"the OpenAI client failed ({type(error).__name__})", cost_micros=None)


def _from_status(error: openai.APIStatusError, api: str) -> MirrorRealmError:
    status = error.status_code
    said = f"{api} answered {status} ({_names(error)})"
    if error.code in _UNPAID or error.type == "insufficient_quota":
        return AccountRefused(f"{said}: the account's quota is used up")
    if error.code in _REJECTED:
        return ContentRejected(said, cost_micros=None if _made_before_blocked(error.body) else 0)
    if status == 400 and (error.code in _BAD_REFERENCE or str(error.param).startswith("image")):
        return ContentRejected(f"{said}: a reference picture was refused")
    if status == 429:
        return ProviderRateLimited(said, retry_after=retry_after(error.response.headers, datetime.now(UTC)))
    if status == 408:
        return ProviderTimeout(said, cost_micros=None)
    if status >= 500:
        reported_by_the_api = error.type or error.code
        return ProviderUnavailable(said, cost_micros=0 if reported_by_the_api else None)
    return AccountRefused(said) if status in (401, 403) else Misconfigured(said)


def _made_before_blocked(body: object) -> bool:
    """Return whether moderation judged the finished picture, which the provider may charge for."""
    details = body.get("moderation_details") if isinstance(body, dict) else None
    return not isinstance(details, dict) or details.get("moderation_stage") != "input"


def _names(error: openai.APIStatusError) -> str:
    code = error.code if error.code and _PLAIN.fullmatch(error.code) else "no code"
    request_id = error.request_id if error.request_id and _PLAIN.fullmatch(error.request_id) else "no id"
    return f"{code}, request {request_id}"

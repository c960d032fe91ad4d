"""Faults: the error and the cost for each refused order, and for each ending of a prediction.

    an order that was answered with                 reason                  cost
    ──────────────────────────────────────────────  ──────────────────────  ─────────────────────────────
    401, 402, 403, 404, 422, 3xx, any other 4xx     misconfigured           0
    400 or 422 about the content                    content_rejected        0
    429                                             provider_rate_limited   0
    408                                             provider_timeout        unknown
    5xx                                             provider_unavailable    unknown
    2xx without an id                               bad_output              unknown

    a prediction that ended as
    ──────────────────────────────────────────────  ──────────────────────  ─────────────────────────────
    failed, about the content                       content_rejected        unknown: no statement was found
    failed, otherwise                               provider_unavailable    unknown
    canceled, after it ran                          provider_timeout        unknown: it is charged for
    aborted, before it ran                          provider_timeout        0
    succeeded, without a picture                    bad_output              the price

A refusal has no code: it is recognised by its words. No message quotes the provider's text, which may quote the prompt.
"""

import re
from datetime import datetime

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
    RenderFailure,
)

_REFUSED = re.compile(
    r"\bE005\b|\bNSFW\b|flagged|sensitive|safety|content[ _]polic|moderation|content was rejected", re.I
)


def refused(text: object) -> bool:
    """Return whether an error's text says that the content was refused."""
    return isinstance(text, str) and _REFUSED.search(text[:4000]) is not None


def of_order(reply: Reply, now: datetime) -> MirrorRealmError:
    """Return our error for an order that was not accepted: a `RenderFailure` or `Misconfigured`."""
    status, said = reply.status, f"{reply.api} answered {reply.status}"
    problem = reply.error_json()
    if status in (400, 422) and any(refused(problem.get(field)) for field in ("detail", "title")):
        return ContentRejected(f"{said}: the content was refused")
    if status == 429:
        asked = retry_after(reply.headers, now)
        return ProviderRateLimited(
            said, retry_after=retry_after_in(_detail(problem)) if asked is None else asked
        )
    if status == 408:
        return ProviderTimeout(said, cost_micros=None)
    if status >= 500:
        return ProviderUnavailable(said, cost_micros=None)
    if status == 402:
        return AccountRefused(f"{said}: the account has no credit")
    return AccountRefused(said) if status in (401, 403) else Misconfigured(said)


def of_ending(status: str, text: object) -> RenderFailure:
    """Return our error for a prediction that ended without a picture."""
    if status == "aborted":
        return ProviderTimeout("the prediction was aborted before it ran", cost_micros=0)
    if status == "canceled":
        return ProviderTimeout("the prediction was cancelled while it ran", cost_micros=None)
    if refused(text):
        return ContentRejected("the prediction failed: the content was refused", cost_micros=None)
    return ProviderUnavailable("the prediction failed", cost_micros=None)


def _detail(problem: dict[str, object]) -> str:
    detail = problem.get("detail")
    return detail if isinstance(detail, str) else ""

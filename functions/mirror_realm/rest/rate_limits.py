"""The headers about the allowance: `Retry-After` (RFC 9110), and `RateLimit` and `RateLimit-Policy`.

The last two are of the draft https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (version 11): lists
of structured fields, `r` remaining, `t` seconds until then, `q` quota, `w` seconds of the window.
"""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mirror_realm.domain.limits import Limits
from mirror_realm.domain.plans import Plan
from mirror_realm.errors import GlobalDailyLimit, LimitReached, UserDailyLimit

A_DAY = 24 * 60 * 60
NAMES = {UserDailyLimit: "user", GlobalDailyLimit: "everybody"}


def of_usage(usage: Mapping[str, Any], limits: Limits, plan: Plan, now: datetime) -> dict[str, str]:
    """Return the headers of an answer that used the allowance; no document is read for them.

    usage: the `usage` of the answer.
    """
    seconds = _seconds(datetime.fromisoformat(usage["resets_at"]), now)
    remaining = {"user": usage["user_remaining"], "everybody": usage["global_remaining"]}
    own = limits.of(plan)
    quota = {"user": own.daily, "everybody": min(limits.global_daily, own.together)}  # guests have a share
    return {
        "RateLimit": ", ".join(f'"{name}";r={left};t={seconds}' for name, left in remaining.items()),
        "RateLimit-Policy": ", ".join(f'"{name}";q={most};w={A_DAY}' for name, most in quota.items()),
    }


def exhausted(error: LimitReached, now: datetime) -> dict[str, str]:
    """Return the headers of a request over a limit."""
    if error.resets_at is None:
        return {}
    seconds = _seconds(error.resets_at, now)
    headers = {"Retry-After": str(max(1, seconds))}
    name = NAMES.get(type(error))
    if name is not None:
        headers["RateLimit"] = f'"{name}";r=0;t={seconds}'
        headers["RateLimit-Policy"] = f'"{name}";q={error.limit:g};w={A_DAY}'
    return headers


def _seconds(until: datetime, now: datetime) -> int:
    return max(0, math.ceil((until - now).total_seconds()))

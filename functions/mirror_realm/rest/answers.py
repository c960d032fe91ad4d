"""Answers in the words of HTTP: status, caching, conditional requests, and where a picture under way is found."""

import hashlib
import re
from collections.abc import Collection, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from mirror_realm import bootstrap
from mirror_realm.api.guards import Caller
from mirror_realm.rest.preferences import Preferences
from mirror_realm.rest.rate_limits import of_usage

PREFIX = "/api/v1"
UNDER_WAY = ("queued", "generating")

POLL_SECONDS = "2"
"""`Retry-After` of a picture under way."""

_PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
"""An answer belongs to its caller; a browser may keep it and ask with its ETag."""

_NO_LONGER = {"Cache-Control": "private, no-store"}


def done(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the answer to a request that changed something."""
    return JSONResponse(content, status, {**_NO_LONGER, **(headers or {})})


def nothing() -> Response:
    return Response(status_code=204, headers=_NO_LONGER)


def read(request: Request, content: Any, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer to a GET, with a strong ETag; 304 without a body if the caller has the same already."""
    answer = JSONResponse(content, headers={**_PRIVATE, **(headers or {})})
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    answer.headers["ETag"] = tag
    if not _matches(request.headers.get("if-none-match"), tag):
        return answer
    kept = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
    return Response(status_code=304, headers=kept)


def avatar(request: Request, content: dict[str, Any]) -> Response:
    """Return one avatar; while it is under way, with the time after which to ask again."""
    return read(request, content, _while_under_way(content))


def generated(content: dict[str, Any], caller: Caller, preferences: Preferences) -> JSONResponse:
    """Return the avatar of a request: 200, or 202 if it is under way and the caller prefers that."""
    location = f"{PREFIX}/avatar/{content['avatar_id']}"
    headers = {"Content-Location": location, **_while_under_way(content), **_allowance(content, caller)}
    if preferences.applied:
        headers["Preference-Applied"] = preferences.applied
    if content["status"] in UNDER_WAY and preferences.respond_async:
        return done(content, 202, headers | {"Location": location})
    return done(content, headers=headers)


def several(
    content: Mapping[str, Any],
    avatars: Collection[dict[str, Any]],
    caller: Caller,
    preferences: Preferences,
) -> JSONResponse:
    """Return several avatars; the headers about the allowance are those after the last one that used it."""
    headers: dict[str, str] = {}
    for one in avatars:
        headers |= _while_under_way(one) | _allowance(one, caller)
    if preferences.applied:
        headers["Preference-Applied"] = preferences.applied
    under_way = any(one["status"] in UNDER_WAY for one in avatars)
    return done(content, 202 if under_way and preferences.respond_async else 200, headers)


def _while_under_way(content: Mapping[str, Any]) -> dict[str, str]:
    return {"Retry-After": POLL_SECONDS} if content["status"] in UNDER_WAY else {}


def _allowance(content: Mapping[str, Any], caller: Caller) -> dict[str, str]:
    if "usage" not in content:
        return {}
    services = bootstrap.services()
    return of_usage(content["usage"], services.policy.limits, caller.user.plan, services.runtime.now())


def _matches(condition: str | None, tag: str) -> bool:
    """Return whether `If-None-Match` names the tag. It compares weakly (RFC 9110, 13.1.2)."""
    if condition is None:
        return False
    return condition.strip() == "*" or tag in re.findall(r'(?:W/)?("[^"]*")', condition)

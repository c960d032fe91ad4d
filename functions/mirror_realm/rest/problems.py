"""Problems: every error of the REST API as RFC 9457 describes it, with the reason that callables have too."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from starlette.responses import JSONResponse

from mirror_realm.api.fields import reasons_by_field
from mirror_realm.errors import InvalidRequest, LimitReached, MirrorRealmError, Refusal
from mirror_realm.rest.rate_limits import exhausted

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/"
"""The page that explains each reason, at the anchor of its name."""

STATUS = {
    "invalid-argument": 400,
    "unauthenticated": 401,
    "permission-denied": 403,
    "not-found": 404,
    "failed-precondition": 409,
    "aborted": 409,
    "resource-exhausted": 429,
    "unavailable": 503,
}
"""The HTTP status of each callable code."""

NOT_STORED = {"Cache-Control": "private, no-store"}
"""Hosting's CDN would keep a 404 of a function for ten minutes."""


class Unacceptable(MirrorRealmError):
    """A request that HTTP itself refuses: an unknown address, method or media type, or a body that is too large."""

    retryable = False

    def __init__(
        self, status: int, reason: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.headers = status, dict(headers or {})
        self.its_reason = reason
        super().__init__(message)


def of_request(error: Unacceptable) -> JSONResponse:
    return _problem(error.status, error.its_reason, str(error), headers=error.headers)


def of_refusal(refusal: Refusal, now: Callable[[], datetime]) -> JSONResponse:
    """Return the problem of a refusal; `Retry-After` says when a repetition may succeed, if that is known.

    now: is called only for a limit: a deployment whose settings are refused has no clock.
    """
    headers: dict[str, str] = {}
    if refusal.code == "unauthenticated":
        headers["WWW-Authenticate"] = 'Bearer realm="mirror realm"'
    elif isinstance(refusal, LimitReached):
        headers |= exhausted(refusal, now())
    elif refusal.retryable:
        headers["Retry-After"] = "1"
    return _problem(
        STATUS[refusal.code],
        refusal.reason,
        str(refusal),
        retryable=refusal.retryable,
        headers=headers,
        **refusal.details(),
    )


def of_fault(error_id: str) -> JSONResponse:
    """Return the problem of an error of ours. The log has the traceback under the same id."""
    return _problem(500, "internal", "something went wrong on our side", retryable=True, error_id=error_id)


def of_fields(errors: Iterable[Mapping[str, Any]]) -> InvalidRequest:
    """Return the refusal of a request that FastAPI could not read. The values that were sent are not in it."""
    named = [{**error, "loc": _without_place(error), "msg": _plainly(error)} for error in errors]
    return InvalidRequest(reasons_by_field(named))


def _without_place(error: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return an error's path without `body`, `query`, `path` or `header` before it, and without a position in JSON."""
    if error["type"] == "json_invalid":
        return ("body",)
    return tuple(error["loc"][1:]) or ("body",)


def _plainly(error: Mapping[str, Any]) -> str:
    """Return the message of an error, in the words of the callables."""
    bounds = {"greater_than_equal": ("at least", "ge"), "less_than_equal": ("at most", "le")}
    if error["type"] in bounds:
        words, name = bounds[error["type"]]
        return f"must be {words} {error['ctx'][name]}"
    if error["type"] in ("int_parsing", "bool_parsing"):
        return "must be a whole number" if error["type"] == "int_parsing" else "must be true or false"
    return "is required" if error["type"] == "missing" else str(error["msg"])


def _problem(
    status: int,
    reason: str,
    detail: str,
    *,
    retryable: bool = False,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    body = {
        "type": f"{REFERENCE}#{reason}",
        "title": reason.replace("_", " "),
        "status": status,
        "detail": detail,
        "reason": reason,
        "retryable": retryable,
        **more,
    }
    return JSONResponse(body, status, {**NOT_STORED, **(headers or {})}, MEDIA_TYPE)

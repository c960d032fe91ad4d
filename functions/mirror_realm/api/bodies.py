"""Bodies: the size, depth and form of a request's JSON, checked before authentication.

An invalid body is replaced by an empty one and the callable then refuses the call with a reason, because
firebase-functions 0.6 itself answers `internal` to malformed JSON and logs fields that it does not know.
"""

import functools
import io
import json
import re
from collections.abc import Callable
from typing import Any

from flask import Request, Response
from werkzeug.exceptions import RequestEntityTooLarge

from mirror_realm.errors import InvalidRequest

MOST_BYTES = 64 * 1024
"""Ten times the largest avatar request."""

DEEPEST = 16
"""The deepest nesting of objects and lists; an avatar request has four levels."""

Function = Callable[[Request], Response]

_WHY = "mirror_realm.refused_body"
_EMPTY = b'{"data": null}'
# A string up to its end or the end of the body: each byte is read once, for any input.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def bounded(function: Function) -> Function:
    """Wrap a callable so that it never receives a body beyond these bounds."""

    @functools.wraps(function)
    def within_bounds(request: Request) -> Response:
        body = _read(request)
        if body is None:
            return function(_emptied(request, f"must be at most {MOST_BYTES // 1024} KB of JSON"))
        if body.count(b"[") + body.count(b"{") > DEEPEST and depth(body) > DEEPEST:
            return function(_emptied(request, f"must be at most {DEEPEST} levels deep"))
        if request.method == "POST" and not _is_call(body):
            return function(_emptied(request, 'must be sent as {"data": ...} in JSON'))
        return function(request)

    return within_bounds


def refuse_emptied(request: Request) -> None:
    """Raise InvalidRequest if the request's body was replaced."""
    why = request.environ.get(_WHY)
    if why is not None:
        raise InvalidRequest({"data": why})


def depth(body: bytes) -> int:
    """Return the deepest nesting of brackets in JSON, which may be malformed."""
    deepest = level = 0
    for token in _TOKEN.finditer(body):
        if token[0] in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif token[0] in b"]}":
            level -= 1
    return deepest


def _read(request: Request) -> bytes | None:
    """Return the body, which stays readable in the request; None if it is too large."""
    # One byte above the limit: werkzeug returns that much of a body without a declared length, and drops the rest.
    request.max_content_length = MOST_BYTES + 1
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= MOST_BYTES else None


def _is_call(body: bytes) -> bool:
    # Decoded as UTF-8 here: the parser would also accept UTF-16, in which `depth` does not see brackets.
    try:
        value = json.loads(body.decode())
    except ValueError:
        return False
    return isinstance(value, dict) and value.keys() == {"data"}


def _emptied(request: Request, why: str) -> Request:
    environ: dict[str, Any] = {
        **request.environ,
        "wsgi.input": io.BytesIO(_EMPTY),
        "CONTENT_LENGTH": str(len(_EMPTY)),
        _WHY: why,
    }
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return Request(environ)

"""Bodies: how large and how deep a request may be, and that it is a call. Looked at before anybody signs in.

What is too much or no call is taken out of the request, and the call refused with a reason where every refusal is told:
firebase-functions 0.6 answers `internal` to malformed JSON and writes fields it does not know into the log.
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
"""Ten times the largest wish."""

DEEPEST = 16
"""Objects and lists within each other; a wish has four."""

Function = Callable[[Request], Response]

_WHY = "mirror_realm.refused_body"
_EMPTY = b'{"data": null}'
# A string to its end, or to the body's: each byte is looked at once, whatever the bytes are.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def bounded(function: Function) -> Function:
    """A callable as Firebase calls it, but never with a body beyond these bounds."""

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
    """Raises InvalidRequest where the request's body had been too much."""
    why = request.environ.get(_WHY)
    if why is not None:
        raise InvalidRequest({"data": why})


def depth(body: bytes) -> int:
    """How deep the brackets of some JSON are nested at most, malformed or not."""
    deepest = level = 0
    for token in _TOKEN.finditer(body):
        if token[0] in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif token[0] in b"]}":
            level -= 1
    return deepest


def _read(request: Request) -> bytes | None:
    """The body, which the request keeps; None where it is too large."""
    # One more than fits: of a body whose length nobody announced werkzeug returns that much and drops the rest.
    request.max_content_length = MOST_BYTES + 1
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= MOST_BYTES else None


def _is_call(body: bytes) -> bool:
    # Decoded here: the parser would take UTF-16 too, in which brackets can hide from `depth`.
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

"""Bodies: the size, depth and form of a request's JSON, checked before authentication.

An invalid body is replaced by an empty one and the call is then refused with a reason: before a callable,
firebase-functions 0.6 itself answers `internal` to malformed JSON and logs fields that it does not know.
"""

import functools
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
"""The key of a `Refused` in a WSGI environment; no header of a request can set it."""
_EMPTY = b'{"data": null}'
# A string up to its end or the end of the body: each byte is read once, for any input.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Refused:
    """The reason why a body was replaced."""

    message: str
    too_large: bool = False


def bounded(function: Function) -> Function:
    """Wrap a callable so that it never receives a body beyond these bounds."""

    @functools.wraps(function)
    def within_bounds(request: Request) -> Response:
        body = _read(request)
        refused = _out_of_bounds(body)
        if refused is None and request.method == "POST" and not _is_call(body or b""):
            refused = Refused('must be sent as {"data": ...} in JSON')
        return function(request if refused is None else Request(_emptied(request, refused)))

    return within_bounds


def bounded_environ(request: Request) -> dict[str, Any]:
    """Return the WSGI environment of a request, with its whole body as the input: within these bounds, else empty."""
    body = _read(request)
    refused = _out_of_bounds(body)
    if refused is None and b"\0" in (body or b""):
        # The parser would take it for UTF-16, in which `depth` does not see brackets.
        refused = Refused("must be JSON in UTF-8")
    return _emptied(request, refused) if refused is not None else _with_input(request, body or b"")


def refuse_emptied(request: Request) -> None:
    """Raise InvalidRequest if the request's body was replaced."""
    refused = why_refused(request.environ)
    if refused is not None:
        raise InvalidRequest({"data": refused.message})


def why_refused(environ: Mapping[str, Any]) -> Refused | None:
    """Return the reason why the body of this request was replaced; None if it was not."""
    refused: Refused | None = environ.get(_WHY)
    return refused


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


def _out_of_bounds(body: bytes | None) -> Refused | None:
    if body is None:
        return Refused(f"must be at most {MOST_BYTES // 1024} KB of JSON", too_large=True)
    if body.count(b"[") + body.count(b"{") > DEEPEST and depth(body) > DEEPEST:
        return Refused(f"must be at most {DEEPEST} levels deep")
    return None


def _emptied(request: Request, refused: Refused) -> dict[str, Any]:
    return _with_input(request, _EMPTY) | {_WHY: refused}


def _with_input(request: Request, body: bytes) -> dict[str, Any]:
    environ: dict[str, Any] = {
        **request.environ,
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
    }
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return environ

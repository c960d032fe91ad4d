"""The webhook of queued providers: it brings the handle of an order whose answer was lost.

A message is believed only as far as its signature goes: it names a prediction, which is then collected with our key.
The signature does not cover the address, so that names the call by a key that is stored with the call alone.
"""

import json
import re
from typing import TYPE_CHECKING

from flask import Request, Response
from werkzeug.exceptions import RequestEntityTooLarge

from mirror_realm import events
from mirror_realm.api.signatures import signed
from mirror_realm.services.ports.providers import CallName

if TYPE_CHECKING:
    from mirror_realm.assembly import Services

MOST_BYTES = 4 * 1024 * 1024
"""A message repeats the prediction's input: up to 16 photos of 256 KB."""

_CALL = re.compile(r"([A-Za-z0-9]{1,64})-([0-9]{1,3})", re.ASCII)
_HANDLE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def provider_webhook(request: Request, services: "Services") -> Response:
    """Store the handle that a signed message brings, where its call is open and has none.

    Returns 204 for every signed message, also of an unknown, ended or erased job; 401 for any other; 503 if the
    provider has to send it again.
    """
    if request.method != "POST":
        return Response(status=405)
    body = _read(request)
    if body is None:
        return Response(status=413)
    secret = services.settings.replicate_webhook_secret
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not signed(headers, body, secret, services.runtime.now()):
        events.webhook_refused()
        return Response(status=401)
    call, handle = _call(request), _handle(body)
    if call is None or handle is None:
        return Response(status=204)
    try:
        services.predictions.announced(call, handle)
    except Exception:
        events.webhook_failed(call.render_id)
        return Response(status=503)
    return Response(status=204)


def _read(request: Request) -> bytes | None:
    """Return the body; None if it is too large."""
    request.max_content_length = MOST_BYTES + 1
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= MOST_BYTES else None


def _call(request: Request) -> CallName | None:
    """Return the call that the address names; None if it names none."""
    named, key = _CALL.fullmatch(request.args.get("call", "")), request.args.get("key", "")
    if named is None or not _HANDLE.fullmatch(key):
        return None
    return CallName(named[1], int(named[2]), key)


def _handle(body: bytes) -> str | None:
    """Return the prediction's id in a message; None if it has none."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    handle = content.get("id") if isinstance(content, dict) else None
    return handle if isinstance(handle, str) and _HANDLE.fullmatch(handle) else None

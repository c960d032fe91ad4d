"""Signatures of webhooks, by the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.body`.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
"""The most that a message's time may differ from ours: an older one may have been recorded and sent again."""

_PREFIX = "whsec_"
_MOST_SIGNATURES = 8
_STAMP = re.compile(r"[0-9]{1,11}", re.ASCII)
_ID = re.compile(r"[!-~]{1,256}", re.ASCII)


def signed(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> bool:
    """Return whether a message has a valid signature that is not older or newer than TOLERANCE.

    headers: by name in lower case.
    secret: `whsec_` and the key in base64; without a secret, no message is valid.
    """
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    key = _key(secret)
    if not key or not _ID.fullmatch(message_id) or not _STAMP.fullmatch(stamp):
        return False
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        return False
    content = f"{message_id}.{stamp}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest())
    # A secret that is being exchanged signs twice.
    given = headers.get("webhook-signature", "").split(" ")[:_MOST_SIGNATURES]
    valid = [
        hmac.compare_digest(wanted, one.removeprefix("v1,").encode())
        for one in given
        if one.startswith("v1,")
    ]
    return any(valid)


def _key(secret: str) -> bytes:
    """Return the key; an empty one if the secret is malformed."""
    if not secret.startswith(_PREFIX):
        return b""
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""

"""FcmSender: pushes by Firebase Cloud Messaging's HTTP API, one POST each. Importing this imports `httpx2`.

the answer                                                          what it means
──────────────────────────────────────────────────────────────────  ────────────────────────────────────
2xx                                                                 SENT
404 UNREGISTERED; 400 INVALID_ARGUMENT about the token              GONE: the token is of no device
403 SENDER_ID_MISMATCH; any other 400 or 404                        REFUSED: this message, or this token
anything else, no answer in time, no credentials                    PushFailed: no other will get through

https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode and .../projects.messages
"""

import json
import time
from collections.abc import Callable
from typing import Any

import httpx2

from mirror_realm.adapters.providers.wire.client import PLAIN, bounded_client
from mirror_realm.adapters.providers.wire.transport import AnswerTooLarge
from mirror_realm.services.ports.push import Delivery, Push, PushFailed

URL = "https://fcm.googleapis.com"
SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
LARGEST_ANSWER = 64 * 1024

LIFE_SECONDS = 24 * 3600
"""A push to a device that is off is kept this long: half the time for which an erasure is watched over."""


class FcmSender:
    """A sender for one project. Safe to share between threads."""

    def __init__(
        self, project: str, base_url: str = "", bearer: Callable[[float], str] | None = None
    ) -> None:
        """Make a sender.

        bearer: returns the OAuth token within some seconds; None where the service asks for none, as in tests.
        """
        self._address = f"{(base_url or URL).rstrip('/')}/v1/projects/{project}/messages:send"
        self._bearer = bearer
        self._client = bounded_client(LARGEST_ANSWER)

    def send(self, token: str, push: Push, timeout_seconds: float) -> Delivery:
        """Send a push, once. Raises PushFailed."""
        ends = time.monotonic() + timeout_seconds
        headers = {**PLAIN, **self._authorization(timeout_seconds / 3)}
        # A call that stalls takes twice its timeout.
        left = (ends - time.monotonic()) / 2
        try:
            answer = self._client.post(
                self._address,
                json={"message": message(token, push, int(time.time()))},
                headers=headers,
                timeout=httpx2.Timeout(left),
            )
        except AnswerTooLarge:
            raise PushFailed("answer_too_large") from None
        except httpx2.TimeoutException:
            raise PushFailed("timeout") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
            # Not chained: the request in the exception has the token.
            raise PushFailed("unreachable") from None
        return _delivery(answer)

    def _authorization(self, seconds: float) -> dict[str, str]:
        if self._bearer is None:
            return {}
        from mirror_realm.adapters.push.bearer import NoBearer

        try:
            return {"Authorization": f"Bearer {self._bearer(seconds)}"}
        except NoBearer:
            raise PushFailed("no_credentials") from None


def message(token: str, push: Push, now: int) -> dict[str, Any]:
    """Return the message as the API takes it. now: seconds since 1970."""
    avatar_id = push.avatar_id
    return {
        "token": token,
        "notification": {"title": push.text.title, "body": push.text.body},
        "data": {"avatar_id": avatar_id, "status": push.status},
        "android": {
            "collapse_key": avatar_id,
            "ttl": f"{LIFE_SECONDS}s",
            "notification": {"tag": avatar_id},
        },
        "apns": {"headers": {"apns-collapse-id": avatar_id, "apns-expiration": str(now + LIFE_SECONDS)}},
        "webpush": {
            "headers": {"Topic": avatar_id, "TTL": str(LIFE_SECONDS)},
            "notification": {"tag": avatar_id},
        },
    }


def _delivery(answer: httpx2.Response) -> Delivery:
    """Return what an answer means. Raises PushFailed."""
    status = answer.status_code
    if 200 <= status < 300:
        return Delivery.SENT
    error = _object(_json(answer.content).get("error"))
    details = [_object(one) for one in _list(error.get("details"))]
    codes = {one.get("errorCode") for one in details if isinstance(one.get("errorCode"), str)}
    if status == 404 and "UNREGISTERED" in codes:
        return Delivery.GONE
    if status == 400 and "INVALID_ARGUMENT" in codes and _about_the_token(error, details):
        return Delivery.GONE
    # The last is of the token's own platform: a project without its APNs key, a browser's other VAPID key.
    mismatched = (status == 403 and "SENDER_ID_MISMATCH" in codes) or (
        status == 401 and "THIRD_PARTY_AUTH_ERROR" in codes
    )
    if status in (400, 404) or mismatched:
        return Delivery.REFUSED
    raise PushFailed(f"answered_{status}")


def _about_the_token(error: dict[str, Any], details: list[dict[str, Any]]) -> bool:
    """Return whether the API refuses the token, and not another part of the message, which would be our fault."""
    violations = [_object(one) for detail in details for one in _list(detail.get("fieldViolations"))]
    if any(one.get("field") == "message.token" for one in violations):
        return True
    return not violations and "registration token" in str(error.get("message", ""))


def _json(body: bytes) -> dict[str, Any]:
    try:
        return _object(json.loads(body))
    except (ValueError, RecursionError):
        return {}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

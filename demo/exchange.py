"""HTTP exchanges with a running backend; failures become messages that can be shown."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 60.0
"""The timeout of the app's own callables."""


class CallFailed(Exception):
    """A call that the backend refused or did not answer; the message can be shown."""

    def __init__(self, message: str, *, reason: str = "", status: int | None = None) -> None:
        self.reason = reason
        """The reason that a callable gave; empty without one."""
        self.status = status
        """The HTTP status; None without an answer."""
        super().__init__(message)


def post_json(url: str, body: dict[str, Any], *, token: str | None = None) -> dict[str, Any]:
    """Send a JSON object and return the answer. Raises CallFailed."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    reply: dict[str, Any] = json.loads(exchange(Request(url, json.dumps(body).encode(), headers)))
    return reply


def exchange(request: Request) -> bytes:
    """Return the body of the answer. Raises CallFailed."""
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as reply:
            content: bytes = reply.read()
            return content
    except HTTPError as error:
        raise _refusal(error) from None
    except (URLError, TimeoutError, ConnectionError) as error:
        raise CallFailed(f"No answer from {request.host}: {error}") from None


def _refusal(error: HTTPError) -> CallFailed:
    """Return the error of a callable's refusal, or of the HTTP status alone for another kind of answer."""
    with error:
        try:
            refusal = json.loads(error.read())["error"]
            reason = (refusal.get("details") or {}).get("reason", "")
            return CallFailed(refusal["message"], reason=reason, status=error.code)
        except (ValueError, KeyError, TypeError, AttributeError):
            return CallFailed(f"HTTP {error.code} {error.reason}", status=error.code)

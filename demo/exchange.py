"""HTTP exchanges with a running backend; one that fails is told in words fit to be shown."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 60.0
"""As long as the app's own callables wait."""


class CallFailed(Exception):
    """A call that the backend refused or did not answer; the message is fit to be shown."""

    def __init__(self, message: str, *, reason: str = "", status: int | None = None) -> None:
        self.reason = reason
        """A callable's own reason."""
        self.status = status
        """HTTP's; None where nobody answered."""
        super().__init__(message)


def post_json(url: str, body: dict[str, Any], *, token: str | None = None) -> dict[str, Any]:
    """The answer to a JSON object. Raises CallFailed."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    reply: dict[str, Any] = json.loads(exchange(Request(url, json.dumps(body).encode(), headers)))
    return reply


def exchange(request: Request) -> bytes:
    """The body of the answer. Raises CallFailed."""
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as reply:
            content: bytes = reply.read()
            return content
    except HTTPError as error:
        raise _refusal(error) from None
    except (URLError, TimeoutError, ConnectionError) as error:
        raise CallFailed(f"No answer from {request.host}: {error}") from None


def _refusal(error: HTTPError) -> CallFailed:
    """What a callable says when it refuses; the bare status where something else answered."""
    with error:
        try:
            told = json.loads(error.read())["error"]
            reason = (told.get("details") or {}).get("reason", "")
            return CallFailed(told["message"], reason=reason, status=error.code)
        except (ValueError, KeyError, TypeError, AttributeError):
            return CallFailed(f"HTTP {error.code} {error.reason}", status=error.code)

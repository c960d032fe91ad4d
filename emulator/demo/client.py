"""What an app does: sign in, call `generate_avatar`, load pictures. HTTP alone, no Firebase SDK."""

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from emulator.demo.people import DemoPerson

CALL_TIMEOUT_SECONDS = 60.0
"""As long as the app's own callables wait."""

WAIT_SECONDS = 20.0
"""How long one call waits for the picture; then it is asked for again."""

_UNDER_WAY = ("queued", "generating")


class CallFailed(Exception):
    """A call that the backend refused or did not answer; the message is fit to be shown."""

    def __init__(self, message: str, reason: str = "") -> None:
        self.reason = reason
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody signed in."""

    uid: str
    token: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer of `generate_avatar`, and the seconds from the wish to it."""

    answer: dict[str, Any]
    seconds: float

    @property
    def completed(self) -> bool:
        return bool(self.answer["status"] == "completed")


@dataclass(frozen=True, slots=True)
class Client:
    """The app's side of a running backend."""

    functions_url: str
    auth: str
    """`HOST:PORT` of the auth emulator."""
    patience_seconds: float
    """When it stops asking for one picture."""

    def sign_up(self, person: DemoPerson) -> SignedIn:
        """A new account. Raises CallFailed."""
        account = _post(
            f"http://{self.auth}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any",
            {
                "email": person.email,
                "password": person.password,
                "displayName": person.name,
                "returnSecureToken": True,
            },
        )
        return SignedIn(account["localId"], account["idToken"])

    def generate_avatar(self, person: SignedIn, wish: dict[str, Any]) -> Asked:
        """Asks until the avatar is completed or failed. Raises CallFailed, also when patience runs out."""
        started = time.monotonic()
        while True:
            answer = self._call("generate_avatar", person, wish)
            seconds = time.monotonic() - started
            if answer["status"] not in _UNDER_WAY:
                return Asked(answer, seconds)
            if seconds > self.patience_seconds:
                raise CallFailed(f"The picture is still {answer['status']} after {seconds:.0f} s.")

    def picture(self, url: str) -> bytes:
        """The file behind a link of an avatar. Raises CallFailed."""
        return _exchange(Request(url))

    def _call(self, name: str, person: SignedIn, data: dict[str, Any]) -> dict[str, Any]:
        reply = _post(f"{self.functions_url}/{name}", {"data": data}, token=person.token)
        result: dict[str, Any] = reply["result"]
        return result


def _post(url: str, body: dict[str, Any], *, token: str | None = None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    reply: dict[str, Any] = json.loads(_exchange(Request(url, json.dumps(body).encode(), headers)))
    return reply


def _exchange(request: Request) -> bytes:
    try:
        with urlopen(request, timeout=CALL_TIMEOUT_SECONDS) as reply:
            content: bytes = reply.read()
            return content
    except HTTPError as error:
        raise _refusal(error) from None
    except (URLError, TimeoutError, ConnectionError) as error:
        raise CallFailed(f"No answer from {request.host}: {error}") from None


def _refusal(error: HTTPError) -> CallFailed:
    """What a callable says when it refuses; the bare status where something else answered."""
    try:
        told = json.loads(error.read())["error"]
        return CallFailed(told["message"], (told.get("details") or {}).get("reason", ""))
    except (ValueError, KeyError, TypeError):
        return CallFailed(f"HTTP {error.code} {error.reason}")

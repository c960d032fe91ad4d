"""An app's client: sign in, call the callables, load pictures. It uses plain HTTP, no Firebase SDK."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.request import Request

from demo.exchange import CallFailed, exchange, post_json
from demo.people import DemoPerson

WAIT_SECONDS = 20.0
"""The time that one call waits for the picture before it is repeated."""

_UNDER_WAY = ("queued", "generating")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A signed-in user."""

    uid: str
    token: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A callable's answer about an avatar, and the seconds from the request to the answer."""

    answer: dict[str, Any]
    seconds: float

    @property
    def completed(self) -> bool:
        return bool(self.answer["status"] == "completed")

    @property
    def as_wished(self) -> bool:
        """Whether the picture is the requested one, not a fallback."""
        return self.completed and not self.answer["degraded"]


@dataclass(frozen=True, slots=True)
class Client:
    """A client of a running backend."""

    functions_url: str
    auth: str
    """`HOST:PORT` of the auth emulator."""
    patience_seconds: float
    """The time after which it stops waiting for one picture."""

    def sign_up(self, person: DemoPerson) -> SignedIn:
        """Create an account and return its user. Raises CallFailed."""
        account = post_json(
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
        """Request an avatar until it is completed or failed. Raises CallFailed, also after `patience_seconds`."""
        started = time.monotonic()
        while True:
            answer = self.call("generate_avatar", person, wish)
            seconds = time.monotonic() - started
            if answer["status"] not in _UNDER_WAY:
                return Asked(answer, seconds)
            self._be_patient(seconds)

    def generate_trilogy(self, person: SignedIn, wish: dict[str, Any]) -> Mapping[str, Asked]:
        """Request a trilogy until all three are completed or failed; return them by timeline.

        Raises CallFailed, also after `patience_seconds`.
        """
        started = time.monotonic()
        while True:
            answers = self.call("generate_trilogy", person, wish)
            if not any(answer["status"] in _UNDER_WAY for answer in answers.values()):
                return {name: Asked(answer, _seconds_to_make(answer)) for name, answer in answers.items()}
            self._be_patient(time.monotonic() - started)

    def generate_set(self, person: SignedIn, wish: dict[str, Any]) -> Sequence[Asked]:
        """Request variations until all are completed or failed. Raises CallFailed, also after `patience_seconds`."""
        started = time.monotonic()
        while True:
            answers = self.call("generate_avatar", person, wish)["avatars"]
            if not any(answer["status"] in _UNDER_WAY for answer in answers):
                return [Asked(answer, _seconds_to_make(answer)) for answer in answers]
            self._be_patient(time.monotonic() - started)

    def call(self, name: str, person: SignedIn, data: dict[str, Any]) -> dict[str, Any]:
        """Return the result of a callable. Raises CallFailed."""
        reply = post_json(f"{self.functions_url}/{name}", {"data": data}, token=person.token)
        result: dict[str, Any] = reply["result"]
        return result

    def picture(self, url: str) -> bytes:
        """Return the file of an avatar's link. Raises CallFailed."""
        return exchange(Request(url))

    def _be_patient(self, seconds: float) -> None:
        if seconds > self.patience_seconds:
            raise CallFailed(f"The picture is still not there after {seconds:.0f} s.")


def _seconds_to_make(answer: Mapping[str, Any]) -> float:
    """Return the seconds from the request to the picture, by the answer's own times."""
    begun, done = (datetime.fromisoformat(answer[field]) for field in ("created_at", "generation_time"))
    return (done - begun).total_seconds()

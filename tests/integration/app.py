"""The app as tests play it: signs people in and calls functions over HTTP."""

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class App:
    """What the app knows: addresses, and how to call."""

    functions: str
    auth: str

    def sign_in(self) -> str:
        """Return a new anonymous person's ID token."""
        url = f"http://{self.auth}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
        return str(post(url, {"returnSecureToken": True})["idToken"])

    def call(self, function: str, token: str | None, /, **data: Any) -> dict[str, Any]:
        """Return a callable's whole answer: `result` or `error` (and then the HTTP status as `http`)."""
        return post(f"{self.functions}/{function}", {"data": data}, token)

    def generate(self, token: str | None, **data: Any) -> dict[str, Any]:
        """`generate_avatar`'s answer."""
        return self.call("generate_avatar", token, **data)


def post(url: str, body: Any, token: str | None = None) -> dict[str, Any]:
    """Return the JSON that comes back; of a refusal with its HTTP status as `http`."""
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as refused:
        with refused:
            return {"http": refused.code, **json.load(refused)}


def uid_of(token: str) -> str:
    body = token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"])


def days(active_days: int, **metrics: Any) -> dict[str, Any]:
    return {"progress_metrics": {"active_days": active_days, **metrics}}

"""Out-of-band codes: what the service would send by e-mail, kept here until it is used."""

import secrets
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

MODES = {
    "VERIFY_EMAIL": "verifyEmail",
    "PASSWORD_RESET": "resetPassword",
    "EMAIL_SIGNIN": "signIn",
    "VERIFY_AND_CHANGE_EMAIL": "verifyAndChangeEmail",
}
"""The kinds of codes, and how the `mode` of an action link names each."""


@dataclass(frozen=True)
class OobCode:
    """One code, and the link that would stand in the e-mail."""

    code: str
    request_type: str
    """A key of `MODES`."""
    email: str
    link: str
    new_email: str | None = None
    """The address that the account gets, of `VERIFY_AND_CHANGE_EMAIL`."""

    def resource(self) -> dict[str, Any]:
        """Return the code as firebase-tools lists it."""
        resource = {
            "email": self.email,
            "requestType": self.request_type,
            "oobCode": self.code,
            "oobLink": self.link,
        }
        return {**resource, "newEmail": self.new_email} if self.new_email else resource


class OobCodes:
    """The codes that were made and not used, oldest first."""

    def __init__(self) -> None:
        self._projects: dict[str, dict[str, OobCode]] = {}
        self._lock = threading.Lock()

    def create(
        self,
        project: str,
        request_type: str,
        email: str,
        *,
        base_url: str,
        continue_url: str | None = None,
        new_email: str | None = None,
    ) -> OobCode:
        """Make a code, whose action link leads to this service."""
        code = secrets.token_urlsafe(40)
        query = {"mode": MODES[request_type], "lang": "en", "oobCode": code, "apiKey": "fake-api-key"}
        if continue_url:
            query["continueUrl"] = continue_url
        link = f"{base_url.rstrip('/')}/emulator/action?{urlencode(query)}"
        made = OobCode(code, request_type, email, link, new_email)
        with self._lock:
            self._projects.setdefault(project, {})[code] = made
        return made

    def find(self, project: str, code: str) -> OobCode | None:
        """Return an unused code."""
        with self._lock:
            return self._projects.get(project, {}).get(code)

    def use(self, project: str, code: str) -> None:
        """Delete a code, so that it cannot be used again."""
        with self._lock:
            self._projects.get(project, {}).pop(code, None)

    def all(self, project: str) -> list[OobCode]:
        """Return the unused codes of a project, oldest first."""
        with self._lock:
            return list(self._projects.get(project, {}).values())

    def clear(self, project: str) -> None:
        """Delete all codes of a project."""
        with self._lock:
            self._projects.pop(project, None)

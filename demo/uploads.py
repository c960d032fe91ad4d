"""A user's photo in Storage, uploaded and looked up as the Firebase SDKs do it, with the user's token."""

import json
from dataclasses import dataclass
from urllib.parse import quote
from urllib.request import Request

from demo.client import SignedIn
from demo.exchange import CallFailed, exchange

_BOUNDARY = "the-photo-ends-here"


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder `uploads/{uid}/` of a signed-in user."""

    storage: str
    """`HOST:PORT` of the Storage emulator."""
    bucket: str

    def upload(self, person: SignedIn, name: str, jpeg: bytes) -> str:
        """Upload a photo and return its path. Raises CallFailed, also if the rules refuse it."""
        path = f"uploads/{person.uid}/{name}"
        resource = json.dumps({"name": path, "contentType": "image/jpeg"})
        head = (
            f"--{_BOUNDARY}\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{resource}\r\n"
            f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\n\r\n"
        )
        headers = {
            **_authorization(person),
            "X-Goog-Upload-Protocol": "multipart",
            "Content-Type": f"multipart/related; boundary={_BOUNDARY}",
        }
        body = head.encode() + jpeg + f"\r\n--{_BOUNDARY}--".encode()
        exchange(Request(f"{self._objects}?name={quote(path, safe='')}", body, headers))
        return path

    def is_there(self, person: SignedIn, path: str) -> bool:
        """Return whether Storage has the file, asked as its owner. Raises CallFailed for any other answer."""
        try:
            exchange(Request(f"{self._objects}/{quote(path, safe='')}", headers=_authorization(person)))
        except CallFailed as error:
            if error.status == 404:
                return False
            raise
        return True

    @property
    def _objects(self) -> str:
        return f"http://{self.storage}/v0/b/{self.bucket}/o"


def _authorization(person: SignedIn) -> dict[str, str]:
    return {"Authorization": f"Firebase {person.token}"}

"""The storage service: it passes each request to its API and answers refusals in the service's wording."""

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.access import AccessPolicy, AllowEveryone
from embedded_firebase.storage.batch import handle_batch
from embedded_firebase.storage.errors import StorageError
from embedded_firebase.storage.firebase_api import FirebaseApi
from embedded_firebase.storage.guard import ClaimsReader, Guard
from embedded_firebase.storage.json_api import JsonApi
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.public_addresses import PublicAddresses
from embedded_firebase.storage.sessions import UploadSessions

LARGEST_UPLOAD = 1024 * 1024 * 1024
"""Bytes in one request. The service takes more; objects are kept in memory here."""


def _no_claims(_: str) -> Mapping[str, Any] | None:
    """Read no claims: every caller is anonymous."""
    return None


class StorageService:
    """Serve Cloud Storage and Firebase Storage over the same objects."""

    def __init__(self, *, access: AccessPolicy | None = None, read_claims: ClaimsReader = _no_claims) -> None:
        self.objects = ObjectStore()
        self._sessions = UploadSessions()
        self._json_api = JsonApi(self.objects, self._sessions)
        self._public = PublicAddresses(self.objects)
        guard = Guard(self.objects, access or AllowEveryone(), read_claims)
        self._firebase_api = FirebaseApi(self.objects, self._sessions, guard)

    def handle(self, request: Request) -> Response:
        """Answer a request of either API."""
        try:
            if request.path.startswith("/v0/"):
                return self._firebase_api.handle(request)
            if request.path in ("/batch/storage/v1", "/batch"):
                return handle_batch(request, self._handle_json)
            if request.path == "/":
                return Response("Ok\n")
            if request.path == "/internal/reset" and request.method == "POST":
                self.clear()
                return Response("OK")
            if answer := self._public.handle(request, request.environ["RAW_URI"].partition("?")[0]):
                return answer
        except StorageError as error:
            return error.response()
        return self._handle_json(request)

    def _handle_json(self, request: Request) -> Response:
        try:
            return self._json_api.handle(request)
        except StorageError as error:
            return error.response()

    def clear(self) -> None:
        """Delete all objects and uploads."""
        self.objects.clear()
        self._sessions.clear()

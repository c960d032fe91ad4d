"""Uploads through the `/v0/` API: whole in one multipart body, or resumable by `X-Goog-Upload-Command`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.access import Method
from embedded_firebase.storage.download_tokens import DOWNLOAD_TOKENS, new_token
from embedded_firebase.storage.errors import Invalid, ObjectNotFound, StorageError
from embedded_firebase.storage.firebase_resources import firebase_response
from embedded_firebase.storage.guard import Guard
from embedded_firebase.storage.multipart import split_multipart
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.resources import content_of, parse_resource, require_valid_name
from embedded_firebase.storage.sessions import UploadSession, UploadSessions
from embedded_firebase.storage.stored_object import StoredObject


class FirebaseUploads:
    """Store the uploads of users that the guard allows."""

    def __init__(self, store: ObjectStore, sessions: UploadSessions, guard: Guard) -> None:
        self._store = store
        self._sessions = sessions
        self._guard = guard

    def post(self, request: Request, bucket: str, name: str) -> Response:
        """Take a whole upload, or begin or continue a resumable one."""
        if "upload_id" in request.args:
            return self._continue(request)
        protocol = request.headers.get("X-Goog-Upload-Protocol", "")
        command = request.headers.get("X-Goog-Upload-Command", "start" if protocol == "resumable" else "")
        if command == "start":
            return self._begin(request, bucket, name)
        if command:
            raise Invalid(f"The command {command} names no upload.")
        if protocol == "multipart":
            parts = split_multipart(request.headers.get("Content-Type", ""), request.get_data())
            if len(parts) != 2:
                raise Invalid("A multipart upload has two parts: the metadata and the media.")
            resource, data = parse_resource(parts[0].body), parts[1].body
            content_type = parts[1].headers.get("content-type")
        else:
            resource, data, content_type = {}, request.get_data(), request.headers.get("Content-Type")
        stored = self._store_object(request, bucket, name, resource, data, content_type)
        return firebase_response(stored)

    def _store_object(
        self,
        request: Request,
        bucket: str,
        name: str,
        resource: Mapping[str, Any],
        data: bytes,
        content_type: str | None,
    ) -> StoredObject:
        name = name or str(resource.get("name", ""))
        require_valid_name(name)
        content = content_of(resource, data, content_type)
        # Only the service makes tokens: one chosen by a user could be guessed.
        content = replace(content, metadata={**content.metadata, DOWNLOAD_TOKENS: new_token()})
        method: Method = "update" if self._store.find(bucket, name) else "create"
        # Rules look at the object as it would be: made in a separate store, where no client sees it.
        proposed = ObjectStore().put(bucket, name, content)
        self._guard.require(request, method, bucket, name, proposed)
        return self._store.put(bucket, name, content)

    def _begin(self, request: Request, bucket: str, name: str) -> Response:
        resource = parse_resource(request.get_data())
        content_type = request.headers.get("X-Goog-Upload-Header-Content-Type")

        def finish(data: bytes, _: Headers) -> StoredObject:
            return self._store_object(request, bucket, name, resource, data, content_type)

        session = self._sessions.begin(resource, finish)
        url = f"{request.base_url}?upload_id={session.identifier}&upload_protocol=resumable"
        return Response(
            headers={
                "X-Goog-Upload-Status": "active",
                "X-Goog-Upload-URL": url,
                "X-Goog-Upload-Control-URL": url,
                "X-Goog-Upload-Chunk-Granularity": "262144",
            }
        )

    def _continue(self, request: Request) -> Response:
        session = self._sessions.find(request.args["upload_id"])
        if session is None:
            raise ObjectNotFound("uploads", "resumable")
        commands = {word.strip() for word in request.headers.get("X-Goog-Upload-Command", "").split(",")}
        with session.lock:
            if "cancel" in commands:
                session.cancel()
                return Response(headers={"X-Goog-Upload-Status": session.status})
            if "upload" in commands and session.status == "active":
                _append(session, request)
            if "finalize" in commands:
                return _finished(session, request)
            if "upload" in commands and session.status != "active":
                raise Invalid(f"The upload is {session.status}.")
            size = len(session.result.data) if session.result else session.size
            headers = {"X-Goog-Upload-Status": session.status, "X-Goog-Upload-Size-Received": str(size)}
            return Response(headers=headers)


def _finished(session: UploadSession, request: Request) -> Response:
    """Return the object, or the refusal. Both say that the upload has ended, so that the SDK stops trying."""
    try:
        return firebase_response(session.complete(request.headers), {"X-Goog-Upload-Status": "final"})
    except StorageError as refusal:
        response = refusal.response()
        response.headers["X-Goog-Upload-Status"] = session.status
        return response


def _append(session: UploadSession, request: Request) -> None:
    offset = request.headers.get("X-Goog-Upload-Offset", str(session.size))
    if not offset.isdigit() or int(offset) > session.size:
        raise Invalid(f"Invalid upload offset: {offset}")
    del session.received[int(offset) :]
    session.received += request.get_data()

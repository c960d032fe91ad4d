"""Uploads through the JSON API: media, multipart, and resumable in chunks.

Protocol: https://cloud.google.com/storage/docs/uploads-downloads
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.errors import Invalid, StorageError
from embedded_firebase.storage.json_messages import body_of, object_response
from embedded_firebase.storage.multipart import split_multipart
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.preconditions import Preconditions
from embedded_firebase.storage.resources import content_of, parse_resource, require_valid_name
from embedded_firebase.storage.sessions import UploadSession, UploadSessions
from embedded_firebase.storage.stored_object import StoredObject

CHUNK_MULTIPLE = 256 * 1024
"""Every chunk but the last must be a multiple of this many bytes."""

_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+|\*)|\*)/(\d+|\*)")


class JsonUploads:
    """Answer the three kinds of upload."""

    def __init__(self, store: ObjectStore, sessions: UploadSessions) -> None:
        self._store = store
        self._sessions = sessions

    def start(self, request: Request, bucket: str) -> Response:
        """Answer POST: store a whole object, or begin a resumable upload."""
        # As in the service, an upload that names no kind is one of the bytes alone.
        kind = request.args.get("uploadType") or request.headers.get("X-Goog-Upload-Protocol") or "media"
        if kind == "resumable":
            return self._begin(request, bucket)
        if kind == "multipart":
            parts = split_multipart(request.headers.get("Content-Type", ""), request.get_data())
            if len(parts) != 2:
                raise Invalid("A multipart upload has two parts: the metadata and the media.")
            resource, data = parse_resource(parts[0].body), parts[1].body
            sent = request.headers.get("X-Upload-Content-Type")
            content_type = sent or parts[1].headers.get("content-type")
        elif kind == "media":
            resource, data, content_type = {}, request.get_data(), request.headers.get("Content-Type")
        else:
            raise Invalid(f"Invalid upload type: {kind}")
        resource = {**resource, **_checksums(request.headers)}
        stored = self._store_object(request, bucket, resource, data, content_type)
        return object_response(request, stored)

    def _store_object(
        self,
        request: Request,
        bucket: str,
        resource: Mapping[str, Any],
        data: bytes,
        content_type: str | None,
    ) -> StoredObject:
        name = _name_of(request, resource)
        check = Preconditions.parse(request.args).check
        return self._store.put(bucket, name, content_of(resource, data, content_type), check)

    def _begin(self, request: Request, bucket: str) -> Response:
        resource = body_of(request)
        name = _name_of(request, resource)
        # The service checks preconditions at the start, and again at the end.
        Preconditions.parse(request.args).check(self._store.find(bucket, name))
        content_type = request.headers.get("X-Upload-Content-Type")

        def finish(data: bytes, headers: Headers) -> StoredObject:
            return self._store_object(
                request, bucket, {**resource, **_checksums(headers)}, data, content_type
            )

        session = self._sessions.begin(resource, finish)
        name = quote(_name_of(request, resource), safe="")
        # The Node client checks that the address names the object.
        location = f"{request.base_url}?name={name}&uploadType=resumable&upload_id={session.identifier}"
        return Response(headers={"Location": location, "X-GUploader-UploadID": session.identifier})

    def resume(self, request: Request, _bucket: str) -> Response:
        """Answer PUT: take the next chunk or the rest, or return how much has arrived."""
        if "upload_id" not in request.args:
            raise Invalid("Required parameter: upload_id")
        session = self._sessions.find(request.args.get("upload_id", ""))
        if session is None or session.cancelled:
            raise _UnknownUpload
        with session.lock:
            if session.status == "active" and not self._take(session, request):
                headers = {"Range": f"bytes=0-{session.size - 1}"} if session.size else {}
                return Response(status=308, headers=headers)
            return object_response(request, session.complete(request.headers))

    def _take(self, session: UploadSession, request: Request) -> bool:
        """Keep the bytes of a chunk; return whether the upload is complete with them."""
        data = request.get_data()
        header = request.headers.get("Content-Range")
        if header is None:
            session.received[:] = data
            return True
        match = _CONTENT_RANGE.fullmatch(header)
        if match is None:
            raise Invalid(f"Invalid Content-Range: {header}")
        start, end, total = match.groups()
        if start is None:
            return total != "*" and session.size == int(total)
        if int(start) > session.size:
            raise Invalid(f"Invalid request. The byte range {header} leaves a gap.")
        # A chunk sent again overlaps what has arrived: only what is new of it counts.
        new = data[session.size - int(start) :]
        # The Node client sends all that is left in one request, and does not always know how much that is.
        rest = end == "*" and total == "*"
        whole = rest or (total != "*" and session.size + len(new) == int(total))
        if not whole and len(data) % CHUNK_MULTIPLE:
            raise Invalid(
                f"Invalid request. The number of bytes uploaded is required to be equal or greater than "
                f"{CHUNK_MULTIPLE}, except for the final request. The received request contained "
                f"{len(data)} bytes, which does not meet this requirement."
            )
        session.received += new
        return whole

    def cancel(self, request: Request, _bucket: str) -> Response:
        """Answer DELETE: cancel an upload. The service answers 499."""
        session = self._sessions.find(request.args.get("upload_id", ""))
        if session is None:
            raise _UnknownUpload
        with session.lock:
            session.cancel()
        return Response(status=499)


class _UnknownUpload(StorageError):
    """There is no such upload, or it was cancelled."""

    status = 404
    reason = "notFound"

    def __init__(self) -> None:
        super().__init__("No such upload.")


def _name_of(request: Request, resource: Mapping[str, Any]) -> str:
    name = str(request.args.get("name") or resource.get("name") or "")
    require_valid_name(name)
    return name


def _checksums(headers: Headers) -> dict[str, str]:
    """Return the checksums in an `X-Goog-Hash` header: `crc32c=...,md5=...`."""
    pairs = (
        entry.strip().partition("=") for entry in headers.get("X-Goog-Hash", "").split(",") if entry.strip()
    )
    keys = {"crc32c": "crc32c", "md5": "md5Hash"}
    return {keys[name]: value for name, _, value in pairs if name in keys}

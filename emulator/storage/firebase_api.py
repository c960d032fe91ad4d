"""The `/v0/` API that the Firebase SDKs and download URLs speak, for persons: their access is checked.

What it must do is documented by the SDKs that call it (firebase-js-sdk, packages/storage).
"""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from emulator.storage.access import AccessPolicy, AccessRequest, Method
from emulator.storage.errors import Denied, Invalid, NotImplementedHere, ObjectNotFound
from emulator.storage.listing import ListRequest, list_objects
from emulator.storage.media import media_response
from emulator.storage.multipart import split_multipart
from emulator.storage.objects import Content, ObjectStore, StoredObject
from emulator.storage.resources import SETTINGS, changed, content_of, require_valid_name, timestamp
from emulator.storage.sessions import UploadSession, UploadSessions

DOWNLOAD_TOKENS = "firebaseStorageDownloadTokens"
"""Where an object's metadata keeps the bearer tokens of its download URLs, separated by commas."""

ClaimsReader = Callable[[str], Mapping[str, Any] | None]
"""Reads the claims of an ID token; None if it is no good."""


class FirebaseApi:
    """Answers `/v0/b/{bucket}/o...`."""

    def __init__(
        self, store: ObjectStore, sessions: UploadSessions, policy: AccessPolicy, read_claims: ClaimsReader
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._policy = policy
        self._read_claims = read_claims

    def handle(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            StorageError: if the service would refuse it.
        """
        path = request.environ["RAW_URI"].partition("?")[0]
        match = re.fullmatch(r"/v0/b/([^/]+)/o(?:/(.*))?", path)
        if match is None:
            raise NotImplementedHere(f"{request.method} {request.path}")
        bucket = unquote(match[1])
        name = unquote(match[2]) if match[2] else request.args.get("name", "")
        method = request.headers.get("X-HTTP-Method-Override", request.method)
        if method in ("GET", "HEAD"):
            return self._read(request, bucket, name) if name else self._list(request, bucket)
        if method in ("POST", "PUT"):
            return self._post(request, bucket, name)
        if method == "PATCH":
            return self._patch(request, bucket, name)
        if method == "DELETE":
            return self._delete(request, bucket, name)
        raise NotImplementedHere(f"{method} {request.path}")

    def _require(
        self, request: Request, method: Method, bucket: str, name: str, proposed: StoredObject | None = None
    ) -> None:
        """Raise `Denied` unless the caller may do it; the server, who shows the owner's key, always may."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if token == "owner":
            return
        claims = self._read_claims(token) if scheme in ("Firebase", "Bearer") and token else None
        current = self._store.find(bucket, name)
        asked = AccessRequest(method, bucket, name, claims, current, proposed, datetime.now(UTC))
        if not self._policy.allows(asked):
            raise Denied

    def _read(self, request: Request, bucket: str, name: str) -> Response:
        stored = self._store.find(bucket, name)
        token = request.args.get("token")
        if stored is not None and token and token in _tokens(stored):
            pass  # a download URL is a bearer link: rules are not asked
        elif token and "Authorization" not in request.headers:
            raise Denied
        else:
            self._require(request, "get", bucket, name)
        if stored is None:
            raise ObjectNotFound(bucket, name)
        if request.args.get("alt") == "media":
            return media_response(request, stored, default_cache_control="private, max-age=0")
        if not _tokens(stored):
            stored = self._store.change(bucket, name, _with_new_token)
        return _answer(stored)

    def _list(self, request: Request, bucket: str) -> Response:
        parameters = request.args
        prefix = parameters.get("prefix", "")
        self._require(request, "list", bucket, prefix.rstrip("/"))
        page = list_objects(self._store, bucket, ListRequest.parse(parameters))
        resource: dict[str, Any] = {
            "prefixes": list(page.prefixes),
            "items": [{"name": stored.name, "bucket": bucket} for stored in page.objects],
        }
        if page.next_token:
            resource["nextPageToken"] = page.next_token
        return Response(json.dumps(resource), content_type="application/json; charset=UTF-8")

    def _post(self, request: Request, bucket: str, name: str) -> Response:
        if "create_token" in request.args or "delete_token" in request.args:
            return self._change_tokens(request, bucket, name)
        command = request.headers.get("X-Goog-Upload-Command", "")
        protocol = request.headers.get("X-Goog-Upload-Protocol", "")
        if "upload_id" in request.args:
            return self._continue(request, command)
        if protocol == "resumable":
            return self._begin(request, bucket, name)
        if protocol == "multipart":
            parts = split_multipart(request.headers.get("Content-Type", ""), request.get_data())
            if len(parts) != 2:
                raise Invalid("A multipart upload has two parts: the metadata and the media.")
            resource, data = json.loads(parts[0].body or b"{}"), parts[1].body
            content_type = parts[1].headers.get("content-type")
        else:
            resource, data, content_type = {}, request.get_data(), request.headers.get("Content-Type")
        return _answer(
            self._upload(request, bucket, name or resource.get("name", ""), resource, data, content_type)
        )

    def _upload(
        self,
        request: Request,
        bucket: str,
        name: str,
        resource: Mapping[str, Any],
        data: bytes,
        content_type: str | None,
    ) -> StoredObject:
        require_valid_name(name)
        content = content_of(resource, data, content_type)
        # A token is the service's to draw: one that a person chose could be guessed.
        content = replace(content, metadata={**content.metadata, DOWNLOAD_TOKENS: secrets.token_hex(16)})
        method: Method = "update" if self._store.find(bucket, name) else "create"
        self._require(request, method, bucket, name, _proposed(bucket, name, content))
        return self._store.put(bucket, name, content)

    def _begin(self, request: Request, bucket: str, name: str) -> Response:
        raw = request.get_data()
        resource = json.loads(raw) if raw.strip() else {}
        content_type = request.headers.get("X-Goog-Upload-Header-Content-Type")

        def finish(data: bytes, _: Headers) -> StoredObject:
            return self._upload(
                request, bucket, name or resource.get("name", ""), resource, data, content_type
            )

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

    def _continue(self, request: Request, command: str) -> Response:
        session = self._sessions.find(request.args["upload_id"])
        if session is None:
            raise ObjectNotFound("uploads", "resumable")
        commands = {word.strip() for word in command.split(",")}
        with session.lock:
            if "cancel" in commands:
                self._sessions.cancel(session.identifier)
                return Response(headers={"X-Goog-Upload-Status": "cancelled"})
            if "upload" in commands:
                _append(session, request)
            if "finalize" in commands:
                return _answer(session.complete(request.headers), {"X-Goog-Upload-Status": "final"})
            status = "final" if session.result else "active"
            size = len(session.result.data) if session.result else session.size
            headers = {"X-Goog-Upload-Status": status, "X-Goog-Upload-Size-Received": str(size)}
            return Response(headers=headers)

    def _patch(self, request: Request, bucket: str, name: str) -> Response:
        resource = json.loads(request.get_data() or b"{}")
        current = self._store.get(bucket, name)
        if isinstance(resource.get("metadata"), dict):
            # Persons cannot write the tokens; they live in the metadata only behind the scenes.
            resource["metadata"].pop(DOWNLOAD_TOKENS, None)
        elif "metadata" in resource:
            resource["metadata"] = dict.fromkeys(set(current.metadata) - {DOWNLOAD_TOKENS})
        proposed = changed(current, resource, replace_all=False)
        self._require(request, "update", bucket, name, proposed)
        return _answer(
            self._store.change(bucket, name, lambda one: changed(one, resource, replace_all=False))
        )

    def _delete(self, request: Request, bucket: str, name: str) -> Response:
        self._require(request, "delete", bucket, name)
        self._store.delete(bucket, name)
        return Response(status=204)

    def _change_tokens(self, request: Request, bucket: str, name: str) -> Response:
        if request.headers.get("Authorization", "").partition(" ")[2] != "owner":
            raise Denied
        if request.args.get("create_token"):
            return _answer(self._store.change(bucket, name, _with_new_token))
        gone = request.args.get("delete_token", "")

        def without(stored: StoredObject) -> StoredObject:
            return _with_tokens(stored, [token for token in _tokens(stored) if token != gone])

        return _answer(self._store.change(bucket, name, without))


def _tokens(stored: StoredObject) -> list[str]:
    return [token for token in stored.metadata.get(DOWNLOAD_TOKENS, "").split(",") if token]


def _with_tokens(stored: StoredObject, tokens: list[str]) -> StoredObject:
    return replace(stored, metadata=MappingProxyType({**stored.metadata, DOWNLOAD_TOKENS: ",".join(tokens)}))


def _with_new_token(stored: StoredObject) -> StoredObject:
    return _with_tokens(stored, [*_tokens(stored), secrets.token_hex(16)])


def _proposed(bucket: str, name: str, content: Content) -> StoredObject:
    """The object an upload would make, in a store of its own so that nobody sees it."""
    return ObjectStore().put(bucket, name, content)


def _append(session: UploadSession, request: Request) -> None:
    offset = request.headers.get("X-Goog-Upload-Offset", str(session.size))
    if not offset.isdigit() or int(offset) > session.size:
        raise Invalid(f"Invalid upload offset: {offset}")
    del session.received[int(offset) :]
    session.received += request.get_data()


def _answer(stored: StoredObject, headers: Mapping[str, str] | None = None) -> Response:
    """The object as the Firebase SDKs read it."""
    resource: dict[str, Any] = {
        "name": stored.name,
        "bucket": stored.bucket,
        "generation": str(stored.generation),
        "metageneration": str(stored.metageneration),
        "contentType": stored.content_type,
        "timeCreated": timestamp(stored.created),
        "updated": timestamp(stored.updated),
        "storageClass": "STANDARD",
        "size": str(len(stored.data)),
        "crc32c": stored.crc32c,
        "etag": stored.etag,
        "contentEncoding": stored.settings.get("contentEncoding", "identity"),
        "contentDisposition": stored.settings.get("contentDisposition", "inline"),
        "downloadTokens": stored.metadata.get(DOWNLOAD_TOKENS, ""),
    }
    if stored.md5_hash:
        resource["md5Hash"] = stored.md5_hash
    resource.update({key: stored.settings[key] for key in SETTINGS if key in stored.settings})
    custom = {key: value for key, value in stored.metadata.items() if key != DOWNLOAD_TOKENS}
    if custom:
        resource["metadata"] = custom
    return Response(json.dumps(resource), headers=headers, content_type="application/json; charset=UTF-8")

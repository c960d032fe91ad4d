"""The `/v0/` API that the Firebase SDKs and download URLs use. Users' access is checked.

What it must do is documented by the SDKs that call it (firebase-js-sdk, packages/storage).
"""

import json
import re
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.download_tokens import DOWNLOAD_TOKENS, tokens_of, with_new_token, with_tokens
from embedded_firebase.storage.errors import Denied, Invalid, NotImplementedHere, ObjectNotFound
from embedded_firebase.storage.firebase_resources import firebase_response
from embedded_firebase.storage.firebase_uploads import FirebaseUploads
from embedded_firebase.storage.guard import Guard, is_server
from embedded_firebase.storage.listing import ListRequest, list_objects
from embedded_firebase.storage.media import media_response
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.resources import changed, parse_resource
from embedded_firebase.storage.sessions import UploadSessions
from embedded_firebase.storage.stored_object import StoredObject


class FirebaseApi:
    """Answer `/v0/b/{bucket}/o...`."""

    def __init__(self, store: ObjectStore, sessions: UploadSessions, guard: Guard) -> None:
        self._store = store
        self._guard = guard
        self._uploads = FirebaseUploads(store, sessions, guard)

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
            if "create_token" in request.args or "delete_token" in request.args:
                return self._change_tokens(request, bucket, name)
            return self._uploads.post(request, bucket, name)
        if method == "PATCH":
            return self._patch(request, bucket, name)
        if method == "DELETE":
            return self._delete(request, bucket, name)
        raise NotImplementedHere(f"{method} {request.path}")

    def _read(self, request: Request, bucket: str, name: str) -> Response:
        stored = self._store.find(bucket, name)
        token = request.args.get("token")
        # A download URL is a bearer link: rules do not apply.
        opened = stored is not None and token in tokens_of(stored)
        if token and not opened and "Authorization" not in request.headers:
            raise Denied
        if not opened:
            self._guard.require(request, "get", bucket, name)
        if stored is None:
            raise ObjectNotFound(bucket, name)
        if request.args.get("alt") == "media":
            return media_response(request, stored, default_cache_control="private, max-age=0")
        if not tokens_of(stored):
            stored = self._store.change(bucket, name, with_new_token)
        return firebase_response(stored)

    def _list(self, request: Request, bucket: str) -> Response:
        prefix = request.args.get("prefix", "")
        if prefix and not prefix.endswith("/"):
            raise Invalid("The prefix parameter is required to be empty or ends with a single / character.")
        self._guard.require(request, "list", bucket, prefix.rstrip("/"))
        page = list_objects(self._store, bucket, ListRequest.parse(request.args))
        resource: dict[str, Any] = {
            "prefixes": list(page.prefixes),
            "items": [{"name": stored.name, "bucket": bucket} for stored in page.objects],
        }
        if page.next_token:
            resource["nextPageToken"] = page.next_token
        return Response(json.dumps(resource), content_type="application/json; charset=UTF-8")

    def _patch(self, request: Request, bucket: str, name: str) -> Response:
        resource = parse_resource(request.get_data())
        current = self._store.find(bucket, name)
        if isinstance(resource.get("metadata"), dict):
            # Users cannot write the tokens, which are stored in the metadata but shown apart from it.
            resource["metadata"].pop(DOWNLOAD_TOKENS, None)
        elif "metadata" in resource and current:
            resource["metadata"] = dict.fromkeys(set(current.metadata) - {DOWNLOAD_TOKENS})

        def change(stored: StoredObject) -> StoredObject:
            return changed(stored, resource, replace_all=False)

        self._guard.require(request, "update", bucket, name, change(current) if current else None)
        return firebase_response(self._store.change(bucket, name, change))

    def _delete(self, request: Request, bucket: str, name: str) -> Response:
        self._guard.require(request, "delete", bucket, name)
        self._store.delete(bucket, name)
        return Response(status=204)

    def _change_tokens(self, request: Request, bucket: str, name: str) -> Response:
        if not is_server(request):
            raise Denied
        if created := request.args.get("create_token"):
            if created != "true":
                raise Invalid(f"Invalid value for create_token: {created}")
            return firebase_response(self._store.change(bucket, name, with_new_token))
        gone = request.args.get("delete_token", "")

        def without(stored: StoredObject) -> StoredObject:
            return with_tokens(stored, [token for token in tokens_of(stored) if token != gone])

        return firebase_response(self._store.change(bucket, name, without))

"""The Cloud Storage JSON API, as the Google clients use it.

Reference: https://cloud.google.com/storage/docs/json_api/v1
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.errors import Conflict, Invalid, NotImplementedHere
from embedded_firebase.storage.json_copies import JsonCopies
from embedded_firebase.storage.json_messages import (
    base_url,
    body_of,
    generation_of,
    json_response,
    object_response,
)
from embedded_firebase.storage.json_uploads import JsonUploads
from embedded_firebase.storage.listing import ListRequest, list_objects
from embedded_firebase.storage.media import media_response
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.preconditions import Preconditions
from embedded_firebase.storage.resources import (
    bucket_resource,
    changed,
    object_resource,
)
from embedded_firebase.storage.sessions import UploadSessions
from embedded_firebase.storage.stored_object import StoredObject

_Route = tuple[str, re.Pattern[str], Callable[..., Response]]


class JsonApi:
    """Answer the requests of the JSON API. Every caller is a server: no access is checked."""

    def __init__(self, store: ObjectStore, sessions: UploadSessions) -> None:
        self._store = store
        uploads, copies = JsonUploads(store, sessions), JsonCopies(store)
        # The Node client leaves out the service's path when it is given an address of its own.
        root, name = r"(?:/storage/v1)?/b", "([^/]+)"
        one = rf"{root}/{name}/o/(.+)"
        table: list[tuple[str, str, Callable[..., Response]]] = [
            ("GET", root, self._list_buckets),
            ("POST", root, self._create_bucket),
            ("GET", rf"{root}/{name}", self._get_bucket),
            ("PATCH|PUT", rf"{root}/{name}", self._get_bucket),
            ("DELETE", rf"{root}/{name}", self._delete_bucket),
            ("GET", rf"{root}/{name}/o", self._list),
            ("POST", rf"{root}/{name}/o/{name}/(copyTo|rewriteTo)/b/{name}/o/(.+)", copies.copy),
            ("POST", rf"{root}/{name}/o/{name}/moveTo/o/(.+)", copies.move),
            ("POST", rf"{root}/{name}/o/{name}/compose", copies.compose),
            ("POST", rf"{root}/{name}/o/{name}/acl", self._add_to_access_list),
            ("GET", rf"/download{one}", self._download),
            ("GET", one, self._get),
            ("PATCH|PUT", one, self._change),
            ("DELETE", one, self._delete),
            ("POST", rf"(?:/resumable)?/upload{root}/{name}/o", uploads.start),
            ("PUT", rf"(?:/resumable)?/upload{root}/{name}/o", uploads.resume),
            ("DELETE", rf"(?:/resumable)?/upload{root}/{name}/o", uploads.cancel),
        ]
        self._routes: list[_Route] = [(verbs, re.compile(path), answer) for verbs, path, answer in table]

    def handle(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            StorageError: if the service would refuse it.
        """
        path = request.environ["RAW_URI"].partition("?")[0]
        method = "GET" if request.method == "HEAD" else request.method
        for verbs, pattern, answer in self._routes:
            if method in verbs.split("|") and (match := pattern.fullmatch(path)):
                return answer(request, *map(unquote, match.groups()))
        raise NotImplementedHere(f"{request.method} {request.path}")

    def _list_buckets(self, request: Request) -> Response:
        items = [bucket_resource(bucket, base_url(request)) for bucket in self._store.buckets()]
        return json_response({"kind": "storage#buckets", "items": items})

    def _create_bucket(self, request: Request) -> Response:
        bucket = str(body_of(request).get("name", ""))
        if not bucket:
            raise Invalid("Required")
        if bucket in self._store.buckets():
            raise Conflict(
                "Your previous request to create the named bucket succeeded and you already own it."
            )
        self._store.create_bucket(bucket)
        return json_response(bucket_resource(bucket, base_url(request)))

    def _get_bucket(self, request: Request, bucket: str) -> Response:
        return json_response(bucket_resource(bucket, base_url(request)))

    def _delete_bucket(self, _: Request, bucket: str) -> Response:
        if not self._store.delete_bucket(bucket):
            raise Conflict("The bucket you tried to delete is not empty.")
        return Response(status=204)

    def _list(self, request: Request, bucket: str) -> Response:
        page = list_objects(self._store, bucket, ListRequest.parse(request.args))
        resource: dict[str, Any] = {"kind": "storage#objects"}
        if page.objects:
            resource["items"] = [object_resource(stored, base_url(request)) for stored in page.objects]
        if page.prefixes:
            resource["prefixes"] = list(page.prefixes)
        if page.next_token:
            resource["nextPageToken"] = page.next_token
        return json_response(resource)

    def _live(self, request: Request, bucket: str, name: str) -> StoredObject:
        """Return the object of a read, after checking the request's preconditions."""
        stored = self._store.get(bucket, name, generation_of(request.args))
        Preconditions.parse(request.args).check(stored, reading=True)
        return stored

    def _download(self, request: Request, bucket: str, name: str) -> Response:
        stored = self._live(request, bucket, name)
        file_name = quote(stored.name.rpartition("/")[2], safe="")
        return media_response(
            request,
            stored,
            default_cache_control="no-cache, no-store, max-age=0",
            default_disposition=f"attachment; filename*={file_name}",
        )

    def _get(self, request: Request, bucket: str, name: str) -> Response:
        if request.args.get("alt") == "media":
            return self._download(request, bucket, name)
        return object_response(request, self._live(request, bucket, name))

    def _add_to_access_list(self, request: Request, bucket: str, name: str) -> Response:
        """Accept an entry of an object's access list, without effect, as firebase-tools does."""
        entry = body_of(request)
        stored = self._store.change(bucket, name, lambda stored: stored)
        entity = str(entry.get("entity", ""))
        link = f"{base_url(request)}/storage/v1/b/{bucket}/o/{quote(name, safe='')}/acl/{entity}"
        return json_response(
            {
                "kind": "storage#objectAccessControl",
                "id": f"{bucket}/{name}/{stored.generation}/{entity}",
                "selfLink": link,
                "bucket": bucket,
                "object": name,
                "generation": str(stored.generation),
                "entity": entity,
                "role": entry.get("role"),
                "etag": stored.etag,
            }
        )

    def _change(self, request: Request, bucket: str, name: str) -> Response:
        preconditions = Preconditions.parse(request.args)
        resource = body_of(request)

        def change(stored: StoredObject) -> StoredObject:
            preconditions.check(stored)
            return changed(stored, resource, replace_all=request.method == "PUT")

        stored = self._store.change(bucket, name, change, generation_of(request.args))
        return object_response(request, stored)

    def _delete(self, request: Request, bucket: str, name: str) -> Response:
        check = Preconditions.parse(request.args).check
        self._store.delete(bucket, name, check, generation_of(request.args))
        return Response(status=204)

"""The Cloud Storage JSON API, as the Google clients use it.

Reference: https://cloud.google.com/storage/docs/json_api/v1
"""

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from emulator.storage.errors import Conflict, Invalid, NotImplementedHere
from emulator.storage.json_uploads import JsonUploads
from emulator.storage.listing import ListRequest, list_objects
from emulator.storage.media import media_response
from emulator.storage.objects import Content, ObjectStore, StoredObject
from emulator.storage.preconditions import Preconditions
from emulator.storage.resources import (
    SETTINGS,
    bucket_resource,
    changed,
    object_resource,
    require_valid_name,
)
from emulator.storage.sessions import UploadSessions

MAX_COMPOSED = 32
"""https://cloud.google.com/storage/docs/composite-objects"""

_Route = tuple[str, re.Pattern[str], Callable[..., Response]]


class JsonApi:
    """Answers the requests of the JSON API. Every caller is the server: nobody's access is checked."""

    def __init__(self, store: ObjectStore, sessions: UploadSessions) -> None:
        self._store = store
        uploads = JsonUploads(store, sessions)
        root, name = r"(?:/storage/v1)/b", "([^/]+)"
        one = rf"{root}/{name}/o/(.+)"
        table: list[tuple[str, str, Callable[..., Response]]] = [
            ("GET", root, self._list_buckets),
            ("POST", root, self._create_bucket),
            ("GET", rf"{root}/{name}", self._get_bucket),
            ("PATCH|PUT", rf"{root}/{name}", self._get_bucket),
            ("DELETE", rf"{root}/{name}", self._delete_bucket),
            ("GET", rf"{root}/{name}/o", self._list),
            ("POST", rf"{root}/{name}/o/{name}/(copyTo|rewriteTo)/b/{name}/o/(.+)", self._copy),
            ("POST", rf"{root}/{name}/o/{name}/moveTo/o/(.+)", self._move),
            ("POST", rf"{root}/{name}/o/{name}/compose", self._compose),
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
        items = [bucket_resource(bucket, _base(request)) for bucket in self._store.buckets()]
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
        return json_response(bucket_resource(bucket, _base(request)))

    def _get_bucket(self, request: Request, bucket: str) -> Response:
        return json_response(bucket_resource(bucket, _base(request)))

    def _delete_bucket(self, _: Request, bucket: str) -> Response:
        if not self._store.delete_bucket(bucket):
            raise Conflict("The bucket you tried to delete is not empty.")
        return Response(status=204)

    def _list(self, request: Request, bucket: str) -> Response:
        page = list_objects(self._store, bucket, ListRequest.parse(request.args))
        resource: dict[str, Any] = {"kind": "storage#objects"}
        if page.objects:
            resource["items"] = [object_resource(stored, _base(request)) for stored in page.objects]
        if page.prefixes:
            resource["prefixes"] = list(page.prefixes)
        if page.next_token:
            resource["nextPageToken"] = page.next_token
        return json_response(resource)

    def _live(self, request: Request, bucket: str, name: str) -> StoredObject:
        """The object a read asks for, its preconditions holding."""
        stored = self._store.get(bucket, name, generation_of(request.args))
        Preconditions.parse(request.args).check(stored, reading=True)
        return stored

    def _download(self, request: Request, bucket: str, name: str) -> Response:
        stored = self._live(request, bucket, name)
        return media_response(request, stored, default_cache_control="no-cache, no-store, max-age=0")

    def _get(self, request: Request, bucket: str, name: str) -> Response:
        if request.args.get("alt") == "media":
            return self._download(request, bucket, name)
        return json_response(object_resource(self._live(request, bucket, name), _base(request)))

    def _change(self, request: Request, bucket: str, name: str) -> Response:
        preconditions = Preconditions.parse(request.args)
        resource = body_of(request)

        def change(stored: StoredObject) -> StoredObject:
            preconditions.check(stored)
            return changed(stored, resource, replace_all=request.method == "PUT")

        stored = self._store.change(bucket, name, change, generation_of(request.args))
        return json_response(object_resource(stored, _base(request)))

    def _delete(self, request: Request, bucket: str, name: str) -> Response:
        check = Preconditions.parse(request.args).check
        self._store.delete(bucket, name, check, generation_of(request.args))
        return Response(status=204)

    def _copied(self, request: Request, source: StoredObject, bucket: str, name: str) -> StoredObject:
        """A new object with the bytes of the source; a resource in the request replaces its own."""
        require_valid_name(name)
        Preconditions.parse(request.args, "ifSource").check(source)
        resource = body_of(request)
        replaced = {key for key in (*SETTINGS, "contentType", "metadata") if key in resource}
        content = Content(
            data=source.data,
            content_type=resource.get("contentType") or source.content_type,
            settings={key: resource[key] for key in SETTINGS if resource.get(key)}
            if replaced
            else source.settings,
            metadata=(resource.get("metadata") or {}) if replaced else source.metadata,
            component_count=source.component_count,
        )
        return self._store.put(bucket, name, content, Preconditions.parse(request.args).check)

    def _copy(
        self, request: Request, bucket: str, name: str, verb: str, to_bucket: str, to_name: str
    ) -> Response:
        source = self._store.get(bucket, name, generation_of(request.args, "sourceGeneration"))
        resource = object_resource(self._copied(request, source, to_bucket, to_name), _base(request))
        if verb == "copyTo":
            return json_response(resource)
        return json_response(
            {
                "kind": "storage#rewriteResponse",
                "done": True,
                "objectSize": resource["size"],
                "totalBytesRewritten": resource["size"],
                "resource": resource,
            }
        )

    def _move(self, request: Request, bucket: str, name: str, to_name: str) -> Response:
        source = self._store.get(bucket, name)
        moved = self._copied(request, source, bucket, to_name)
        self._store.delete(bucket, name)
        return json_response(object_resource(moved, _base(request)))

    def _compose(self, request: Request, bucket: str, name: str) -> Response:
        require_valid_name(name)
        resource = body_of(request)
        components = resource.get("sourceObjects", [])
        if not 1 <= len(components) <= MAX_COMPOSED:
            raise Invalid(f"The number of source components provided ({len(components)}) must be 1 to 32.")
        sources = []
        for component in components:
            source = self._store.get(bucket, component["name"], _optional_number(component.get("generation")))
            Preconditions.parse(component.get("objectPreconditions", {})).check(source)
            sources.append(source)
        destination: Mapping[str, Any] = resource.get("destination") or MappingProxyType({})
        content = Content(
            data=b"".join(source.data for source in sources),
            content_type=destination.get("contentType") or sources[0].content_type,
            settings={key: destination[key] for key in SETTINGS if destination.get(key)},
            metadata=destination.get("metadata") or {},
            component_count=sum(source.component_count or 1 for source in sources),
        )
        stored = self._store.put(bucket, name, content, Preconditions.parse(request.args).check)
        return json_response(object_resource(stored, _base(request)))


def json_response(resource: Mapping[str, Any], status: int = 200) -> Response:
    """A resource on the wire."""
    return Response(json.dumps(resource), status, content_type="application/json; charset=UTF-8")


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body; empty if there is none.

    Raises:
        Invalid: if there is something else.
    """
    raw = request.get_data()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise Invalid("Parse Error") from None
    if not isinstance(body, dict):
        raise Invalid("Parse Error")
    return body


def generation_of(parameters: Mapping[str, str], name: str = "generation") -> int | None:
    """The generation a request asks for."""
    return _optional_number(parameters.get(name))


def _optional_number(value: str | None) -> int | None:
    if value is None:
        return None
    if not str(value).isdigit():
        raise Invalid(f"Invalid generation: {value}")
    return int(value)


def _base(request: Request) -> str:
    return request.host_url.rstrip("/")

"""Copies, moves and compositions of objects, through the JSON API."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.errors import Invalid, NotImplementedHere
from embedded_firebase.storage.json_messages import (
    base_url,
    body_of,
    generation_of,
    json_response,
    object_response,
)
from embedded_firebase.storage.objects import Content, ObjectStore
from embedded_firebase.storage.preconditions import Preconditions
from embedded_firebase.storage.resources import SETTINGS, metadata_text, object_resource, require_valid_name
from embedded_firebase.storage.stored_object import StoredObject

MAX_COMPOSED = 32
"""https://cloud.google.com/storage/docs/composite-objects"""


class JsonCopies:
    """Make new objects from stored ones, without an upload."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def copy(
        self, request: Request, bucket: str, name: str, verb: str, to_bucket: str, to_name: str
    ) -> Response:
        """Answer `copyTo` and `rewriteTo`, the latter in one step, however large the object is."""
        if request.args.get("rewriteToken"):
            raise NotImplementedHere("Going on with a rewrite, as each is done in one step,")
        source = self._store.get(bucket, name, generation_of(request.args, "sourceGeneration"))
        resource = object_resource(self._copied(request, source, to_bucket, to_name), base_url(request))
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

    def move(self, request: Request, bucket: str, name: str, to_name: str) -> Response:
        """Give an object another name in its bucket."""
        source = self._store.get(bucket, name)
        moved = self._copied(request, source, bucket, to_name)
        self._store.delete(bucket, name)
        return object_response(request, moved)

    def compose(self, request: Request, bucket: str, name: str) -> Response:
        """Join objects of a bucket into a new one."""
        require_valid_name(name)
        resource = body_of(request)
        components = resource.get("sourceObjects", [])
        if not 1 <= len(components) <= MAX_COMPOSED:
            raise Invalid(f"The number of source components provided ({len(components)}) must be 1 to 32.")
        sources = []
        for component in components:
            source = self._store.get(bucket, component["name"], generation_of(component))
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
        return object_response(request, stored)

    def _copied(self, request: Request, source: StoredObject, bucket: str, name: str) -> StoredObject:
        """Store a new object with the bytes of the source; a resource in the request replaces its own."""
        require_valid_name(name)
        Preconditions.parse(request.args, "ifSource").check(source)
        resource = body_of(request)
        replaced = {key for key in (*SETTINGS, "contentType", "metadata") if key in resource}
        metadata = resource.get("metadata") or {}
        content = Content(
            data=source.data,
            content_type=resource.get("contentType") or source.content_type,
            settings={key: resource[key] for key in SETTINGS if resource.get(key)}
            if replaced
            else source.settings,
            metadata={key: metadata_text(value) for key, value in metadata.items()}
            if replaced
            else source.metadata,
            component_count=source.component_count,
        )
        return self._store.put(bucket, name, content, Preconditions.parse(request.args).check)

"""Objects and buckets as the JSON API writes and reads them."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from embedded_firebase.storage.errors import Invalid
from embedded_firebase.storage.objects import DEFAULT_CONTENT_TYPE, Content, crc32c_of, md5_of
from embedded_firebase.storage.stored_object import StoredObject

SETTINGS = ("cacheControl", "contentDisposition", "contentEncoding", "contentLanguage", "customTime")

MAX_NAME_BYTES = 1024
"""https://cloud.google.com/storage/docs/objects#naming"""


def timestamp(moment: datetime) -> str:
    """Return RFC 3339 in UTC with milliseconds, as the service writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def object_resource(stored: StoredObject, base_url: str) -> dict[str, Any]:
    """Return the resource of https://cloud.google.com/storage/docs/json_api/v1/objects."""
    path = f"b/{stored.bucket}/o/{quote(stored.name, safe='')}"
    resource: dict[str, Any] = {
        "kind": "storage#object",
        "id": f"{stored.bucket}/{stored.name}/{stored.generation}",
        "selfLink": f"{base_url}/storage/v1/{path}",
        "mediaLink": f"{base_url}/download/storage/v1/{path}?generation={stored.generation}&alt=media",
        "name": stored.name,
        "bucket": stored.bucket,
        "generation": str(stored.generation),
        "metageneration": str(stored.metageneration),
        "contentType": stored.content_type,
        "storageClass": "STANDARD",
        "size": str(len(stored.data)),
        "crc32c": stored.crc32c,
        "etag": stored.etag,
        "timeCreated": timestamp(stored.created),
        "updated": timestamp(stored.updated),
        "timeStorageClassUpdated": timestamp(stored.created),
        "timeFinalized": timestamp(stored.created),
        **stored.settings,
    }
    if stored.md5_hash is not None:
        resource["md5Hash"] = stored.md5_hash
    if stored.component_count is not None:
        resource["componentCount"] = stored.component_count
    if stored.metadata:
        resource["metadata"] = dict(stored.metadata)
    return resource


def bucket_resource(bucket: str, base_url: str) -> dict[str, Any]:
    """Return what clients read of https://cloud.google.com/storage/docs/json_api/v1/buckets."""
    return {
        "kind": "storage#bucket",
        "id": bucket,
        "name": bucket,
        "selfLink": f"{base_url}/storage/v1/b/{bucket}",
        "location": "US-CENTRAL1",
        "locationType": "region",
        "storageClass": "STANDARD",
        "projectNumber": "0",
        "metageneration": "1",
        "etag": base64.b64encode(bucket.encode()).decode(),
        "timeCreated": "2026-01-01T00:00:00.000Z",
        "updated": "2026-01-01T00:00:00.000Z",
    }


def parse_resource(raw: bytes) -> dict[str, Any]:
    """Return the resource in a body; empty if there is none.

    Raises:
        Invalid: if the body is not a JSON object.
    """
    try:
        resource = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise Invalid("Parse Error") from None
    if not isinstance(resource, dict):
        raise Invalid("Parse Error")
    return resource


def metadata_text(value: object) -> str:
    """Return a value of custom metadata as the service keeps it: numbers and `true` as JSON, null as nothing."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def require_valid_name(name: str) -> None:
    """Raise `Invalid` for a name that the service refuses."""
    if not name:
        raise Invalid("Required")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise Invalid("The specified object name is not valid: longer than 1024 bytes.")
    if re.search(r"[\r\n]", name) or name in (".", "..") or name.startswith(".well-known/acme-challenge/"):
        raise Invalid("The specified object name is not valid.")


def content_of(resource: Mapping[str, Any], data: bytes, content_type: str | None) -> Content:
    """Return the content of an upload, after verifying its checksums.

    Raises:
        Invalid: if a checksum in the request does not match the bytes.
    """
    for key, checksum in (("md5Hash", md5_of), ("crc32c", crc32c_of)):
        sent = resource.get(key)
        if sent is not None and sent != (actual := checksum(data)):
            label = "MD5 hash" if key == "md5Hash" else "CRC32C"
            raise Invalid(f'Provided {label} "{sent}" doesn\'t match calculated {label} "{actual}".')
    return Content(
        data=data,
        content_type=resource.get("contentType") or content_type or DEFAULT_CONTENT_TYPE,
        settings={key: resource[key] for key in SETTINGS if resource.get(key) is not None},
        metadata={
            key: metadata_text(value)
            for key, value in (resource.get("metadata") or {}).items()
            if value is not None
        },
    )


def changed(stored: StoredObject, resource: Mapping[str, Any], *, replace_all: bool) -> StoredObject:
    """Return the object with a patch applied (null removes), or with everything settable replaced (update)."""
    settings = {} if replace_all else dict(stored.settings)
    metadata = {} if replace_all else dict(stored.metadata)
    content_type = stored.content_type
    for key, value in resource.items():
        if key in SETTINGS:
            settings[key] = value
        elif key == "contentType":
            content_type = value or DEFAULT_CONTENT_TYPE
        elif key == "metadata":
            metadata = {} if value is None else {**metadata, **value}
    return replace(
        stored,
        content_type=content_type,
        settings=MappingProxyType({key: value for key, value in settings.items() if value is not None}),
        metadata=MappingProxyType(
            {key: metadata_text(value) for key, value in metadata.items() if value is not None}
        ),
    )

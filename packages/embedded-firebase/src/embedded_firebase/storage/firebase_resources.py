"""Objects as the Firebase SDKs read them."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response

from embedded_firebase.storage.download_tokens import DOWNLOAD_TOKENS
from embedded_firebase.storage.resources import SETTINGS, timestamp
from embedded_firebase.storage.stored_object import StoredObject


def firebase_response(stored: StoredObject, headers: Mapping[str, str] | None = None) -> Response:
    """Return an object on the wire; unlike in the JSON API, its tokens are apart from its metadata."""
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

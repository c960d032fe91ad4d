"""The addresses that a browser uses without a client: `GET /{bucket}/{object}` and POST policies at `/{bucket}`.

They are the part of the XML API that links and HTML forms need. As in firebase-tools, neither access nor a signature
is checked: https://cloud.google.com/storage/docs/xml-api/post-object-forms
"""

import re
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.errors import Invalid
from embedded_firebase.storage.media import media_response
from embedded_firebase.storage.objects import DEFAULT_CONTENT_TYPE, Content, ObjectStore
from embedded_firebase.storage.resources import require_valid_name

_ADDRESS = re.compile(
    r"/(?!(?:b|v0|storage|upload|download|resumable|batch|internal|emulator|__)(?:/|$))([^/]+)(?:/(.+))?"
)

_SETTINGS = {
    "cache-control": "cacheControl",
    "content-disposition": "contentDisposition",
    "content-encoding": "contentEncoding",
    "content-language": "contentLanguage",
}

_METADATA = "x-goog-meta-"


class PublicAddresses:
    """Answer what browsers send by links and forms."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def handle(self, request: Request, path: str) -> Response | None:
        """Answer one request; None if it is of another kind.

        Raises:
            StorageError: if the service would refuse it.
        """
        match = _ADDRESS.fullmatch(path)
        if match is None:
            return None
        bucket, name = unquote(match[1]), unquote(match[2] or "")
        if name and request.method in ("GET", "HEAD"):
            stored = self._store.get(bucket, name)
            return media_response(request, stored, default_cache_control="public, max-age=3600")
        if not name and request.method == "POST":
            # Large files of a form are kept in temporary files, which are closed with the request.
            with request:
                return self._post(request, bucket)
        return None

    def _post(self, request: Request, bucket: str) -> Response:
        """Store the file of a form."""
        if request.mimetype != "multipart/form-data":
            raise Invalid("Bad content type. A form is sent as multipart/form-data.")
        # Fields may be spelled in any case.
        fields = {name.lower(): value for name, value in request.form.items()}
        file = request.files.get("file")
        if file is None or "key" not in fields:
            raise Invalid("The form lacks the field 'key' or the file.")
        name = fields["key"].replace("${filename}", file.filename or "")
        require_valid_name(name)
        content = Content(
            data=file.read(),
            content_type=fields.get("content-type") or file.mimetype or DEFAULT_CONTENT_TYPE,
            settings={key: fields[field] for field, key in _SETTINGS.items() if fields.get(field)},
            metadata={
                field.removeprefix(_METADATA): value
                for field, value in fields.items()
                if field.startswith(_METADATA)
            },
        )
        self._store.put(bucket, name, content)
        status = fields.get("success_action_status", "204")
        return Response(status=int(status) if status in ("200", "201", "204") else 204)

"""The PictureStore port on Cloud Storage, with Firebase download links."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from google.api_core.exceptions import NotFound as NotFoundInStorage
from google.api_core.exceptions import PreconditionFailed

from mirror_realm.adapters.placeholder_jpeg import placeholder_jpeg
from mirror_realm.domain.quality import Quality
from mirror_realm.errors import NotFound
from mirror_realm.services.ports import files
from mirror_realm.services.ports.pictures import EncodedPicture, Note, NotedPicture, StoredFolder
from mirror_realm.services.ports.runtime import Runtime

if TYPE_CHECKING:
    from google.cloud.storage import Bucket

TOKEN = "firebaseStorageDownloadTokens"
NOTE = "note"
"""The metadata key of the largest file that holds the `Note` as JSON."""

SHARED_CACHE = "public, max-age=86400, must-revalidate"
"""A day at most: after a takedown, the same address serves another picture."""
PRIVATE_CACHE = "private, max-age=3600"


def download_url(base: str, bucket: str, path: str, token: str) -> str:
    """Return a Firebase download link.

    base: scheme and host of the download service, without a trailing slash.
    """
    return f"{base}/v0/b/{bucket}/o/{quote(path, safe='')}?alt=media&token={token}"


class StoragePictures:
    """Pictures in a bucket. Each file has a download token of its own, which is part of its link.

    The link is unguessable and needs no sign-in. It works until the file is deleted."""

    def __init__(self, bucket: "Callable[[], Bucket]", download_base: str, runtime: Runtime) -> None:
        """Store pictures in a bucket.

        download_base: scheme and host of the Firebase download service, without a trailing slash.
        """
        self._bucket = bucket
        self._download_base = download_base
        self._ambient = runtime

    def read(self, path: str) -> bytes:
        try:
            return bytes(self._bucket().blob(path).download_as_bytes())
        except NotFoundInStorage:
            raise NotFound("the picture was deleted") from None

    def looks(self, path: str) -> str | None:
        blob = self._bucket().get_blob(path)
        note = _read((blob.metadata or {}).get(NOTE, "")) if blob is not None else None
        return note.looks if note is not None else None

    def save(
        self, folder: str, picture: EncodedPicture, *, private: bool, note: Note | None = None
    ) -> Mapping[int, str]:
        largest = max(picture.jpegs)
        return {
            side: self._save_one(
                files.picture(folder, side),
                jpeg,
                private=private,
                noted={NOTE: _written(note)} if note is not None and side == largest else {},
            )
            for side, jpeg in sorted(picture.jpegs.items())
        }

    def find(self, prefix: str) -> Sequence[NotedPicture]:
        tokens: dict[str, dict[int, str]] = {}
        notes: dict[str, Note] = {}
        for blob in self._bucket().list_blobs(prefix=prefix):
            folder, metadata = files.folder_of(blob.name), blob.metadata or {}
            for side in files.SIDES:
                if blob.name == files.picture(folder, side) and TOKEN in metadata:
                    url = download_url(self._download_base, self._bucket().name, blob.name, metadata[TOKEN])
                    tokens.setdefault(folder, {})[side] = url
            if NOTE in metadata and (note := _read(metadata[NOTE])) is not None:
                notes[folder] = note
        return [
            NotedPicture(folder, tokens[folder], note)
            for folder, note in notes.items()
            if len(tokens.get(folder, {})) == len(files.SIDES)
        ]

    def folders(self, tops: tuple[str, ...], after: str, most: int) -> Sequence[StoredFolder]:
        """Return folders in the order of their names: Storage sorts by code point, `people/` before `shared/`."""
        found: dict[str, datetime] = {}
        for prefix in sorted(map(files.below, tops)):
            start = files.behind(after) if after.startswith(prefix) else None
            if start is None and after > prefix:
                continue
            for blob in self._bucket().list_blobs(prefix=prefix, start_offset=start):
                folder = files.folder_of(blob.name)
                if folder not in found and len(found) == most:
                    return [StoredFolder(path, newest) for path, newest in found.items()]
                found[folder] = max(found.get(folder, blob.updated), blob.updated)
        return [StoredFolder(path, newest) for path, newest in found.items()]

    def replace_with_placeholder(self, folder: str) -> None:
        """Overwrite a folder's files. Their tokens stay: avatars link to them until they are rewritten."""
        for blob in list(self._bucket().list_blobs(prefix=files.below(folder))):
            jpeg = placeholder_jpeg(files.side_of(blob.name))
            if blob.md5_hash == _digest(jpeg):
                continue
            placeholder = self._bucket().blob(blob.name)
            placeholder.metadata = blob.metadata
            placeholder.cache_control = PRIVATE_CACHE
            with suppress(PreconditionFailed):  # another pass has replaced or deleted it
                placeholder.upload_from_string(
                    jpeg, content_type="image/jpeg", if_generation_match=blob.generation
                )

    def delete(self, folder: str) -> None:
        blobs = list(self._bucket().list_blobs(prefix=files.below(folder)))
        self._bucket().delete_blobs(blobs, on_error=lambda _: None)

    def _save_one(self, path: str, jpeg: bytes, *, private: bool, noted: Mapping[str, str]) -> str:
        blob = self._bucket().blob(path)
        token = self._ambient.new_id()
        blob.cache_control = PRIVATE_CACHE if private else SHARED_CACHE
        blob.metadata = {TOKEN: token, **noted}
        try:
            # Generation 0 means: only if there is no file, which also makes the client's own retries safe.
            blob.upload_from_string(jpeg, content_type="image/jpeg", if_generation_match=0)
        except PreconditionFailed:
            token = self._token_of_same(path, jpeg)
        return download_url(self._download_base, self._bucket().name, path, token)

    def _token_of_same(self, path: str, jpeg: bytes) -> str:
        """Return the token of the same picture, stored by an earlier try. Raises FileExistsError for another one."""
        stored = self._bucket().get_blob(path)
        if stored is None or stored.md5_hash != _digest(jpeg) or not stored.metadata:
            raise FileExistsError("another picture is stored at this path")
        return str(stored.metadata[TOKEN])


def _written(note: Note) -> str:
    quality = note.quality.to_document() if note.quality is not None else None
    return json.dumps(
        {
            "call": note.number,
            "cost_micros": note.cost_micros,
            "blurhash": note.blurhash,
            "quality": quality,
            **({"looks": note.looks} if note.looks is not None else {}),
        }
    )


def _read(text: str) -> Note | None:
    """Return the note; None if it is damaged, as if there were no picture."""
    try:
        note = json.loads(text)
        quality = Quality.from_document(note["quality"]) if note["quality"] is not None else None
        looks = str(note["looks"]) if "looks" in note else None
        return Note(int(note["call"]), note["cost_micros"], str(note["blurhash"]), quality, looks)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _digest(data: bytes) -> str:
    """Return the MD5 digest as Cloud Storage writes it."""
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()

"""The PictureStore port on Cloud Storage, with Firebase download links."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from google.api_core.exceptions import NotFound as NotFoundInStorage
from google.api_core.exceptions import PreconditionFailed

from mirror_realm.errors import NotFound
from mirror_realm.services.ports import files
from mirror_realm.services.ports.pictures import EncodedPicture, StoredFolder
from mirror_realm.services.ports.runtime import Ambient

if TYPE_CHECKING:
    from google.cloud.storage import Bucket

TOKEN = "firebaseStorageDownloadTokens"
SHARED_CACHE = "public, max-age=31536000, immutable"
PRIVATE_CACHE = "private, max-age=3600"


def download_url(base: str, bucket: str, path: str, token: str) -> str:
    """A Firebase download link. `base`: scheme and host of the download service, without a trailing slash."""
    return f"{base}/v0/b/{bucket}/o/{quote(path, safe='')}?alt=media&token={token}"


class StoragePictures:
    """Each file gets a download token of its own: an unguessable link, gone with the file."""

    def __init__(self, bucket: "Callable[[], Bucket]", download_base: str, ambient: Ambient) -> None:
        """`download_base`: scheme and host of the Firebase download service, without a trailing slash."""
        self._bucket = bucket
        self._download_base = download_base
        self._ambient = ambient

    def read(self, path: str) -> bytes:
        try:
            return bytes(self._bucket().blob(path).download_as_bytes())
        except NotFoundInStorage:
            raise NotFound("the picture is gone") from None

    def save(self, folder: str, picture: EncodedPicture, *, private: bool) -> Mapping[int, str]:
        return {
            side: self._save_one(files.picture(folder, side), jpeg, private=private)
            for side, jpeg in picture.jpegs.items()
        }

    def folders(self, tops: tuple[str, ...], after: str, most: int) -> Sequence[StoredFolder]:
        """Names sort by code point in Cloud Storage, so `people/` comes before `shared/`."""
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

    def delete(self, folder: str) -> None:
        blobs = list(self._bucket().list_blobs(prefix=files.below(folder)))
        self._bucket().delete_blobs(blobs, on_error=lambda _: None)

    def _save_one(self, path: str, jpeg: bytes, *, private: bool) -> str:
        blob = self._bucket().blob(path)
        token = self._ambient.new_id()
        blob.cache_control = PRIVATE_CACHE if private else SHARED_CACHE
        blob.metadata = {TOKEN: token}
        try:
            # Generation 0: only if nothing is there, which also makes the client's own retries safe.
            blob.upload_from_string(jpeg, content_type="image/jpeg", if_generation_match=0)
        except PreconditionFailed:
            token = self._token_of_same(path, jpeg)
        return download_url(self._download_base, self._bucket().name, path, token)

    def _token_of_same(self, path: str, jpeg: bytes) -> str:
        """The token of what an earlier try stored. Raises FileExistsError if it is not this very picture."""
        stored = self._bucket().get_blob(path)
        digest = base64.b64encode(hashlib.md5(jpeg, usedforsecurity=False).digest()).decode()
        if stored is None or stored.md5_hash != digest or not stored.metadata:
            raise FileExistsError("another picture is stored where this one belongs")
        return str(stored.metadata[TOKEN])

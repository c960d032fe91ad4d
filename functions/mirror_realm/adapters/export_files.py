"""The ExportFiles port on Cloud Storage: zips streamed by resumable uploads, addresses by tokens that are taken away.

An address is a Firebase download link. Storage compares its token with the file's own on every request, so the address
is dead from the moment the token is removed. A signed URL would work to its end, and signing needs a role that
the functions' service account has not.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from google.api_core.exceptions import NotFound as NotFoundInStorage

from mirror_realm.adapters.photos.storage_photos import NEVER_CACHED
from mirror_realm.adapters.storage_pictures import TOKEN, download_url
from mirror_realm.services.ports.exports import Sink
from mirror_realm.services.ports.runtime import Runtime

if TYPE_CHECKING:
    from google.cloud.storage import Bucket

CHUNK = 8 * 1024 * 1024
"""Bytes held before they are sent: Storage takes multiples of 256 KB, and that of firebase-tools a single chunk."""


class StorageExports:
    def __init__(self, bucket: "Callable[[], Bucket]", download_base: str, runtime: Runtime) -> None:
        """Store exports in a bucket.

        download_base: scheme and host of the Firebase download service, without a trailing slash.
        """
        self._bucket = bucket
        self._download_base = download_base
        self._ambient = runtime

    def store(self, path: str, name: str, fill: Callable[[Sink], None]) -> int:
        blob = self._bucket().blob(path)
        blob.cache_control = NEVER_CACHED
        blob.content_disposition = f'attachment; filename="{name}"'
        blob.metadata = {TOKEN: self._ambient.new_id()}
        options = {"content_type": "application/zip", "if_generation_match": 0}
        # An error inside terminates the upload: Storage has the file whole or not at all.
        with blob.open("wb", chunk_size=CHUNK, ignore_flush=True, **options) as upload:
            counted = _Counted(upload.write)
            fill(counted)
        return counted.size

    def link(self, path: str) -> str | None:
        blob = self._bucket().get_blob(path)
        if blob is None:
            return None
        token = (blob.metadata or {}).get(TOKEN)
        if token is None:
            token = self._ambient.new_id()
            blob.metadata = {TOKEN: token}
            try:
                blob.patch()
            except NotFoundInStorage:
                return None
        return download_url(self._download_base, self._bucket().name, path, str(token))

    def unlink(self, path: str) -> None:
        blob = self._bucket().blob(path)
        blob.metadata = {TOKEN: None}
        with suppress(NotFoundInStorage):
            blob.patch()


class _Counted:
    def __init__(self, write: Callable[[bytes], int]) -> None:
        self._write = write
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self._write(data)
        return len(data)

    def flush(self) -> None:
        pass

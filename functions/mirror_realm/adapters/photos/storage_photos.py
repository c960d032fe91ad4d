"""The PhotoFiles port on Cloud Storage."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from google.api_core.exceptions import NotFound as NoSuchObject
from google.api_core.exceptions import PreconditionFailed, RequestRangeNotSatisfiable

from mirror_realm.adapters.photos.reader import MOST_BYTES
from mirror_realm.adapters.photos.refusals import Refusal
from mirror_realm.errors import ContentRejected, NotFound
from mirror_realm.services.ports import files
from mirror_realm.services.ports.photos import StoredPhoto, Upload

NEVER_CACHED = "private, no-store"
"""Replaces the uploader's own cache header. Without one, Storage answers `private, max-age=0`."""

if TYPE_CHECKING:
    from google.cloud.storage import Blob, Bucket


class StoragePhotos:
    """The uploads of users, under `uploads/{uid}/`."""

    def __init__(self, bucket: "Callable[[], Bucket]") -> None:
        self._bucket = bucket

    def find(self, path: str) -> StoredPhoto | None:
        blob = self._bucket().get_blob(path)
        return None if blob is None else _photo(blob)

    def read(self, path: str) -> bytes:
        try:
            # Reading one byte more than allowed detects a larger file of any size.
            data: bytes = self._bucket().blob(path).download_as_bytes(end=MOST_BYTES, raw_download=True)
        except NoSuchObject:
            raise NotFound("the photo is gone") from None
        except RequestRangeNotSatisfiable:
            return b""  # an empty file has no first byte to ask for
        if len(data) > MOST_BYTES:
            raise ContentRejected(Refusal.FILE_TOO_LARGE)
        return data

    def delete(self, path: str) -> None:
        try:
            self._bucket().blob(path).delete()
        except NoSuchObject:
            return

    def of(self, uid: str) -> Sequence[str]:
        return [blob.name for blob in self._bucket().list_blobs(prefix=files.below(files.uploads_of(uid)))]

    def uploads_of(self, uid: str, most: int) -> Sequence[Upload]:
        listed = self._bucket().list_blobs(
            prefix=files.below(files.uploads_of(uid)),
            max_results=most,
            fields="items(name,generation,timeCreated,cacheControl),nextPageToken",
        )
        return [_upload(blob) for blob in listed]

    def discard(self, upload: Upload) -> None:
        with suppress(NoSuchObject, PreconditionFailed):
            self._bucket().blob(upload.path).delete(if_generation_match=upload.generation)

    def keep_private(self, upload: Upload) -> None:
        if upload.cache_control in (None, NEVER_CACHED):
            return
        blob = self._bucket().blob(upload.path)
        blob.cache_control = NEVER_CACHED
        with suppress(NoSuchObject, PreconditionFailed):
            blob.patch(if_generation_match=upload.generation)

    def older_than(self, moment: datetime, after: str, most: int) -> Sequence[StoredPhoto]:
        # The offset is inclusive; no name lies between one and the same with a zero character behind it.
        start = f"{after}\0" if after else None
        listed = self._bucket().list_blobs(prefix=files.below(files.UPLOADS), start_offset=start)
        return list(islice((_photo(blob) for blob in listed if blob.time_created < moment), most))


def _upload(blob: "Blob") -> Upload:
    return Upload(blob.name, blob.generation, blob.time_created, blob.cache_control)


def _photo(blob: "Blob") -> StoredPhoto:
    return StoredPhoto(
        path=blob.name,
        digest=blob.md5_hash,
        size=blob.size,
        content_type=blob.content_type or "",
        uploaded_at=blob.time_created,
    )

"""The ReelFiles port on Cloud Storage: private files with download links."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from google.api_core.exceptions import NotFound as NotFoundInStorage
from google.api_core.exceptions import PreconditionFailed

from mirror_realm.adapters.storage_pictures import PRIVATE_CACHE, TOKEN, download_url
from mirror_realm.services.ports import files
from mirror_realm.services.ports.reels import Reel, ReelLinks
from mirror_realm.services.ports.runtime import Runtime

if TYPE_CHECKING:
    from google.cloud.storage import Blob, Bucket


class StorageReels:
    def __init__(self, bucket: "Callable[[], Bucket]", download_base: str, runtime: Runtime) -> None:
        """Store reels in a bucket.

        download_base: scheme and host of the Firebase download service, without a trailing slash.
        """
        self._bucket = bucket
        self._download_base = download_base
        self._ambient = runtime

    def find(self, folder: str) -> ReelLinks | None:
        reel, sheet = (self._bucket().get_blob(f"{folder}/{name}") for name in (files.REEL, files.SHEET))
        if reel is None or sheet is None:
            return None
        try:
            # Any change of metadata renews `updated`, by which the sweep computes a folder's age.
            reel.cache_control = PRIVATE_CACHE
            reel.patch()
        except NotFoundInStorage:
            return None
        return ReelLinks(self._link(reel), self._link(sheet))

    def save(self, folder: str, reel: Reel) -> ReelLinks:
        return ReelLinks(
            reel_url=self._link(self._save_one(f"{folder}/{files.REEL}", reel.animation, "image/webp")),
            sheet_url=self._link(self._save_one(f"{folder}/{files.SHEET}", reel.sheet, "image/jpeg")),
        )

    def _save_one(self, path: str, data: bytes, content_type: str) -> "Blob":
        blob = self._bucket().blob(path)
        blob.cache_control = PRIVATE_CACHE
        blob.metadata = {TOKEN: self._ambient.new_id()}
        try:
            # Generation 0 means: only if there is no file, so that links in use stay valid.
            blob.upload_from_string(data, content_type=content_type, if_generation_match=0)
        except PreconditionFailed:
            blob.reload()
        return blob

    def _link(self, blob: "Blob") -> str:
        return download_url(self._download_base, self._bucket().name, blob.name, str(blob.metadata[TOKEN]))

"""The PersonFiles port on Cloud Storage: whatever lies in a person's folders."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from google.cloud.storage import Bucket

FOLDERS = ("people/", "uploads/")
"""Each has a folder for every person, named by their uid."""


class StoragePersonFiles:
    def __init__(self, bucket: "Bucket") -> None:
        self._bucket = bucket

    def of(self, uid: str, most: int) -> Sequence[str]:
        found: list[str] = []
        for folder in FOLDERS:
            if len(found) < most:
                listed = self._bucket.list_blobs(prefix=f"{folder}{uid}/", max_results=most - len(found))
                found += [blob.name for blob in listed]
        return found

    def delete(self, paths: Sequence[str]) -> None:
        self._bucket.delete_blobs([self._bucket.blob(path) for path in paths], on_error=lambda _: None)

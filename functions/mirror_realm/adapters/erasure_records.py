"""Erasure records on Cloud Storage: an empty file for each, whose name is all there is to it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from mirror_realm.services.ports import files

if TYPE_CHECKING:
    from google.cloud.storage import Bucket


class StorageErasureRecords:
    def __init__(self, bucket: "Callable[[], Bucket]") -> None:
        self._bucket = bucket

    def record(self, day: date, name: str) -> None:
        self._bucket().blob(files.erasure_record(day, name)).upload_from_string(b"", "text/plain")

    def since(self, day: date) -> Iterator[tuple[str, datetime]]:
        listed = self._bucket().list_blobs(
            prefix=files.below(files.ERASURES), start_offset=files.erasure_record(day, "")
        )
        for blob in listed:
            yield blob.name.rpartition("/")[2], blob.updated

    def forget_before(self, day: date, most: int) -> int:
        listed = self._bucket().list_blobs(
            prefix=files.below(files.ERASURES),
            end_offset=files.erasure_record(day, ""),
            max_results=most,
        )
        old = list(listed)
        self._bucket().delete_blobs(old, on_error=lambda _: None)
        return len(old)

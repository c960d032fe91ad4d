"""Users' folders on Cloud Storage: the PersonFiles port for their files, the Census port for their owners."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from mirror_realm.services.ports import files
from mirror_realm.services.ports.census import CensusPage

if TYPE_CHECKING:
    from google.cloud.storage import Bucket

AT_ONCE = 100
"""The most deletions of one request, which is Storage's own bound."""


class StoragePersonFiles:
    def __init__(self, bucket: "Callable[[], Bucket]") -> None:
        self._bucket = bucket

    def of(self, uid: str, most: int) -> Sequence[str]:
        found: list[str] = []
        for folder in (files.of_person(uid), files.uploads_of(uid)):
            if len(found) < most:
                listed = self._bucket().list_blobs(prefix=files.below(folder), max_results=most - len(found))
                found += [blob.name for blob in listed]
        return found

    def delete(self, paths: Sequence[str]) -> None:
        from google.api_core.exceptions import NotFound

        bucket = self._bucket()
        for start in range(0, len(paths), AT_ONCE):
            # The client raises the first error of a batch; what another one left is found by the next listing.
            with suppress(NotFound), bucket.client.batch():
                for path in paths[start : start + AT_ONCE]:
                    bucket.delete_blob(path)


class StorageCensus:
    """The Census port on Cloud Storage: the uids that have a folder. The next page begins after the last folder."""

    def __init__(self, bucket: "Callable[[], Bucket]") -> None:
        self._bucket = bucket

    def page(self, after: str, most: int) -> CensusPage:
        found: list[str] = []
        for folder in map(files.below, files.OF_PERSONS):
            start = files.behind(after) if after.startswith(folder) else None
            if start is None and after > folder:
                continue
            for page in self._bucket().list_blobs(prefix=folder, delimiter="/", start_offset=start).pages:
                for person in page.prefixes:
                    if len(found) == most:
                        return CensusPage(_uids(found), found[-1], files.user_of(found[-1]) or "")
                    found.append(person.rstrip("/"))
        return CensusPage(_uids(found), "", (files.user_of(found[-1]) or "") if found else "")


def _uids(folders: Sequence[str]) -> Sequence[str]:
    return list(dict.fromkeys(folder.partition("/")[2] for folder in folders))

"""The ports to a person's photo: where it lies, what it becomes before a model sees it, whether it may be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """What Storage tells of an uploaded photo without opening it."""

    path: str
    digest: str
    """Storage's `md5Hash`: base64 of the MD5."""
    size: int
    content_type: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload, told from every other that had or will have its path."""

    path: str
    generation: int
    """Storage's number of it: a later upload has a larger one."""
    at: datetime
    cache_control: str | None = None
    """As the uploader gave it."""


class PhotoFiles(Protocol):
    """People's uploads."""

    def find(self, path: str) -> StoredPhoto | None:
        """Its metadata, or None if there is no such file. Reads no content."""

    def read(self, path: str) -> bytes:
        """The whole file, at most 10 MB. Raises ContentRejected if it is larger, NotFound if it is gone."""

    def delete(self, path: str) -> None:
        """Deletes it; one already gone is no error."""

    def of(self, uid: str) -> Sequence[str]:
        """Paths of all uploads of a person."""

    def uploads_of(self, uid: str, most: int) -> Sequence[Upload]:
        """Up to so many uploads of a person, as they are at this moment. One request."""

    def discard(self, upload: Upload) -> None:
        """Deletes this very upload; one already gone, or followed by another of its name, is no error."""

    def keep_private(self, upload: Upload) -> None:
        """Has no cache store this upload, whatever its uploader asked for. One that is gone is no error."""

    def older_than(self, moment: datetime, after: str, most: int) -> Sequence[StoredPhoto]:
        """The next uploads by name after this path that were made before a moment: for the sweep."""


class PhotoReader(Protocol):
    def prepare(self, data: bytes) -> bytes:
        """A JPEG of the photo as a model needs it: upright, at most 1024 pixels a side, without any metadata.

        Defends itself: JPEG, PNG, WebP and HEIC only, whatever the name says; pixels are counted before decoding;
        animated, truncated and oversized ones are refused. Raises ContentRejected with a reason a person understands,
        ProviderUnavailable where this instance lacks time or memory for any photo.
        """


class Moderation(Protocol):
    def check(self, jpeg: bytes) -> None:
        """Returns where the photo may be used.

        Raises ContentRejected; any other RenderFailure, or Misconfigured, where nobody could say.
        """

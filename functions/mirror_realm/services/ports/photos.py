"""The ports to a user's photo: its file, its conversion before a model receives it, and its moderation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """The metadata of an uploaded photo."""

    path: str
    digest: str
    """Storage's `md5Hash`: base64 of the MD5."""
    size: int
    content_type: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload, distinguished from every other with the same path."""

    path: str
    generation: int
    """Storage's generation: a later upload has a larger one."""
    at: datetime
    cache_control: str | None = None
    """The uploader's own cache header."""


class PhotoFiles(Protocol):
    """The uploads of users."""

    def find(self, path: str) -> StoredPhoto | None:
        """Return the metadata of a file, without reading its content; None if it does not exist."""

    def read(self, path: str) -> bytes:
        """Return the whole file, at most 10 MB. Raises ContentRejected if it is larger, NotFound if it was deleted."""

    def delete(self, path: str) -> None:
        """Delete the file, if it exists."""

    def of(self, uid: str) -> Sequence[str]:
        """Return the paths of all uploads of a user."""

    def uploads_of(self, uid: str, most: int) -> Sequence[Upload]:
        """Return at most `most` uploads of a user, as they are now, with one request."""

    def discard(self, upload: Upload) -> None:
        """Delete this upload, unless it was deleted or replaced by another of its name."""

    def keep_private(self, upload: Upload) -> None:
        """Forbid caches to store this upload, if it exists, in place of the uploader's own header."""

    def older_than(self, moment: datetime, after: str, most: int) -> Sequence[StoredPhoto]:
        """Return the next uploads by name after this path that were made before a moment, for the sweep."""


class PhotoReader(Protocol):
    def prepare(self, data: bytes) -> bytes:
        """Return a JPEG of the photo for a model: upright, at most 1024 pixels a side, without metadata.

        The data is untrusted: only JPEG, PNG, WebP and HEIC are accepted, under any name; pixels are counted before
        decoding; animated, truncated and oversized ones are refused. Raises ContentRejected with a reason in words for
        users, ProviderUnavailable if this instance lacks time or memory for any photo.
        """

    def square(self, data: bytes) -> bytes:
        """Return the middle of the photo as a square JPEG of 1024 pixels a side: upright, without metadata.

        A smaller photo is enlarged. It accepts, refuses and raises as `prepare` does.
        """


class Moderation(Protocol):
    def check(self, jpeg: bytes) -> None:
        """Return if the photo may be used.

        Raises ContentRejected if not; any other RenderFailure, or Misconfigured, if there is no verdict.
        """

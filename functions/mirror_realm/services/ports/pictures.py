"""The ports to picture files: encoding a provider's picture, and storing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mirror_realm.domain.quality import Quality


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A checked picture as optimized JPEGs by side length in pixels, largest first, and its blurhash."""

    jpegs: Mapping[int, bytes]
    blurhash: str


@dataclass(frozen=True, slots=True)
class Note:
    """The note stored with a picture of a provider call: enough to settle its job without another call."""

    number: int
    """The number of the call within the job, from 0."""
    cost_micros: int | None
    """The cost of the call; None if unknown."""
    blurhash: str
    quality: Quality | None
    looks: str | None = None
    """The looks of the person in a personal picture of the painter, which its next picture is made with."""


@dataclass(frozen=True, slots=True)
class NotedPicture:
    """A complete picture found in Storage, in all sizes, with its note."""

    folder: str
    urls: Mapping[int, str]
    """Download URLs by side."""
    note: Note


class PictureCodec(Protocol):
    def encode(self, data: bytes, size: int) -> EncodedPicture:
        """Decode, check and re-encode a picture. Raises BadOutput unless it is a usable square picture of that size."""


@dataclass(frozen=True, slots=True)
class StoredFolder:
    """The files of one attempt, together."""

    path: str
    """The path of the folder, without a trailing slash."""
    newest_at: datetime


class PictureFiles(Protocol):
    """The stored files as the sweep sees them."""

    def folders(self, tops: tuple[str, ...], after: str, most: int) -> Sequence[StoredFolder]:
        """Return the next folders by name after this path, in any of these top folders."""

    def replace_with_placeholder(self, folder: str) -> None:
        """Overwrite each of the folder's files with a static picture, under the same URL. It is safe to repeat."""

    def delete(self, folder: str) -> None:
        """Delete the folder's files that exist."""


class PictureStore(Protocol):
    def save(
        self, folder: str, picture: EncodedPicture, *, private: bool, note: Note | None = None
    ) -> Mapping[int, str]:
        """Store a file for each size, never overwriting, and return a download URL for each side.

        The largest file is stored last and has the note, so that a note means a complete picture. Storing the same
        picture in the same folder again is harmless.
        """

    def find(self, prefix: str) -> Sequence[NotedPicture]:
        """Return the complete pictures with notes in folders whose paths begin so."""

    def read(self, path: str) -> bytes:
        """Return a stored picture's file. Raises NotFound."""

    def looks(self, path: str) -> str | None:
        """Return the looks in the note of a picture's largest file; None without any."""

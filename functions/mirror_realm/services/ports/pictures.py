"""The ports to picture files: encoding what a provider made, and storing it."""

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
    """What is stored with a picture that a provider call brought: enough to settle its job without another call."""

    number: int
    """Which call of the job made it, from 0."""
    cost_micros: int | None
    """What the call cost. None: nobody knows."""
    blurhash: str
    quality: Quality | None


@dataclass(frozen=True, slots=True)
class NotedPicture:
    """A whole picture that was found in Storage, all its sizes, with its note."""

    folder: str
    urls: Mapping[int, str]
    """Download URLs by side."""
    note: Note


class PictureCodec(Protocol):
    def encode(self, data: bytes, size: int) -> EncodedPicture:
        """Decodes, checks and re-encodes. Raises BadOutput on what is no usable square picture of that size."""


@dataclass(frozen=True, slots=True)
class StoredFolder:
    """The files of one attempt, together."""

    path: str
    """Without a trailing slash."""
    newest_at: datetime


class PictureFiles(Protocol):
    """The stored files as the sweep sees them."""

    def folders(self, tops: tuple[str, ...], after: str, most: int) -> Sequence[StoredFolder]:
        """The next folders by name after this path, in any of these top folders."""

    def replace_with_placeholder(self, folder: str) -> None:
        """Overwrite each of the folder's files with a static picture; its download URL stays. Safe to repeat."""

    def delete(self, folder: str) -> None:
        """Deletes the folder's files; those already gone are no error."""


class PictureStore(Protocol):
    def save(
        self, folder: str, picture: EncodedPicture, *, private: bool, note: Note | None = None
    ) -> Mapping[int, str]:
        """Store a file for each size, never overwriting, and return a download URL for each side.

        The largest file comes last and carries the note: where the note is, the whole picture is. Storing the same
        picture in the same folder again is harmless.
        """

    def find(self, prefix: str) -> Sequence[NotedPicture]:
        """Return the whole pictures with notes in folders whose paths begin so."""

    def read(self, path: str) -> bytes:
        """A stored picture's file. Raises NotFound."""

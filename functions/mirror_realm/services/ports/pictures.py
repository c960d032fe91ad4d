"""The ports to picture files: encoding what a provider made, and storing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A checked picture as optimized JPEGs by side length in pixels, largest first, and its blurhash."""

    jpegs: Mapping[int, bytes]
    blurhash: str


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

    def delete(self, folder: str) -> None:
        """Deletes the folder's files; those already gone are no error."""


class PictureStore(Protocol):
    def save(self, folder: str, picture: EncodedPicture, *, private: bool) -> Mapping[int, str]:
        """Stores a file for each size, never overwriting, and returns a download URL for each side.

        Storing the same picture in the same folder again is harmless.
        """

    def read(self, path: str) -> bytes:
        """A stored picture's file. Raises NotFound."""

"""The ports to picture files: encoding what a provider made, and storing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A checked picture as optimized JPEGs by side length in pixels, largest first, and its blurhash."""

    jpegs: Mapping[int, bytes]
    blurhash: str


class PictureCodec(Protocol):
    def encode(self, data: bytes, size: int) -> EncodedPicture:
        """Decodes, checks and re-encodes. Raises BadOutput on what is no usable square picture of that size."""


class PictureStore(Protocol):
    def save(self, folder: str, picture: EncodedPicture, *, private: bool) -> Mapping[int, str]:
        """Stores `{folder}/{side}.jpg` for each size, never overwriting, and returns a download URL for each side.

        Storing the same picture in the same folder again is harmless.
        """

    def path(self, folder: str, side: int) -> str:
        """Where that file is in the bucket."""

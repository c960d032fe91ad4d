"""The ports to reels: making one from frames, and keeping it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mirror_realm.domain.progress import EvolutionStage


@dataclass(frozen=True, slots=True)
class Frame:
    """One stage as it is shown."""

    stage: EvolutionStage
    active_days: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Reel:
    """What is made of the frames."""

    animation: bytes
    """Animated WebP."""
    sheet: bytes
    """JPEG."""


@dataclass(frozen=True, slots=True)
class ReelLinks:
    reel_url: str
    sheet_url: str


class ReelMaker(Protocol):
    def make(self, frames: Sequence[Frame]) -> Reel:
        """The frames in their order; at least two."""


class ReelFiles(Protocol):
    def find(self, folder: str) -> ReelLinks | None:
        """The links of a reel stored there, which is then as good as new to the sweep; None if there is none."""

    def save(self, folder: str, reel: Reel) -> ReelLinks:
        """Stores `reel.webp` and `sheet.jpg`, private. What another instance stored there meanwhile stays."""

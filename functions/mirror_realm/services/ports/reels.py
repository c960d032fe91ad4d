"""The ports to reels: making one from frames, and storing it."""

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
    """The animation and the contact sheet of the frames."""

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
        """Make a reel of at least two frames, in their order."""


class ReelFiles(Protocol):
    def find(self, folder: str) -> ReelLinks | None:
        """Return the links of a stored reel, and renew its age for the sweep; None if there is none."""

    def save(self, folder: str, reel: Reel) -> ReelLinks:
        """Store `reel.webp` and `sheet.jpg` as private files; files that another instance stored first stay."""

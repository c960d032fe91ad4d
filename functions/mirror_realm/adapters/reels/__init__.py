"""Reels with Pillow, kept in Cloud Storage.

animation      the stages one after another, each fading into the next
contact_sheet  the stages side by side on warm paper
storage        both as private files with download links
"""

from collections.abc import Sequence

from mirror_realm.adapters.reels.storage import StorageReels
from mirror_realm.services.ports.reels import Frame, Reel

__all__ = ["PillowReelMaker", "StorageReels"]


class PillowReelMaker:
    """A `ReelMaker` with Pillow, which is imported for the first reel."""

    def make(self, frames: Sequence[Frame]) -> Reel:
        from mirror_realm.adapters.reels.animation import animation
        from mirror_realm.adapters.reels.contact_sheet import Print, contact_sheet, encoded
        from mirror_realm.domain.progress import STAGE_TITLES

        prints = [
            Print(frame.jpeg, STAGE_TITLES[frame.stage], f"day {frame.active_days}") for frame in frames
        ]
        sheet = contact_sheet("mirror realm", _words(frames), prints)
        return Reel(animation([frame.jpeg for frame in frames]), encoded(sheet))


def _words(frames: Sequence[Frame]) -> str:
    number = ("two", "three", "four", "five", "six")[len(frames) - 2]
    return f"your way so far, in {number} reflections"

"""Quality: the score of a finished picture, with the reasons if it is poor. `domain/grading.py` decides it."""

from dataclasses import dataclass
from enum import StrEnum

from mirror_realm.domain.codec import Document


class Fault(StrEnum):
    """The faults of a picture, which are the reasons for a poor score."""

    BLURRED = "blurred"
    LOW_RESOLUTION = "low_resolution"
    NOISY = "noisy"
    BLOCKY = "blocky"
    OVEREXPOSED = "overexposed"
    UNDEREXPOSED = "underexposed"
    WRONG_PALETTE = "wrong_palette"
    COLOURLESS = "colourless"
    EMPTY = "empty"
    COLLAGE = "collage"
    TEXT = "text"
    UNLIKE = "unlike"


@dataclass(frozen=True, slots=True)
class Quality(Document):
    """A picture's score (0..1) and the reasons why it is poor, worst first; no reasons if it is not."""

    score: float
    reasons: tuple[Fault, ...] = ()

    @property
    def poor(self) -> bool:
        return bool(self.reasons)

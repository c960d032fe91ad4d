"""Quality: the score of a finished picture, with the reasons if it is poor.

`domain/grading.py` decides it by statistics. Where QUALITY_JUDGE is `vision`, a model is asked besides: its verdict can
lower the score, and never raise it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from mirror_realm.domain.codec import Document, Stored
from mirror_realm.domain.verdict import Verdict, stored_verdict


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
    verdict: Annotated[
        Verdict | None,
        Stored(defaulted=True, omitted=True, encode=Verdict.to_document, decode=stored_verdict),
    ] = None
    """The vision model's; None if it was not asked, or gave none."""

    @property
    def poor(self) -> bool:
        return bool(self.why)

    @property
    def why(self) -> tuple[str, ...]:
        """Return why it is poor: the reasons, then the objections of the verdict."""
        return (*self.reasons, *(self.verdict.objections if self.verdict is not None else ()))

    @property
    def unfit(self) -> bool:
        """Return whether the picture may not be shown at all."""
        return self.verdict is not None and not self.verdict.safe

    def seen(self, verdict: Verdict) -> "Quality":
        """Return the quality with a verdict, whose score counts if it is the lower one."""
        return replace(self, score=min(self.score, verdict.score), verdict=verdict)

"""The ports to the judges of finished pictures: by statistics, and by a vision model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from mirror_realm.domain.quality import Quality
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.verdict import Verdict
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ReferenceImage


class QualityJudge(Protocol):
    def judge(
        self, picture: EncodedPicture, style: StyleId, references: Sequence[ReferenceImage] = ()
    ) -> Quality:
        """Return the quality of a picture for its style, and its likeness to the pictures it was made from."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The answer of a vision model."""

    verdict: Verdict
    cost_micros: int | None
    """The cost in millionths of a USD; None if it is unknown, in which case the worst case is booked."""


class VisionJudge(Protocol):
    """A vision model, asked about a finished picture with one call, never two."""

    @property
    def timeout(self) -> timedelta:
        """The longest that a call takes."""

    def worst_case_micros(self, references: int) -> int:
        """Return the most that a call can cost, in millionths of a USD.

        references: the number of pictures that the judged one was made from.
        """

    def look(
        self, picture: EncodedPicture, recipe: Recipe, references: Sequence[ReferenceImage] = ()
    ) -> Seen:
        """Return the model's verdict on a picture. Raises a `RenderFailure` (with `cost_micros`) or `Misconfigured`."""

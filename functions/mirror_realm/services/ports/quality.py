"""The port to the judge of finished pictures."""

from collections.abc import Sequence
from typing import Protocol

from mirror_realm.domain.quality import Quality
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ReferenceImage


class QualityJudge(Protocol):
    def judge(
        self, picture: EncodedPicture, style: StyleId, references: Sequence[ReferenceImage] = ()
    ) -> Quality:
        """Return the quality of a picture for its style, and its likeness to the pictures it was made from."""

"""The port to whoever judges a finished picture."""

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
        """How good the picture is for its style and, where it was made from others, how like them it is."""

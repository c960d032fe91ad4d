"""The QualityJudge port with Pillow: it measures a picture at a phone's size and grades it by the domain's limits."""

from collections.abc import Sequence

from mirror_realm.domain.grading import Measures, grade
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.reference import InputKind
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ReferenceImage

JUDGED_SIDE = 512
"""The encoded size that is judged: blocks are visible in it, and it decodes in a third of the largest one's time."""


class PictureJudge:
    def judge(
        self, picture: EncodedPicture, style: StyleId, references: Sequence[ReferenceImage] = ()
    ) -> Quality:
        side = min((side for side in picture.jpegs if side >= JUDGED_SIDE), default=max(picture.jpegs))
        photos = [given.jpeg for given in references if given.kind is InputKind.PHOTO]
        earlier = [given.jpeg for given in references if given.kind is not InputKind.PHOTO]
        return grade(measured(picture.jpegs[side], earlier=earlier, photos=photos), style)


def measured(jpeg: bytes, *, earlier: Sequence[bytes] = (), photos: Sequence[bytes] = ()) -> Measures:
    """Return all measures of an encoded picture and its likeness to the pictures it was made from.

    Raises OSError if it does not decode.
    """
    from mirror_realm.adapters.quality import detail, layout, light
    from mirror_realm.adapters.quality.likeness import likeness
    from mirror_realm.adapters.quality.working import opened

    working = opened(jpeg)
    sharpness, resolution = detail.sharpness_and_resolution(working)
    warmth, chroma = light.warmth_and_chroma(working)
    own = likeness(working) if earlier or photos else None

    def best(others: Sequence[bytes]) -> float | None:
        return max((own.to(likeness(opened(other))) for other in others), default=None) if own else None

    return Measures(
        sharpness=sharpness,
        resolution=resolution,
        noise=detail.noise(working),
        blockiness=detail.blockiness(working),
        burnt=light.burnt_share(working),
        brightness=light.brightness(working),
        warmth=warmth,
        chroma=chroma,
        filled=layout.filled_share(working),
        seam=layout.seam(working),
        written=layout.written_share(working),
        likeness=best(earlier),
        photo_likeness=best(photos),
    )

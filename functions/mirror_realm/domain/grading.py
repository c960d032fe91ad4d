"""Grading: how the quality of a finished picture is decided, with every limit.

Each limit was set on the calibration set (`tests/unit/adapters/quality`: good pictures in every style and stage, and
the same deliberately spoiled) and has its results there: precision, the share of reasons that are right, and recall,
the share of spoiled pictures that got theirs. A test checks the figures; `make bench` prints them again, with those of
pictures that no limit was set on. All of these are painted: the `picture_poor` events show the needs of a model.
"""

from dataclasses import dataclass

from mirror_realm.domain.quality import Fault, Quality
from mirror_realm.domain.styles import StyleId

POOR = 0.5
"""A picture with a lower score is made again."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one picture. Ratios and shares are 0..1 unless stated otherwise."""

    sharpness: float
    """Detail of 4 pixels' size at 256 a side, as a ratio to coarser detail."""
    resolution: float
    """The same of 2 pixels' size."""
    noise: float
    """Steps of luminance (0..255) between neighbours in empty areas."""
    blockiness: float
    """How much steeper steps are on a regular grid than elsewhere; about 1 without a grid."""
    burnt: float
    """Share of nearly white pixels."""
    brightness: float
    """Luminance that the brightest twentieth exceeds."""
    warmth: float
    """Share of the colour that is red, orange or yellow."""
    chroma: float
    """Colour of the mean pixel."""
    filled: float
    """Share of the area with content."""
    seam: float
    """How clearly a straight line runs from top to bottom."""
    written: float
    """Share of the area dense with narrow strokes."""
    likeness: float | None = None
    """Likeness to the most similar earlier picture it was made from; None without one."""
    photo_likeness: float | None = None
    """Likeness to the photo it was made from; None without one."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The threshold of one reason, and its results on the calibration set."""

    fault: Fault
    measure: str
    """The field of `Measures`."""
    at: float
    """The value of the grade `POOR`; beyond it the picture has the fault."""
    ideal: float
    """The value from which on the grade is 1."""
    precision: float
    recall: float

    def grade(self, value: float) -> float:
        """Return the grade, 0 to 1, linear from `ideal` through `at` to the same distance beyond it."""
        return max(0.0, min(1.0, POOR + (1 - POOR) * (value - self.at) / (self.ideal - self.at)))


LIMITS: tuple[Limit, ...] = (
    Limit(Fault.BLURRED, "sharpness", at=0.42, ideal=0.55, precision=0.96, recall=0.87),
    Limit(Fault.LOW_RESOLUTION, "resolution", at=0.24, ideal=0.35, precision=0.97, recall=1.0),
    Limit(Fault.NOISY, "noise", at=2.2, ideal=0.8, precision=1.0, recall=1.0),
    Limit(Fault.BLOCKY, "blockiness", at=1.45, ideal=1.1, precision=1.0, recall=1.0),
    Limit(Fault.OVEREXPOSED, "burnt", at=0.1, ideal=0.04, precision=0.88, recall=1.0),
    Limit(Fault.UNDEREXPOSED, "brightness", at=0.4, ideal=0.5, precision=1.0, recall=1.0),
    Limit(Fault.COLOURLESS, "chroma", at=0.022, ideal=0.04, precision=1.0, recall=1.0),
    Limit(Fault.EMPTY, "filled", at=0.2, ideal=0.4, precision=1.0, recall=0.87),
    Limit(Fault.COLLAGE, "seam", at=0.5, ideal=0.35, precision=1.0, recall=0.91),
    Limit(Fault.TEXT, "written", at=0.08, ideal=0.03, precision=1.0, recall=1.0),
    Limit(Fault.UNLIKE, "likeness", at=0.38, ideal=0.5, precision=1.0, recall=0.53),
    Limit(Fault.UNLIKE, "photo_likeness", at=0.22, ideal=0.35, precision=0.99, recall=0.53),
)
"""The limits for every style. The limit of likeness accepts some strangers rather than refuse good pictures, because
light, pose and style change, and another try costs money.
"""

_WARMTH = {
    StyleId.DAYMI: (0.65, 0.85),
    StyleId.COMIC: (0.65, 0.85),
    StyleId.SUPERHERO: (0.3, 0.45),
    StyleId.CINEMATIC_HERO: (0.2, 0.3),
    StyleId.NOIR_HERO: (0.5, 0.7),
    StyleId.ANIME: (0.6, 0.8),
    StyleId.REALISTIC_PORTRAIT: (0.6, 0.8),
}
"""Limit and ideal by style. Orange and amber dominate at home; a hero's sky and a studio may be cold."""

PALETTES: dict[StyleId, Limit] = {
    style: Limit(Fault.WRONG_PALETTE, "warmth", at=at, ideal=ideal, precision=1.0, recall=1.0)
    for style, (at, ideal) in _WARMTH.items()
}
"""The figures are for all styles together."""

RELIT = frozenset({StyleId.CINEMATIC_HERO, StyleId.NOIR_HERO})
"""Styles whose light changes a face's colours, so that likeness by colour is no evidence."""


_LOOKS_LIKE = {Fault.COLLAGE: Fault.BLOCKY}
"""Reasons that are not given together with another: the lines of a grid of blocks are not joints."""


def grade(measures: Measures, style: StyleId) -> Quality:
    """Return the quality: the score is the worst grade, and only a score below `POOR` has reasons."""
    grades: dict[Fault, float] = {}
    for limit in (*LIMITS, PALETTES[style]):
        value = getattr(measures, limit.measure)
        if value is not None and not (limit.fault is Fault.UNLIKE and style in RELIT):
            # Likeness to the photo or to an earlier picture is enough: their light may differ.
            grades[limit.fault] = max(limit.grade(value), grades.get(limit.fault, 0.0))
    for fault, other in _LOOKS_LIKE.items():
        if grades[other] < POOR:
            del grades[fault]
    worst_first = sorted(grades, key=lambda fault: grades[fault])
    return Quality(
        # Rounded down, so that a score just below the limit is also below it in the document.
        score=int(1000 * grades[worst_first[0]]) / 1000,
        reasons=tuple(fault for fault in worst_first if grades[fault] < POOR),
    )

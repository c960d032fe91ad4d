"""Grading: what decides how good a finished picture is, with every limit.

Each limit was set on the calibration set (`tests/unit/adapters/quality`: good pictures in every style and stage, and
the same deliberately spoiled) and carries what it achieves there: precision, the share of rightly given reasons, and
recall, the share of spoiled pictures that got theirs. A test holds the figures true; `make bench` prints them anew, and
those of pictures nothing was set on. All of them are painted by our own painter: what a model's pictures need is told
by the `picture_poor` events.
"""

from dataclasses import dataclass

from mirror_realm.domain.quality import Fault, Quality
from mirror_realm.domain.styles import StyleId

POOR = 0.5
"""A score below it asks for another try."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of one picture. Ratios and shares are 0..1 unless said otherwise."""

    sharpness: float
    """Detail of 4 pixels' size at 256 a side, as a ratio to coarser detail."""
    resolution: float
    """The same of 2 pixels' size."""
    noise: float
    """Steps of luminance (0..255) between neighbours where nothing is shown."""
    blockiness: float
    """How much steeper steps are on a regular grid than elsewhere; about 1 without one."""
    burnt: float
    """Share of pixels as good as white."""
    brightness: float
    """Luminance that the brightest twentieth exceeds."""
    warmth: float
    """Share of the colour that is red, orange or yellow."""
    chroma: float
    """Colour of the mean pixel."""
    filled: float
    """Share of the area that shows anything."""
    seam: float
    """How far a straight line stands out from top to bottom."""
    written: float
    """Share of the area dense with narrow strokes."""
    likeness: float | None = None
    """To the earlier picture it was made from that it is most like. None: made from none."""
    photo_likeness: float | None = None
    """To the photo it was made from. None: made from none."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One reason's threshold, and what it achieves on the calibration set."""

    fault: Fault
    measure: str
    """Field of `Measures`."""
    at: float
    """Where the grade is `POOR`; beyond it lies the fault."""
    ideal: float
    """From where on nothing is left to wish for: grade 1."""
    precision: float
    recall: float

    def grade(self, value: float) -> float:
        """0 to 1, straight from `ideal` over `at` to as far beyond it."""
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
"""Those that hold for every style. Likeness is to spare good pictures rather than to find every stranger: a person's
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
"""Limit and ideal. Orange and amber lead where people are at home; a hero's sky and studio may be cold."""

PALETTES: dict[StyleId, Limit] = {
    style: Limit(Fault.WRONG_PALETTE, "warmth", at=at, ideal=ideal, precision=1.0, recall=1.0)
    for style, (at, ideal) in _WARMTH.items()
}
"""The figures are those of all styles together."""

RELIT = frozenset({StyleId.CINEMATIC_HERO, StyleId.NOIR_HERO})
"""Styles that repaint a face's colours with their light: likeness by colour says nothing there."""


_LOOKS_LIKE = {Fault.COLLAGE: Fault.BLOCKY}
"""A reason that is not given next to the other: the lines of a grid of blocks are no joints."""


def grade(measures: Measures, style: StyleId) -> Quality:
    """The score is the worst grade: nothing good makes up for a fault. Below `POOR` it has a reason, and only there."""
    grades: dict[Fault, float] = {}
    for limit in (*LIMITS, PALETTES[style]):
        value = getattr(measures, limit.measure)
        if value is not None and not (limit.fault is Fault.UNLIKE and style in RELIT):
            # Like the photo or like an earlier picture is enough: their light may differ.
            grades[limit.fault] = max(limit.grade(value), grades.get(limit.fault, 0.0))
    for fault, other in _LOOKS_LIKE.items():
        if grades[other] < POOR:
            del grades[fault]
    worst_first = sorted(grades, key=lambda fault: grades[fault])
    return Quality(
        # Rounded down: just short of the limit is short of it in the document too.
        score=int(1000 * grades[worst_first[0]]) / 1000,
        reasons=tuple(fault for fault in worst_first if grades[fault] < POOR),
    )

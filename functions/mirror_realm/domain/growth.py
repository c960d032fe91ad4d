"""Growth: the mood, posture, place and light of each stage, and the additions of each progress range.

Prompts and painter use this one source. I-There's words for it are `signs` of each of its languages.
"""

from dataclasses import dataclass
from enum import StrEnum

from mirror_realm.domain.progress import EvolutionStage, ProgressRange


class Aspect(StrEnum):
    """The aspects in which growth is visible. The order breaks ties: a face is noticed first."""

    MOOD = "mood"
    POSTURE = "posture"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Sign:
    """One aspect at one stage."""

    shown: str
    """The words of the prompt for it. Those of I-There are in `narrative/languages`."""
    level: float
    """The visible amount, from 0 at the first stage to 1 at the last, as we judge it."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The appearance of a stage: subtly different from the next one, plainly from the last."""

    mood: Sign
    posture: Sign
    place: Sign
    """The place; `shown` furnishes a room with a desk."""
    outdoors: str
    """The place in a style without a desk: a rooftop, a studio, a street at night."""
    light: str
    """Added to the style's own light."""

    def sign(self, aspect: Aspect) -> Sign:
        """Return the sign of one aspect."""
        return {Aspect.MOOD: self.mood, Aspect.POSTURE: self.posture, Aspect.PLACE: self.place}[aspect]


GROWTH: dict[EvolutionStage, Growth] = {
    EvolutionStage.NEW_REFLECTION: Growth(
        Sign("curious and a little unsure, a small closed-mouth smile, brows slightly raised", 0.0),
        Sign("shoulders drawn in a little, upper body held back", 0.0),
        Sign("a clean, plain desk with a closed laptop and nothing else", 0.0),
        "an empty, quiet foreground with nothing in it yet",
        "gentle and even, like early morning",
    ),
    EvolutionStage.FIRST_WEEK: Growth(
        Sign("focused and determined, clear eyes, lips gently set", 0.18),
        Sign("upright, leaning slightly forward, shoulders level", 0.15),
        Sign("an organised workspace: an open laptop, a small lamp, everything in its place", 0.22),
        "an orderly foreground with one packed bag standing ready",
        "clear and a touch brighter, one lamp lit",
    ),
    EvolutionStage.TWO_WEEKS: Growth(
        Sign("a more confident, self-aware smile, relaxed brow", 0.36),
        Sign("shoulders looser and lower, head easy on the neck", 0.42),
        Sign(
            "a desk with a laptop, a lamp, well-chosen productivity tools and the first signs of success",
            0.38,
        ),
        "a few well-chosen tools within reach and the first lights coming on behind",
        "warmer, with a soft pool of lamplight",
    ),
    EvolutionStage.MONTH: Growth(
        Sign("truly happy and confident, a wide open smile with bright eyes", 0.66),
        Sign("chest open, relaxed and tall, leaning into the picture", 0.6),
        Sign("a thriving workspace: laptop, lamp, leafy plants, a favourite mug and personal touches", 0.64),
        "potted green plants and a few loved keepsakes in the foreground, the background lively",
        "full golden warmth with gentle sparkles on surfaces",
    ),
    EvolutionStage.QUARTER: Growth(
        Sign("peaceful confidence, an unforced smile, fully oneself", 0.8),
        Sign("settled and grounded, weight evenly balanced, shoulders fully at ease", 0.88),
        Sign("a mature workspace whose shelves hold the marks of success", 0.76),
        "a place claimed as one's own, marks of success gathered nearby, the background open and wide",
        "rich late-afternoon gold from one side",
    ),
    EvolutionStage.HALF_YEAR: Growth(
        Sign("serene wisdom, a soft knowing smile, calm deep gaze", 1.0),
        Sign("effortlessly upright and still, wholly relaxed", 1.0),
        Sign("a settled, deeply personal, glowing place, lived in and complete", 1.0),
        "the whole place glowing and familiar, warm small lights all around",
        "a soft golden glow all around the person, warm haze in the air",
    ),
}

RANGE_ADDS: dict[ProgressRange, str] = {
    ProgressRange.WEEK_1: "plain and uncluttered, nothing added yet",
    ProgressRange.WEEK_2: "things nearby arranged in a neat order",
    ProgressRange.MONTH_1: "things in neat order, useful tools within easy reach",
    ProgressRange.QUARTER_1: "things in neat order, useful tools, a green plant and a personal keepsake",
    ProgressRange.QUARTER_PLUS: (
        "things in neat order, well-used tools, several grown plants and many personal keepsakes"
    ),
}
"""The additions of active days to the place, at any stage: order from 7, tools from 14, plants and personal things
from 30, more of them from 90."""


def biggest_change(earlier: EvolutionStage, later: EvolutionStage) -> Aspect | None:
    """Return the aspect that differs most between two stages, in any order; None if they are the same."""
    if earlier == later:
        return None
    return max(
        Aspect, key=lambda aspect: abs(GROWTH[later].sign(aspect).level - GROWTH[earlier].sign(aspect).level)
    )

"""Progress: a user's progress, and its stage and range."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from mirror_realm.domain.areas import Area
from mirror_realm.domain.codec import Document, Stored

MOST_DAYS = 36_500
MOST_GOALS = 100_000
MOST_TRAITS = 20
LONGEST_TRAIT = 40
"""UTF-16 code units, as security rules count."""
LONGEST_ACHIEVEMENT = 1000
"""UTF-16 code units, as security rules count: room for 500 emoji, which calls have always taken."""


class EvolutionStage(StrEnum):
    """The six stages of a reflection, in order. The values are the app's names."""

    NEW_REFLECTION = "newReflection"
    FIRST_WEEK = "firstWeek"
    TWO_WEEKS = "twoWeeks"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "halfYear"


class ProgressRange(StrEnum):
    """The progress bucket of a recipe: coarse enough to share, fine enough to be true."""

    WEEK_1 = "week_1"
    WEEK_2 = "week_2"
    MONTH_1 = "month_1"
    QUARTER_1 = "quarter_1"
    QUARTER_PLUS = "quarter_plus"


STAGES = tuple(EvolutionStage)
RANGES = tuple(ProgressRange)

FIRST_DAY: dict[EvolutionStage, int] = {
    EvolutionStage.NEW_REFLECTION: 0,
    EvolutionStage.FIRST_WEEK: 7,
    EvolutionStage.TWO_WEEKS: 14,
    EvolutionStage.MONTH: 30,
    EvolutionStage.QUARTER: 90,
    EvolutionStage.HALF_YEAR: 180,
}
"""Active days from which a stage is earned."""

STAGE_TITLES: dict[EvolutionStage, str] = {
    EvolutionStage.NEW_REFLECTION: "a new reflection",
    EvolutionStage.FIRST_WEEK: "the first week",
    EvolutionStage.TWO_WEEKS: "two weeks",
    EvolutionStage.MONTH: "a month",
    EvolutionStage.QUARTER: "a quarter",
    EvolutionStage.HALF_YEAR: "half a year",
}
"""The captions below pictures of a stage."""

_RANGE_ENDS = (
    (7, ProgressRange.WEEK_1),
    (14, ProgressRange.WEEK_2),
    (30, ProgressRange.MONTH_1),
    (90, ProgressRange.QUARTER_1),
)


def _whole(most: int) -> Callable[[Any], int]:
    """Return a conversion to a whole number from 0 to `most`: 0 for anything that is not one."""
    return lambda value: (
        max(0, min(most, value)) if isinstance(value, int) and not isinstance(value, bool) else 0
    )


def _achievement(value: Any) -> str:
    """Return the text up to its bound, without half a character at the cut."""
    if not isinstance(value, str):
        return ""
    units = value.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_ACHIEVEMENT]
    return units.decode("utf-16-le", "ignore")


def _area(value: Any) -> Area | None:
    return Area(value) if isinstance(value, str) and value in set(Area) else None


def _traits(value: Any) -> tuple[str, ...]:
    words = value[:MOST_TRAITS] if isinstance(value, list) else []
    return tuple(word for word in words if isinstance(word, str))


@dataclass(frozen=True, slots=True)
class Progress(Document):
    """`users/{uid}/progress/current`: the user's progress, as the app stored it.

    Reading it never raises: a value that is not understood counts as absent, and bounds are enforced.
    """

    active_days: Annotated[int, Stored(defaulted=True, decode=_whole(MOST_DAYS))] = 0
    major_achievement: Annotated[str, Stored(defaulted=True, decode=_achievement)] = ""
    """Free text: I-There quotes it, but it never reaches a picture."""
    achievement_area: Annotated[Area | None, Stored(defaulted=True, decode=_area)] = None
    discovered_traits: Annotated[tuple[str, ...], Stored(defaulted=True, decode=_traits)] = ()
    goals_completed: Annotated[int, Stored(defaulted=True, decode=_whole(MOST_GOALS))] = 0


def stage_for(active_days: int) -> EvolutionStage:
    """Return the latest stage that these days have earned."""
    return max((stage for stage in STAGES if FIRST_DAY[stage] <= active_days), key=STAGES.index)


def range_for(active_days: int) -> ProgressRange:
    """Return the bucket of these days."""
    return next((bucket for end, bucket in _RANGE_ENDS if active_days < end), ProgressRange.QUARTER_PLUS)


def has_earned(stage: EvolutionStage, active_days: int) -> bool:
    """Return whether a wish with these days may name this stage: an earlier one always, a later one never."""
    return active_days >= FIRST_DAY[stage]

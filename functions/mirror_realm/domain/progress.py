"""Progress: how far a person has come, and the stage and range that this puts them in."""

from dataclasses import dataclass
from enum import StrEnum

from mirror_realm.domain.areas import Area


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

_RANGE_ENDS = (
    (7, ProgressRange.WEEK_1),
    (14, ProgressRange.WEEK_2),
    (30, ProgressRange.MONTH_1),
    (90, ProgressRange.QUARTER_1),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the app knows of a person's way. `major_achievement` is free text: it is spoken, never drawn."""

    active_days: int
    major_achievement: str = ""
    achievement_area: Area | None = None
    discovered_traits: tuple[str, ...] = ()
    goals_completed: int = 0


def stage_for(active_days: int) -> EvolutionStage:
    """The latest stage that these days have earned."""
    return max((stage for stage in STAGES if FIRST_DAY[stage] <= active_days), key=STAGES.index)


def range_for(active_days: int) -> ProgressRange:
    """The bucket these days fall in."""
    return next((bucket for end, bucket in _RANGE_ENDS if active_days < end), ProgressRange.QUARTER_PLUS)


def has_earned(stage: EvolutionStage, active_days: int) -> bool:
    """Whether a wish with these days may name this stage: an earlier one always, a later one never."""
    return active_days >= FIRST_DAY[stage]

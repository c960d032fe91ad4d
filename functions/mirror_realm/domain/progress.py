"""Progress: how far a person has come, and the stage and range that this puts them in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mirror_realm.domain.areas import Area

MOST_DAYS = 36_500
MOST_GOALS = 100_000
MOST_TRAITS = 20
LONGEST_TRAIT = 40
"""Characters."""
LONGEST_ACHIEVEMENT = 500
"""Characters."""


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
"""What people read below a picture of a stage."""

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

    def to_document(self) -> dict[str, Any]:
        return {
            "active_days": self.active_days,
            "major_achievement": self.major_achievement,
            "achievement_area": self.achievement_area,
            "discovered_traits": list(self.discovered_traits),
            "goals_completed": self.goals_completed,
        }

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "Progress":
        """What a person stored. Never raises: what is not understood counts as not said, and bounds are kept."""
        traits = data.get("discovered_traits")
        area, achievement = data.get("achievement_area"), data.get("major_achievement")
        return cls(
            active_days=_bounded(data.get("active_days"), MOST_DAYS),
            major_achievement=achievement[:LONGEST_ACHIEVEMENT] if isinstance(achievement, str) else "",
            achievement_area=Area(area) if isinstance(area, str) and area in set(Area) else None,
            discovered_traits=tuple(
                trait
                for trait in (traits if isinstance(traits, list) else [])[:MOST_TRAITS]
                if isinstance(trait, str)
            ),
            goals_completed=_bounded(data.get("goals_completed"), MOST_GOALS),
        )


def stage_for(active_days: int) -> EvolutionStage:
    """The latest stage that these days have earned."""
    return max((stage for stage in STAGES if FIRST_DAY[stage] <= active_days), key=STAGES.index)


def range_for(active_days: int) -> ProgressRange:
    """The bucket these days fall in."""
    return next((bucket for end, bucket in _RANGE_ENDS if active_days < end), ProgressRange.QUARTER_PLUS)


def has_earned(stage: EvolutionStage, active_days: int) -> bool:
    """Whether a wish with these days may name this stage: an earlier one always, a later one never."""
    return active_days >= FIRST_DAY[stage]


def _bounded(value: Any, most: int) -> int:
    return max(0, min(most, value)) if isinstance(value, int) and not isinstance(value, bool) else 0

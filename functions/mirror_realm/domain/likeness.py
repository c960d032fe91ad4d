"""How near two looks are: which existing picture may best stand in for a wish."""

from mirror_realm.domain.progress import RANGES
from mirror_realm.domain.recipe import Recipe


def distance(wished: Recipe, other: Recipe) -> float:
    """0 for equal looks, growing with what a person would notice. Weights are in steps of one progress range."""
    wished_traits, other_traits = set(wished.traits), set(other.traits)
    return (
        abs(RANGES.index(wished.range) - RANGES.index(other.range))
        + 0.5 * len(wished_traits ^ other_traits)
        + 1.0 * (wished.area != other.area)
        + 0.5 * (wished.goals_met != other.goals_met)
        + 2.0 * (wished.persona != other.persona)
        + 0.1 * (wished.variation != other.variation)
        + 0.1 * (wished.quality != other.quality)
    )


def comparable(wished: Recipe, other: Recipe) -> bool:
    """Whether it may stand in at all: shared, and of the same time of life."""
    return not other.personal and wished.timeline == other.timeline

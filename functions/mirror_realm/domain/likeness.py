"""The distance between two recipes, which chooses the best existing picture as a fallback."""

from mirror_realm.domain.progress import RANGES
from mirror_realm.domain.recipe import Recipe


def distance(wished: Recipe, other: Recipe) -> float:
    """Return 0 for equal recipes, more for more visible differences. Weights are in steps of one progress range."""
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
    """Return whether a picture may be a fallback at all: it is shared, and of the same timeline."""
    return not other.personal and wished.timeline == other.timeline

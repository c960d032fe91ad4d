"""The distance between two recipes, which chooses the best existing picture as a fallback."""

from mirror_realm.domain.costumes import Costume
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
        + 2.0 * _choices_apart(wished.costume, other.costume)
        + 0.1 * (wished.variation != other.variation)
        + 0.1 * (wished.quality != other.quality)
    )


def comparable(wished: Recipe, other: Recipe) -> bool:
    """Return whether a picture may be a fallback at all: it is shared, and of the same timeline."""
    return not other.personal and wished.timeline == other.timeline


def stands_in(wished: Recipe, other: Recipe) -> bool:
    """Return whether a comparable picture shows no costume that the wish does not choose; it may lack choices."""
    if not comparable(wished, other):
        return False
    chosen = _choices(wished.costume)
    return all(shown in (None, wish) for shown, wish in zip(_choices(other.costume), chosen, strict=True))


def _choices_apart(one: Costume | None, other: Costume | None) -> int:
    return sum(a != b for a, b in zip(_choices(one), _choices(other), strict=True))


def _choices(costume: Costume | None) -> tuple[str | None, str | None, str | None]:
    return (None, None, None) if costume is None else (costume.palette, costume.power, costume.place)

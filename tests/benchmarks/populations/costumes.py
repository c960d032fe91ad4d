"""What costumes cost in hits: the same people, of whom a share chooses palette, power and place in hero styles."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm.domain.costumes import COSTUMED
from tests.benchmarks.populations.people import Asking, population
from tests.benchmarks.populations.serving import KeyOf, serve

SIZES = (200, 10_000)
SHARES = (0.0, 0.3, 1.0)
"""Of people who choose costumes: none, a third perhaps, all."""


@dataclass(frozen=True, slots=True)
class CostumedHits:
    """How often the wishes of a population found their picture, if no limit is met."""

    people: int
    share: float
    """Of people who choose costumes."""
    wishes: int
    hits: int
    """Wishes that found exactly their picture: the user's own of before, or another's."""
    hero_wishes: int
    """Wishes in a style with costumes, chosen or not."""
    hero_hits: int

    @property
    def hit_rate(self) -> float:
        return self.hits / self.wishes

    @property
    def hero_hit_rate(self) -> float:
        return self.hero_hits / self.hero_wishes

    @property
    def pictures(self) -> int:
        """The pictures to be made."""
        return self.wishes - self.hits


def costumed_hits(size: int, share: float, key_of: KeyOf, ttl_days: float) -> CostumedHits:
    """Simulate a population. Ten thousand people take some seconds."""
    askings = population(size, costumed=share).askings
    heroes = [asking for asking in askings if asking.wish.style in COSTUMED]
    return CostumedHits(
        size,
        share,
        len(askings),
        _hits(askings, key_of, ttl_days),
        len(heroes),
        _hits(heroes, key_of, ttl_days),
    )


def _hits(askings: Sequence[Asking], key_of: KeyOf, ttl_days: float) -> int:
    # Looks of different styles never share a picture, so that a part of the wishes can be served alone.
    served = serve(askings, key_of, ttl_days)
    return served.own + served.shared

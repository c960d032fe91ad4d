"""The people: who joins, how they live with the app, and what they ask for. All of it is assumed, none measured.

- A third is there on the first day; the rest join evenly over the 90 days. They stay for an exponential time, 60
  days in the mean.
- Each has their own habit: a day is active with a chance that is Beta(4, 2) over people (two days in three in the
  mean). Only on active days do they ask, discover and reach goals; `active_days` counts them.
- They ask once at each new stage (their first active day is one), and otherwise 2 to 3 times a week, evenly over
  people. An asking that repeats an earlier one is one more wish: it is a hit of their own.
- 85 % of wishes are in the house style, the others in the one other style the person likes (the six with popularity
  1, 1/2, 1/3, ...). The stage is the one their days have earned; character, variation, persona and timeline are not
  chosen, as in today's app, so that the character follows from the uid.
- On an active day they discover a trait with a chance between 1/12 and 1/4, by person: about three words after a
  month, nine after three. 15 % of words are not in the vocabulary; the others are drawn with popularity
  1, 1/2, 1/3, ... over its words in an order that has nothing to do with the vocabulary's.
- On one active day in fifteen they reach a goal.
- Half of them have an app that sends the achievement area (today's does not), one for each person, the ten areas with
  popularity 1, 1/2, 1/3, ...
- Nobody chooses a costume, as in today's app, unless a share of people is said to: each of them has a favourite, and
  asks for it with half of their wishes in a hero style, for another one with the others. Palette, power and place are
  chosen with a chance of 2/3 each (all three left out: no costume), with popularity 1, 1/2, 1/3, ...
- All are signed in, none is anonymous.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Generic, TypeVar

from mirror_realm.domain.areas import Area
from mirror_realm.domain.costumes import COSTUMED, Costume, PaletteId, PlaceId, PowerId, chosen
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import Progress, stage_for
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import GROUPS
from mirror_realm.domain.wish import User, Wish

DAYS = 90
PRESENT_AT_START = 1 / 3
MEAN_STAY_DAYS = 60.0
HOUSE_STYLE_SHARE = 0.85
UNKNOWN_WORD_SHARE = 0.15
COSTUME_CHOICE_SHARE = 2 / 3
FAVOURITE_COSTUME_SHARE = 1 / 2
GOAL_CHANCE = 1 / 15
AREA_SENT_SHARE = 0.5
MOST_TRAITS = 20
"""What a wish may carry."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Asking:
    """A wish and its moment."""

    at: float
    """Days since the start."""
    wish: Wish


@dataclass(frozen=True, slots=True)
class Population:
    askings: tuple[Asking, ...]
    """In order of time."""
    person_months: float
    """Thirty days of a person who has joined and not left, summed over people."""


@dataclass(frozen=True, slots=True)
class _Popularity(Generic[Item]):
    """Items drawn by Zipf's law with exponent 1: the nth is 1/n as popular as the first."""

    items: Sequence[Item]
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", list(accumulate(1 / (n + 1) for n in range(len(self.items)))))

    def draw(self, chance: random.Random) -> Item:
        return chance.choices(self.items, cum_weights=self.weights)[0]


@dataclass(frozen=True, slots=True)
class _World:
    """What is popular with everybody."""

    words: _Popularity[str]
    areas: _Popularity[Area]
    styles: _Popularity[StyleId]

    @classmethod
    def of(cls, seed: int) -> "_World":
        chance = random.Random(f"world {seed}")
        words = [word for group in GROUPS for word in group.words]
        areas = list(Area)
        styles = [style for style in StyleId if style is not StyleId.DAYMI]
        for items in (words, areas, styles):
            chance.shuffle(items)
        return cls(_Popularity(words), _Popularity(areas), _Popularity(styles))


@dataclass(frozen=True, slots=True)
class _Wardrobe:
    """What is popular of costumes with everybody."""

    palettes: _Popularity[PaletteId]
    powers: _Popularity[PowerId]
    places: _Popularity[PlaceId]

    @classmethod
    def of(cls, seed: int) -> "_Wardrobe":
        chance = random.Random(f"wardrobe {seed}")
        palettes, powers, places = list(PaletteId), list(PowerId), list(PlaceId)
        for items in (palettes, powers, places):
            chance.shuffle(items)
        return cls(_Popularity(palettes), _Popularity(powers), _Popularity(places))

    def draw(self, chance: random.Random) -> Costume | None:
        def drawn(popular: _Popularity[Item]) -> Item | None:
            return popular.draw(chance) if chance.random() < COSTUME_CHOICE_SHARE else None

        return chosen(drawn(self.palettes), drawn(self.powers), drawn(self.places))


def population(size: int, seed: int = 1, costumed: float = 0.0) -> Population:
    """Return the requests of a population over `DAYS` days, the same for the same size and seed.

    Another seed also has other popular words.

    costumed: the share of people who choose costumes. All else is the same without.
    """
    askings: list[Asking] = []
    days = 0.0
    for number, (stay, asked) in enumerate(lives(size, seed)):
        days += stay
        askings += _dressed(asked, number, seed, costumed) if costumed else asked
    askings.sort(key=lambda asking: asking.at)
    return Population(tuple(askings), days / 30)


def lives(size: int, seed: int = 1) -> Iterator[tuple[float, Sequence[Asking]]]:
    """Yield the days for which each person of a population stays, and their wishes, in order of time."""
    world = _World.of(seed)
    for number in range(size):
        chance = random.Random(f"person {seed} {number}")
        joined = 0.0 if chance.random() < PRESENT_AT_START else chance.uniform(0, DAYS)
        left = min(DAYS, joined + chance.expovariate(1 / MEAN_STAY_DAYS))
        life = _life(f"person-{seed}-{number}", chance, world, math.ceil(joined), math.ceil(left))
        yield left - joined, tuple(life)


def _life(uid: str, chance: random.Random, world: _World, first: int, end: int) -> Iterator[Asking]:
    """One person's wishes, from their first day to before the last."""
    person = User(uid, FREE)
    active_share = chance.betavariate(4, 2)
    ask_chance = chance.uniform(2, 3) / 7 / active_share
    trait_chance = chance.uniform(1 / 12, 1 / 4)
    other_style = world.styles.draw(chance)
    area = world.areas.draw(chance) if chance.random() < AREA_SENT_SHARE else None
    stage, active_days, goals = None, 0, 0
    traits: list[str] = []
    for day in range(first, end):
        if chance.random() >= active_share:
            continue
        active_days += 1
        goals += chance.random() < GOAL_CHANCE
        if chance.random() < trait_chance and len(traits) < MOST_TRAITS:
            word = _word(chance, world, len(traits))
            if word not in traits:
                traits.append(word)
        earned = stage_for(active_days)
        if earned is stage and chance.random() >= ask_chance:
            continue
        stage = earned
        progress = Progress(
            active_days=active_days,
            achievement_area=area,
            discovered_traits=tuple(traits),
            goals_completed=goals,
        )
        style = StyleId.DAYMI if chance.random() < HOUSE_STYLE_SHARE else other_style
        yield Asking(day + chance.random(), Wish(user=person, progress=progress, style=style))


def _dressed(askings: Sequence[Asking], number: int, seed: int, costumed: float) -> Iterator[Asking]:
    """Yield the wishes of one person, with costumes if they choose any; by chances of their own."""
    chance, wardrobe = random.Random(f"costumes {seed} {number}"), _Wardrobe.of(seed)
    chooses, favourite = chance.random() < costumed, wardrobe.draw(chance)
    for asking in askings:
        if chooses and asking.wish.style in COSTUMED:
            liked = chance.random() < FAVOURITE_COSTUME_SHARE
            costume = favourite if liked else wardrobe.draw(chance)
            asking = replace(asking, wish=replace(asking.wish, costume=costume))
        yield asking


def _word(chance: random.Random, world: _World, number: int) -> str:
    return f"my own word {number}" if chance.random() < UNKNOWN_WORD_SHARE else world.words.draw(chance)

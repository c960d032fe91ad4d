"""Serving: who of a population gets which picture and what it costs, by the product's own rules without its machinery.

As in admission: a completed avatar of one's own is a hit for ever, a shared picture until its reuse date; else the
limits decide between a paid picture and a stand-in. Pictures are ready at once and never fail.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from mirror_realm.domain import allowance
from mirror_realm.domain.allowance import GlobalDay, UserDay
from mirror_realm.domain.character_ids import character_for
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import stage_for
from mirror_realm.domain.recipe import Recipe, RecipeDetail, Renderer
from mirror_realm.domain.traits import GROUPS, canonical_groups
from mirror_realm.domain.wish import Wish
from mirror_realm.providers import OPENAI
from tests.benchmarks.populations.people import Asking

KeyOf = Callable[[Wish], str]


@dataclass(slots=True)
class Served:
    """How the wishes of a population ended."""

    own: int = 0
    """The very picture this person had before."""
    shared: int = 0
    """Somebody else's picture of exactly this look."""
    paid: int = 0
    similar: int = 0
    """A fallback with the same face: a similar picture, because a limit was reached or near."""
    foreign: int = 0
    """A fallback with another face, or a painting: a limit was reached."""
    full_days: set[str] = field(default_factory=set)
    """The days on which a limit was reached."""

    @property
    def wishes(self) -> int:
        return self.own + self.shared + self.paid + self.degraded

    @property
    def degraded(self) -> int:
        """Wishes that got a fallback."""
        return self.similar + self.foreign

    @property
    def foreign_rate(self) -> float:
        """Share of wishes that got another face or a painting."""
        return self.foreign / self.wishes

    @property
    def hit_rate(self) -> float:
        """Share of wishes that got exactly their look without a picture being paid."""
        return (self.own + self.shared) / self.wishes

    @property
    def own_look_rate(self) -> float:
        """Share of wishes that got exactly their look, paid or not."""
        return 1 - self.degraded / self.wishes


@dataclass(frozen=True, slots=True)
class Tariff:
    """What stands between a miss and its picture."""

    limits: Limits
    call_micros: int
    """What a picture costs."""
    worst_case_micros: int
    """What is held for it."""
    degrade_from: float = 1.0
    """DEGRADE_FROM."""


def recipe_key(renderer: Renderer, detail: RecipeDetail) -> KeyOf:
    """Return the product's cache key of a wish."""

    def key(wish: Wish) -> str:
        return _digest(wish.recipe(renderer, detail))

    return key


@cache
def _digest(recipe: Recipe) -> str:
    return recipe.cache_key


def face(wish: Wish) -> tuple[str, ...]:
    """Return what a similar picture shares with the wished one."""
    character = wish.character or character_for(wish.user.uid)
    return (wish.style, stage_for(wish.progress.active_days), wish.timeline, character)


def serve(askings: Iterable[Asking], key_of: KeyOf, ttl_days: float, tariff: Tariff | None = None) -> Served:
    """Serve everybody in order of time. Without a tariff nothing is limited."""
    served = Served()
    faces_until: dict[tuple[str, ...], float] = {}
    shown: set[tuple[str, str]] = set()
    """The similar pictures that users have been given: asked for again, they stay."""
    owned: set[tuple[str, str]] = set()
    reuse_until: dict[str, float] = {}
    person_days: dict[tuple[str, str], UserDay] = {}
    days: dict[str, GlobalDay] = {}
    for asking in askings:
        uid, key = asking.wish.user.uid, key_of(asking.wish)
        if (uid, key) in owned:
            served.own += 1
            continue
        if asking.at < reuse_until.get(key, 0.0):
            served.shared += 1
            owned.add((uid, key))
            continue
        if tariff is not None:
            today = str(int(asking.at))
            person = person_days.get((uid, today), UserDay(today))
            day = days.get(today, GlobalDay(today))
            worst = tariff.worst_case_micros
            short = allowance.shortage(
                person, day, tariff.limits, plan=FREE, provider=OPENAI.name, worst_case_micros=worst
            )
            near = allowance.nearly_used_up(day, tariff.limits, plan=FREE, share=tariff.degrade_from)
            similar = (uid, key) in shown or asking.at < faces_until.get(face(asking.wish), 0.0)
            if short is not None and short.reason != "user_daily_limit":
                served.full_days.add(today)
            if similar and (short or near):
                served.similar += 1
                shown.add((uid, key))
                continue
            if short is not None:
                served.foreign += 1
                continue
            person, day = allowance.settle(*allowance.reserve(person, day, plan=FREE), plan=FREE)
            person_days[uid, today] = person
            days[today] = day.hold(worst).book(worst, tariff.call_micros, OPENAI.name)
        served.paid += 1
        owned.add((uid, key))
        reuse_until[key] = faces_until[face(asking.wish)] = asking.at + ttl_days
    return served


@dataclass(frozen=True, slots=True)
class NaiveServed:
    """How the naive key `stage:days//7:number_of_traits` would have served the same people."""

    hit_rate: float
    """Hits among wishes, true or not."""
    other_traits_rate: float
    """Among the hits, those whose picture was made for somebody with other traits."""
    other_look_rate: float
    """Among the hits, those whose picture has another key by the product's own recipe."""


def serve_naively(askings: Iterable[Asking], key_of: KeyOf, ttl_days: float) -> NaiveServed:
    """Serve everybody by the naive key and looks at whom the pictures were made for.

    Traits are compared as canonical groups: other words for the same are equal.
    """
    wishes = hits = other_traits = other_look = 0
    made: dict[str, tuple[float, tuple[str, ...], str]] = {}
    for asking in askings:
        wishes += 1
        progress = asking.wish.progress
        weeks, traits = progress.active_days // 7, len(progress.discovered_traits)
        naive_key = f"{stage_for(progress.active_days)}:{weeks}:{traits}"
        groups = canonical_groups(progress.discovered_traits, len(GROUPS))
        look = key_of(asking.wish)
        reuse_until, shown_groups, shown_look = made.get(naive_key, (0.0, groups, look))
        if asking.at < reuse_until:
            hits += 1
            other_traits += groups != shown_groups
            other_look += look != shown_look
        else:
            made[naive_key] = (asking.at + ttl_days, groups, look)
    return NaiveServed(hits / wishes, other_traits / max(1, hits), other_look / max(1, hits))

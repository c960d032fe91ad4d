"""Half a year of 1 000 people, as the statistics and the global days that it leaves. Nothing here is of a real person.

Two quarters of the benchmarks' populations, one after the other, served by the product's own recipes, limits, days and
statistics: what is stored is made by the domain. Invented are the seconds a picture takes, the share of failures and
their reasons, the price of a call, and the presets that one in five began with.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mirror_realm.domain import allowance
from mirror_realm.domain.allowance import KEEP_DAYS, GlobalDay, UserDay
from mirror_realm.domain.avatar import Source
from mirror_realm.domain.limits import Limits, guest_and_free
from mirror_realm.domain.people_sketch import hashed
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.presets import PRESETS
from mirror_realm.domain.progress import stage_for
from mirror_realm.domain.recipe import RecipeDetail, Renderer
from mirror_realm.domain.statistics import (
    PLAN,
    PRESET,
    SOURCE,
    STAGE,
    STYLE,
    CountedThrough,
    Met,
    Month,
    Totals,
    day_statistics,
    month_of,
    plans_of,
)
from mirror_realm.domain.waiting_times import BOUNDS
from tests.benchmarks.populations.people import DAYS, Asking, population
from tests.benchmarks.populations.serving import face, recipe_key

SECRET = "simulated"
CALL_MICROS, WORST_CASE_MICROS = 11_000, 21_000
FAILS = 0.03
REASONS = {"provider_timeout": 5, "content_rejected": 3, "bad_output": 2}
"""Why jobs fail, and how often."""
REUSE_DAYS = 60.0

LIMITS = guest_and_free(user_daily=3, global_daily=60, guest_share=0.5, budget_micros=2_000_000)
"""What the half year was lived under."""

Documents = dict[str, dict[str, Any]]


@dataclass(slots=True)
class _Day:
    """A day while it is lived."""

    global_day: GlobalDay
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    met: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    asking: set[str] = field(default_factory=set)
    refunds: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    def show(self, asking: Asking, source: Source) -> None:
        """Count a picture that a person got."""
        stage = stage_for(asking.wish.progress.active_days)
        for dimension, name in ((SOURCE, source), (STYLE, asking.wish.style), (STAGE, stage)):
            self.counts[dimension][str(name)] += 1
            self.met[asking.wish.user.uid].add((dimension, str(name)))
        if preset := _preset_of(asking.wish.user.uid):
            self.counts[PRESET][preset] += 1
            self.met[asking.wish.user.uid].add((PRESET, preset))
        if source is Source.GENERATED:
            self.met[asking.wish.user.uid].add((PLAN, FREE))


def _preset_of(uid: str) -> str:
    """Return the preset that a person began with; empty for most. The first of the gallery are chosen most."""
    chance = random.Random(f"preset of {uid}")
    names = list(PRESETS)
    return chance.choices(names, range(len(names), 0, -1))[0] if chance.random() < 0.2 else ""


def half_year(
    today: date, limits: Limits, *, size: int = 1000, renderer: str = "gpt-image-1-mini"
) -> Documents:
    """Return the documents that 180 days before today leave."""
    documents: Documents = {}
    months: dict[str, Month] = {}
    begin = today - timedelta(days=2 * DAYS)
    for quarter in range(2):
        first = begin + timedelta(days=quarter * DAYS)
        for number, lived in enumerate(_lived(size, quarter + 1, limits)):
            day = (first + timedelta(days=number)).isoformat()
            _close(day, lived, documents, months, renderer, today)
    now = datetime.combine(today, time(2, 30), UTC)
    yesterday = (today - timedelta(days=1)).isoformat()
    for name, month in months.items():
        if name == month_of(today.isoformat()):
            documents[f"maintenance/statistics-{name}"] = month.to_document()
        else:
            documents[f"stats/{name}"] = month.closed(now).to_document()
    documents["maintenance/statistics"] = CountedThrough(
        yesterday, now, months=(month_of(yesterday),)
    ).to_document()
    return documents


def _lived(size: int, seed: int, limits: Limits) -> list[_Day]:
    """Serve a quarter's people in order of time, as admission does; see `populations.serving`."""
    chance = random.Random(f"luck {seed}")
    key_of = recipe_key(Renderer("gpt-image-1-mini", "low", 1024), RecipeDetail.MEDIUM)
    days = [_Day(GlobalDay(str(number))) for number in range(DAYS)]
    owned: set[tuple[str, str]] = set()
    ready_until: dict[str, float] = {}
    faces: dict[tuple[str, ...], float] = {}
    person_days: dict[tuple[str, int], UserDay] = {}
    for asking in population(size, seed).askings:
        day, uid, key = days[int(asking.at)], asking.wish.user.uid, key_of(asking.wish)
        if (uid, key) in owned:
            continue
        owned.add((uid, key))
        if asking.at < ready_until.get(key, 0.0):
            day.show(asking, Source.CACHE)
            continue
        day.asking.add(uid)
        person = person_days.get((uid, int(asking.at)), UserDay(day.global_day.day))
        short = allowance.shortage(
            person, day.global_day, limits, plan=FREE, provider="openai", worst_case_micros=WORST_CASE_MICROS
        )
        if short is not None:
            day.refused += 1
            similar = asking.at < faces.get(face(asking.wish), 0.0)
            day.show(asking, Source.SIMILAR if similar else Source.PAINTED)
            owned.discard((uid, key))
            continue
        person, reserved = allowance.reserve(person, day.global_day, plan=FREE)
        paid = reserved.hold(WORST_CASE_MICROS).book(WORST_CASE_MICROS, CALL_MICROS, "openai")
        if chance.random() < FAILS:
            person, day.global_day = allowance.refund(person, paid, plan=FREE)
            day.refunds[chance.choices(list(REASONS), list(REASONS.values()))[0]] += 1
            day.show(asking, Source.PAINTED)
        else:
            person, day.global_day = allowance.settle(person, paid, plan=FREE)
            day.seconds.append(chance.lognormvariate(2.5, 0.45))
            day.show(asking, Source.GENERATED)
            ready_until[key] = faces[face(asking.wish)] = asking.at + REUSE_DAYS
        person_days[uid, int(asking.at)] = person
    return days


def _close(
    day: str, lived: _Day, documents: Documents, months: dict[str, Month], renderer: str, today: date
) -> None:
    """Store a day's statistics, add it to its month, and keep its global day while that is kept."""
    global_day = replace(lived.global_day, day=day)
    within = tuple(sum(seconds <= bound for seconds in lived.seconds) for bound in BOUNDS)
    totals = replace(
        Totals.of_day(global_day),
        refused=lived.refused // 10 * 10,
        refunds=dict(lived.refunds),
        spending={renderer: global_day.spent_micros},
        timed=len(lived.seconds),
        within=within,
    )
    closed_at = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(2, 30), UTC)
    month = months.get(month_of(day), Month(month_of(day), SECRET))
    people: Mapping[int, Met] = {
        hashed(SECRET, uid): Met(frozenset(names)) for uid, names in lived.met.items()
    }
    walk = month.met(month.walk_over(day), closed_at, people, {PRESET: lived.counts[PRESET]}, done=True).walk
    assert walk is not None
    counts: dict[str, Mapping[str, int]] = dict(lived.counts)
    counts["plan"] = plans_of(totals)
    documents[f"stats/{day}"] = day_statistics(
        day, closed_at, totals, counts, walk, len(lived.asking), ()
    ).to_document()
    months[month_of(day)] = month.with_day(walk, totals, counts, ())
    if date.fromisoformat(day) > today - timedelta(days=KEEP_DAYS):
        documents[f"global_usage/{day}"] = global_day.to_document()

"""The walls: what stops more people first on their busiest day, and the setting that moves each."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mirror_realm import settings
from mirror_realm.domain.money import MICROS
from mirror_realm.services.maintenance.sweeper import BUDGET
from tests.benchmarks.capacity import assumptions as assumed
from tests.benchmarks.capacity.demand import Demand
from tests.benchmarks.capacity.figures import Figures
from tests.benchmarks.capacity.model import MADE, call_seconds, deployed, render_seconds, swept, whole

SPLIT = "GLOBAL_DAY_SHARES"
"""The setting that splits the global day's document, where there is one."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A bound, and what a population needs of it on its busiest day."""

    what: str
    needed: float
    has: float
    setting: str
    """The setting that moves it; empty: none does."""
    advised: float
    """The setting's value with which the need is within a part of the bound."""
    behind: str
    """What users meet there."""

    @property
    def used(self) -> float:
        return self.needed / self.has


def in_force() -> dict[str, float]:
    """Return the settings that bound a day, at their defaults."""
    described = settings.described()
    names = ("GLOBAL_DAILY_LIMIT", "DAILY_BUDGET_USD", "MAX_INSTANCES", "CONCURRENCY", SPLIT)
    return {name: float(described[name][0]) for name in names if name in described}


def walls_of(demand: Demand, figures: Figures, given: Mapping[str, float]) -> list[Wall]:
    """Return the walls under these settings, the first one first."""
    wishes, pictures = demand.busiest
    per_second = assumed.BUSY_HOUR / 3600
    price, worst = figures.picture_micros / MICROS, figures.worst_case_micros / MICROS
    trips = sum(_call_trips(name, figures) * times for name, times in demand.endings.items()) / demand.wishes
    calls = wishes * per_second * call_seconds(trips)
    renders = pictures * per_second * render_seconds(figures.acts)
    day_writes = pictures * per_second * whole("miss", figures.acts).day_writes
    at_once = deployed()["render_attempt"]["concurrency"]
    fallbacks = "fallback pictures until midnight"
    instances = _up(max(renders / at_once, calls / given["CONCURRENCY"]) / assumed.SPARE)
    pictures_in_store = sum(demand.endings[name] for name in MADE)
    trips_a_night = swept(demand.people, pictures_in_store, figures.acts).round_trips
    walls = [
        Wall(
            "pictures a day",
            pictures,
            given["GLOBAL_DAILY_LIMIT"],
            "GLOBAL_DAILY_LIMIT",
            _up(pictures / assumed.SPARE),
            fallbacks,
        ),
        Wall(
            "dollars a day at the provider",
            pictures * price + worst,
            given["DAILY_BUDGET_USD"],
            "DAILY_BUDGET_USD",
            _up(pictures * price / assumed.SPARE + worst),
            fallbacks,
        ),
        Wall(
            "pictures made at once",
            renders,
            given["MAX_INSTANCES"] * at_once,
            "MAX_INSTANCES",
            instances,
            "pictures wait in the queue",
        ),
        Wall(
            "calls answered at once",
            calls,
            given["MAX_INSTANCES"] * given["CONCURRENCY"],
            "MAX_INSTANCES",
            instances,
            "calls are answered late, then refused by the platform",
        ),
        Wall(
            "writes a second to the global day",
            day_writes,
            assumed.DAY_WRITES_A_SECOND * given.get(SPLIT, 1),
            SPLIT if SPLIT in given else "",
            max(1, math.ceil(day_writes / assumed.DAY_WRITES_A_SECOND / assumed.SPARE)),
            "wishes that need a picture wait for each other, then end as `contention`",
        ),
        Wall(
            "seconds of a night's `sweep`",
            trips_a_night * assumed.ROUND_TRIP_SECONDS,
            BUDGET.total_seconds(),
            "",
            BUDGET.total_seconds(),
            "nothing: the next night goes on from there, and files are deleted later",
        ),
    ]
    return sorted(walls, key=lambda wall: -wall.used)


def advised(demand: Demand, figures: Figures, given: Mapping[str, float]) -> dict[str, float]:
    """Return the settings under which no wall is met, those that suffice as they are."""
    moved = dict(given)
    for wall in walls_of(demand, figures, given):
        if wall.setting:
            moved[wall.setting] = max(moved[wall.setting], wall.advised)
    return moved


def busiest_minute(demand: Demand) -> float:
    """Return the pictures that a provider is asked for in a minute of the busiest hour."""
    return demand.busiest[1] * assumed.BUSY_HOUR / 60


def _call_trips(ending: str, figures: Figures) -> float:
    return figures.acts["miss" if ending in ("miss", "painted") else ending].round_trips


def _up(value: float) -> float:
    """Return the number rounded up to what people set: 8, 30, 450."""
    if value <= 10:
        return float(math.ceil(value))
    step = 10 ** math.floor(math.log10(value)) / 2
    return float(math.ceil(value / step) * step)

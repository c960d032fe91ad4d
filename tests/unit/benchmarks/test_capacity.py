"""Capacity: the page is what is stored, the model multiplies and prices, the walls are the settings'."""

import re
from dataclasses import replace
from itertools import product

import pytest

from mirror_realm import settings
from tests.benchmarks.capacity import figures, page
from tests.benchmarks.capacity import prices as priced
from tests.benchmarks.capacity.demand import Demand, unlimited
from tests.benchmarks.capacity.live import Count
from tests.benchmarks.capacity.model import (
    PASSES_A_DAY,
    deployed,
    firestore_of,
    free_wishes_a_day,
    month_of,
    opened,
)
from tests.benchmarks.capacity.walls import advised, in_force, walls_of
from tests.benchmarks.populations import costumes
from tests.benchmarks.populations.costumes import CostumedHits, costumed_hits
from tests.benchmarks.populations.people import population
from tests.benchmarks.populations.report import LEAST_HIT_RATE, Defaults
from tests.benchmarks.populations.serving import recipe_key, serve

STORED = figures.stored()


def test_the_page_is_what_make_capacity_writes_from_the_stored_figures() -> None:
    assert page.FILE.read_text(encoding="utf-8") == page.text(STORED), "`make capacity` writes it anew"


def test_the_figures_are_stored_as_they_are_read() -> None:
    assert figures.FILE.read_text(encoding="utf-8") == STORED.to_json()
    assert [demand.people for demand in STORED.demands] == list(figures.SIZES)
    assert [demand.people for demand in STORED.under_limits] == list(figures.LIMITED)
    assert [(one.people, one.share) for one in STORED.costumes] == list(
        product(costumes.SIZES, costumes.SHARES)
    )


def test_the_smallest_population_is_simulated_as_it_is_stored() -> None:
    defaults = Defaults.load(population(1))
    assert unlimited(200, defaults.renderer, defaults.detail, defaults.ttl_days) == STORED.demands[0]
    assert defaults.tariff.call_micros == STORED.picture_micros
    assert defaults.tariff.worst_case_micros == STORED.worst_case_micros


@pytest.mark.parametrize("stored", STORED.costumes[:3], ids=lambda one: f"{one.share:.0%}")
def test_the_smallest_population_with_costumes_is_simulated_as_it_is_stored(stored: CostumedHits) -> None:
    defaults = Defaults.load(population(1))
    key_of = recipe_key(defaults.renderer, defaults.detail)
    assert costumed_hits(stored.people, stored.share, key_of, defaults.ttl_days) == stored


def test_costumes_cost_hits_in_hero_styles_only_and_the_target_is_still_reached() -> None:
    for size in costumes.SIZES:
        none, some, everybody = (one for one in STORED.costumes if one.people == size)
        assert none.wishes == some.wishes == everybody.wishes
        assert none.hero_hits > some.hero_hits > everybody.hero_hits
        for one in (some, everybody):
            assert none.hits - one.hits == none.hero_hits - one.hero_hits
    assert STORED.costumes[-1].hit_rate > LEAST_HIT_RATE


def test_serving_a_person_at_a_time_ends_as_serving_in_order_of_time() -> None:
    defaults, people = Defaults.load(population(1)), population(500)
    by_person = unlimited(500, defaults.renderer, defaults.detail, defaults.ttl_days)
    in_order = serve(people.askings, recipe_key(defaults.renderer, defaults.detail), defaults.ttl_days)
    assert by_person.endings["own"] == in_order.own
    assert by_person.endings["miss"] == in_order.paid
    assert by_person.endings["hit"] + by_person.endings["follow"] == in_order.shared
    assert sum(by_person.wishes_a_day) == sum(by_person.timelines.values()) == in_order.wishes


def test_operations_are_multiplied_by_the_wishes_that_end_so() -> None:
    acts = {name: Count() for name in STORED.acts} | {
        "miss": Count(reads=9, writes=7),
        "render": Count(reads=13, writes=11),
        "hit": Count(reads=3, writes=1),
        "open_1": Count(reads=1),
        "open_5": Count(reads=5),
    }
    demand = Demand(timelines={1: 4, 3: 2})
    demand.endings |= {"miss": 2, "hit": 4}
    assert firestore_of(demand, acts) == Count(reads=2 * 22 + 4 * 3 + 4 * 1 + 2 * 3, writes=2 * 18 + 4)
    assert opened(3, acts).reads == 3


def test_only_what_is_above_the_free_amount_is_billed() -> None:
    reads = priced.PRICES["reads"]
    assert reads.bill(1_500_000) == 0
    assert reads.bill(1_600_000) == pytest.approx(0.03)
    assert reads.free_a_day == 50_000
    assert priced.PRICES["schedules"].bill(4) == pytest.approx(0.10)


def test_the_quantity_that_binds_is_the_one_with_the_fewest_free_wishes() -> None:
    month = month_of(STORED.demands[0], STORED)
    free, binds = free_wishes_a_day(month)
    scarce = replace(month, used=dict(month.used) | {"reads": month.used["reads"] + 1e9})
    assert priced.PRICES[binds].free > 0
    assert free_wishes_a_day(scarce)[1] == "reads"
    assert free_wishes_a_day(scarce)[0] < free


@pytest.mark.parametrize("demand", STORED.demands, ids=lambda demand: str(demand.people))
def test_with_the_advised_settings_no_wall_that_a_setting_moves_is_met(demand: Demand) -> None:
    given = in_force()
    moved = advised(demand, STORED, given)
    assert all(moved[name] >= given[name] for name in given)
    assert [wall.what for wall in walls_of(demand, STORED, moved) if wall.setting and wall.used > 0.75] == []


@pytest.mark.parametrize("demand", STORED.demands, ids=lambda demand: str(demand.people))
def test_the_advised_settings_can_be_set(demand: Demand, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in advised(demand, STORED, in_force()).items():
        monkeypatch.setenv(name, f"{value:g}")
    settings.load()


def test_the_first_wall_is_the_one_that_is_used_most() -> None:
    walls = walls_of(STORED.demands[1], STORED, in_force())
    assert walls[0].used == max(wall.used for wall in walls)
    wide = walls_of(STORED.demands[1], STORED, in_force() | {walls[0].setting: 1e9})
    assert wide[0].what != walls[0].what


def test_every_setting_of_a_wall_is_one() -> None:
    moving = {wall.setting for demand in STORED.demands for wall in walls_of(demand, STORED, in_force())}
    assert moving - {""} <= set(settings.names())


def test_the_schedules_pass_as_often_as_they_are_deployed() -> None:
    passes = {
        name: _passes(one["scheduleTrigger"]["schedule"])
        for name, one in deployed().items()
        if "scheduleTrigger" in one
    }
    assert passes == PASSES_A_DAY


def _passes(schedule: str) -> int:
    minutes = re.fullmatch(r"every (\d+) minutes", schedule)
    return 1440 // int(minutes[1]) if minutes else 1

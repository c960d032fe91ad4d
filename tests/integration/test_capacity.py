"""Capacity: what docs/capacity.md is computed from is what the embedded Firestore counts."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest

from mirror_realm.domain.recipe import RecipeDetail, Renderer
from mirror_realm.services.orphans import GRACE
from mirror_realm.services.ports import files
from tests.benchmarks.capacity import acts, figures
from tests.benchmarks.capacity.demand import Demand, serve
from tests.benchmarks.capacity.live import Count, Counted, counting
from tests.benchmarks.capacity.model import firestore_of, swept
from tests.benchmarks.populations.people import population
from tests.benchmarks.populations.serving import Tariff, recipe_key

START = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 7
TOLERANCE = 0.02


@pytest.fixture(scope="module")
def live() -> Iterator[Counted]:
    with counting() as counted:
        yield counted


def test_the_stored_figures_are_what_the_acts_cost_now(live: Counted) -> None:
    now = {name: _rounded(cost) for name, cost in acts.counted(live).items()}
    stored = {name: _rounded(cost) for name, cost in figures.stored().acts.items()}

    assert now == stored, (
        "acts have become cheaper or dearer: `make capacity ARGS=--count` writes the page anew"
    )


@pytest.mark.parametrize(
    ("people", "user_limit", "global_limit"),
    [
        pytest.param(40, 3, 20, id="no limit is met"),
        pytest.param(120, 3, 6, id="fallbacks", marks=pytest.mark.whole),
    ],
)
def test_a_simulated_week_costs_what_the_model_computes(
    live: Counted, people: int, user_limit: int, global_limit: int
) -> None:
    """Wishes, renders, opens of the timeline, and the nightly sweep over the pictures in store."""
    house = live.house(user_limit=user_limit, global_limit=global_limit)
    askings = [one for one in population(people).askings if one.at < DAYS]
    week = Demand()
    tariff = Tariff(house.policy.limits, house.provider.cost, house.provider.worst_case)
    serve(askings, recipe_key(Renderer("model-1", "medium"), RecipeDetail.MEDIUM), 30, tariff, week)
    costs = figures.stored().acts
    computed = firestore_of(week, costs) + costs["reap"] * DAYS
    live.since_last()

    for day in range(DAYS):
        for one in askings:
            if int(one.at) == day:
                house.clock.time = START + timedelta(days=one.at)
                house.admission.admit(one.wish)
                house.deliver()
                acts.opened(house, one.wish.user.uid)
        house.clock.time = START + timedelta(days=day + 1)
        house.reaping.run()
        stored = house.pictures.folders((files.SHARED,), "", 1000)
        old = sum(folder.newest_at < house.clock.time - GRACE for folder in stored)
        users = {one.wish.user.uid for one in askings if one.at <= day + 1}
        computed += swept(len(users), old, costs)
        house.sweeping.run()

    counted = live.since_last()
    for quantity in ("reads", "writes", "deletes"):
        assert getattr(computed, quantity) == pytest.approx(getattr(counted, quantity), rel=TOLERANCE), (
            quantity
        )
    assert min(week.endings[name] for name in ("own", "hit", "miss")) > 0, "the week is too tame to compare"


def _rounded(cost: Count) -> dict[str, float]:
    return {name: round(number, 4) for name, number in asdict(cost).items()}

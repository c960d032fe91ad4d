"""Free tier: the estimate's costs are those that docs/capacity.md is computed from."""

import json
from pathlib import Path

import pytest

from mirror_realm.domain.free_tier import ACTS, NIGHT, SCHEDULES, estimated

COUNTED = json.loads(
    (Path(__file__).parents[2] / "benchmarks" / "capacity" / "figures.json").read_text(encoding="utf-8")
)["acts"]
OF = {
    "job": ("miss", "render"),
    "cache": ("hit",),
    "similar": ("similar",),
    "stage": ("similar",),
    "painted": ("painted",),
    "refused": ("refused",),
}
"""By act of the estimate those of the capacity that it is made of."""
PASSES = {"reap": 288, "evolve_at_night": 96, "sweep": 1, "check_models": 1}
"""A day's, as the manifest has them."""


@pytest.mark.parametrize("act", ACTS)
def test_an_act_costs_what_was_counted(act: str) -> None:
    counted = [COUNTED[name] for name in OF[act]]
    assert ACTS[act].reads == sum(one.get("reads", 0) for one in counted)
    assert ACTS[act].writes == sum(one.get("writes", 0) for one in counted)


def test_an_idle_day_costs_what_its_schedules_do_within_a_tenth() -> None:
    reads = sum(passes * COUNTED[name]["reads"] for name, passes in PASSES.items())
    assert SCHEDULES.reads == pytest.approx(reads, rel=0.1)


def test_days_are_averaged() -> None:
    assert estimated({"job": 200}, 2).writes == 100 * ACTS["job"].writes


def test_the_count_of_a_day_is_in_the_estimate() -> None:
    idle, busy = estimated({}, 1), estimated({"cache": 1000, "refused": 5}, 1)
    assert (idle.statistics.reads, busy.statistics.reads) == (NIGHT.reads, NIGHT.reads + 1000)
    assert (idle.statistics_share, busy.statistics_share) == (0.001, 0.021)

"""A commit that took effect though its answer was lost, and a second fault while the transaction runs again."""

from collections.abc import Iterator

import pytest

from tests.crash import matrix
from tests.crash.line import Fault
from tests.crash.scenario import Scenario
from tests.crash.scenarios import SCENARIOS
from tests.drawing import Draw

ASKING = [scenario for scenario in SCENARIOS if scenario.name in ("credits refunded", "even painting fails")]


def right_after_a_lost_commit(scenario: Scenario) -> Iterator[matrix.Plan]:
    """Yield every second fault at the two calls after each commit of the scenario that runs again."""
    for first in matrix.singles(scenario):
        if Fault.RUNS_AGAIN in first.values():
            trial = matrix.run(scenario, first)
            yield from (plan for plan in matrix.seconds(trial) if max(plan) <= max(first) + 2)


@pytest.mark.parametrize("scenario", ASKING, ids=lambda scenario: scenario.name)
def test_a_request_is_admitted_once_though_its_job_ended_before_the_transaction_ran_again(
    scenario: Scenario, draw: Draw
) -> None:
    prepared = matrix.Prepared(scenario)
    plans = draw.of(list(right_after_a_lost_commit(scenario)), 4, f"lost commits of {scenario.name}")
    trials = [matrix.run(scenario, plan, prepared=prepared) for plan in plans]
    assert trials
    assert [str(trial) for trial in trials if trial.found] == []

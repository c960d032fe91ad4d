"""The crash matrix: whatever goes wrong at whichever remote call, nothing is lost and nothing is paid twice."""

from collections.abc import Callable

import pytest

from tests.crash import matrix
from tests.crash.scenarios import SCENARIOS, Scenario

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)


@each_scenario
def test_any_one_fault_leaves_every_invariant_true(
    scenario: Scenario, record_property: Callable[[str, object], None]
) -> None:
    trials = [matrix.run(scenario, plan) for plan in matrix.singles(scenario)]
    record_property("crash points", f"{scenario.name}: {len(trials)}")
    assert trials
    assert [str(trial) for trial in trials if trial.found] == []


@each_scenario
def test_undisturbed_it_goes_well(scenario: Scenario) -> None:
    assert matrix.run(scenario, {}).found is None

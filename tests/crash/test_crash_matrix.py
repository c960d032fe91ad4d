"""The crash matrix: whatever goes wrong at whichever remote call, nothing is lost and nothing is paid twice.

A part of each scenario's plans is drawn; `make test-full` tries all of them.
"""

from random import Random

import pytest

from tests.crash import matrix
from tests.crash.line import Line
from tests.crash.scenario import Scenario
from tests.crash.scenarios import SCENARIOS
from tests.drawing import Draw
from tests.soak import soaking

MESSES = 3
"""Trials after which a world is compared with one made anew."""

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)


@each_scenario
def test_undisturbed_it_goes_well(scenario: Scenario) -> None:
    assert matrix.run(scenario, {}).found is None


@pytest.mark.drawn(one_in=4)
@each_scenario
def test_any_one_fault_leaves_every_invariant_true(
    scenario: Scenario, draw: Draw, record_property: soaking.Tell
) -> None:
    plans = draw.of(list(matrix.singles(scenario)), scenario.one_in, f"plans of {scenario.name}")
    trials = matrix.trials(scenario, plans)
    record_property("faults tried", (f"{scenario.name}, one fault", len(trials)))
    assert trials
    assert [str(trial) for trial in trials if trial.found] == []


@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(scenario, id=scenario.name, marks=[] if scenario in SCENARIOS[:2] else pytest.mark.soak)
        for scenario in SCENARIOS
    ],
)
def test_from_equal_states_it_goes_on_equally(scenario: Scenario, draw: Draw) -> None:
    """What the matrix relies on where it ends a trial early."""
    ends: matrix.Ends = {}
    prepared = matrix.Prepared(scenario)
    for plan in draw.of(list(matrix.singles(scenario)), scenario.one_in, f"ends of {scenario.name}"):
        alone: matrix.Ends = {}
        assert matrix.run(scenario, plan, well=alone, prepared=prepared).found is None
        assert alone == {state: ends.setdefault(state, end) for state, end in alone.items()}


@pytest.mark.drawn(one_in=8)
@each_scenario
def test_a_world_put_back_is_as_it_was_prepared_whatever_happened_in_it(
    scenario: Scenario, draw: Draw
) -> None:
    """What the matrix relies on where it prepares a scenario once for all of its trials."""
    plans = list(matrix.singles(scenario))
    prepared = matrix.Prepared(scenario)
    for plan in draw.some(plans, MESSES, f"messes of {scenario.name}"):
        matrix.run(scenario, plan, prepared=prepared)
    anew = matrix.on_memory(scenario, Line())
    with scenario.pages():
        scenario.prepare(anew)
    assert prepared.world({}).state() == anew.state()
    assert matrix.run(scenario, plan, prepared=prepared) == matrix.run(scenario, plan)


@pytest.mark.soak
@each_scenario
def test_any_two_faults_leave_every_invariant_true(scenario: Scenario, record_property: soaking.Tell) -> None:
    """The second may also strike whatever recovers from the first. As many as fit the time, drawn by the seed."""
    chance = Random(f"{soaking.SEED} {scenario.name}")
    firsts = list(matrix.singles(scenario))
    chance.shuffle(firsts)
    trials = []
    for first in soaking.for_a_while(firsts, seconds=soaking.SECONDS / len(SCENARIOS)):
        seconds = list(matrix.seconds(matrix.run(scenario, first)))
        trials += [matrix.run(scenario, plan) for plan in chance.sample(seconds, min(8, len(seconds)))]
    record_property("faults tried", (f"{scenario.name}, two faults", len(trials)))
    assert [str(trial) for trial in trials if trial.found] == []

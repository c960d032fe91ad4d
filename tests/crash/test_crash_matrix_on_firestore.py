"""The crash matrix on real transactions: every RPC of the genuine client, against the embedded Firestore.

A point of each scenario, drawn by the run's seed: of every eighth scenario in `make test`, of all in `make test-full`.
All points of all of them in the soak, as far as its time goes.
"""

from collections.abc import Iterator
from random import Random

import pytest

from tests.crash import matrix
from tests.crash.firestore_wiring import on_firestore
from tests.crash.matrix import Build, Plan
from tests.crash.scenario import Scenario
from tests.crash.scenarios import SCENARIOS
from tests.drawing import Draw
from tests.integration.conftest import AddressedEmulator
from tests.soak import soaking


@pytest.fixture(scope="module")
def build(firestore_emulator: AddressedEmulator) -> Iterator[Build]:
    with firestore_emulator.found():
        yield from on_firestore(firestore_emulator)


@pytest.mark.drawn(one_in=12)
@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(one, id=one.name, marks=pytest.mark.whole if one.paged else ()) for one in SCENARIOS
    ],  # fan-outs take seconds each
)
def test_some_fault_of_a_scenario(
    scenario: Scenario, build: Build, draw: Draw, record_property: soaking.Tell
) -> None:
    """Drawn from the recording on fakes, whose calls are the same."""
    (plan,) = draw.some(list(matrix.singles(scenario)), 1, f"plan on Firestore of {scenario.name}")
    trial = matrix.run(scenario, plan, build)
    record_property("faults tried", (f"{scenario.name}, on Firestore, one fault", 1))
    assert trial.found is None, str(trial)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_any_fault_of_any_scenario(build: Build, record_property: soaking.Tell) -> None:
    """All of them, in an order drawn by the seed."""
    plans: list[tuple[Scenario, Plan]] = [
        (scenario, plan) for scenario in SCENARIOS for plan in matrix.singles(scenario, build)
    ]
    Random(soaking.SEED).shuffle(plans)
    trials = [
        matrix.run(scenario, plan, build) for scenario, plan in soaking.for_a_while(plans, soaking.SECONDS)
    ]
    record_property("faults tried", (f"on Firestore, one fault, of {len(plans)}", len(trials)))
    assert [str(trial) for trial in trials if trial.found] == []

"""Whatever people have stored: the schedules that come across it run to their end."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.fuzz import stored
from tests.fuzz.firebase import FuzzedFirebase
from tests.fuzz.runs import FEW, MANY, fuzz
from tests.fuzz.test_triggers import CHOSEN, METRICS, PROGRESS, SETTINGS, WISH
from tests.soak.soaking import Tell

FUZZED = ("check_models", "evolve_at_night", "reap", "sweep")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def fuzz_schedule(firebase: FuzzedFirebase, schedule: str, inputs: int) -> int:
    def check(drawn: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]) -> None:
        progress, settings, wish = drawn
        firebase.begin()
        failures = firebase.failures()
        firebase.client.document("users/ada/avatarRequests/20260101-00").set(wish)
        firebase.client.document(SETTINGS).set(settings)
        firebase.client.document(PROGRESS).set(progress)
        firebase.client.document("nights/ada").set({"due_at": LONG_AGO, "noted_at": LONG_AGO})
        firebase.settle()
        assert firebase.run(schedule) == 200
        assert firebase.failures() == failures

    strategy = st.tuples(stored.documents(METRICS), stored.documents(CHOSEN), stored.documents(WISH))
    return fuzz(strategy, check, inputs)


def test_every_schedule_is_fuzzed(firebase: FuzzedFirebase) -> None:
    hosted = firebase.suite.host.functions.values()
    assert sorted(one.name for one in hosted if one.kind == "schedule") == sorted(FUZZED)


@pytest.mark.parametrize("schedule", FUZZED)
def test_a_schedule_runs_to_its_end(firebase: FuzzedFirebase, schedule: str, record_property: Tell) -> None:
    record_property("fuzzed", (schedule, fuzz_schedule(firebase, schedule, FEW // 4)))


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("schedule", FUZZED)
def test_a_schedule_runs_to_its_end_at_length(
    firebase: FuzzedFirebase, schedule: str, record_property: Tell
) -> None:
    record_property("fuzzed", (schedule, fuzz_schedule(firebase, schedule, MANY // 4)))

"""Whatever is sent to the function of the queue: it is acknowledged, and a forged task leaves everything as it was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mirror_realm.domain.page_task import FanOut, PageTask, micros_of
from tests.fuzz import hostile
from tests.fuzz.firebase import FuzzedFirebase
from tests.fuzz.runs import FEW, MANY, fuzz
from tests.soak.soaking import Tell

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)

HUGE = "huge"
"""Stands for a text of about the most that a task may hold."""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def subjects(firebase: FuzzedFirebase) -> list[str]:
    """Return what tasks could be about: jobs, looks and exports that are there, steps of the sweep, users, nothing."""
    paths = [path.split("/") for path in firebase.documents()]
    there = [path[1] for path in paths if path[0] in ("renders", "cache", "users")]
    there += [data["export_id"] for path, data in firebase.documents().items() if "/exports/" in path]
    return [*sorted(set(there)), "retire", "people", "age_renders", "unknown", "erasures_ada"]


def payloads(firebase: FuzzedFirebase) -> SearchStrategy[Any]:
    """Return payloads that could be ours, those with something wrong in them, and anything else."""
    now = datetime.now(UTC)
    well_formed = st.builds(
        lambda of, subject, number, expires_at, turn, after: PageTask(
            of, subject, number, expires_at, turn, after
        ).to_payload(),
        st.sampled_from(FanOut),
        st.sampled_from(subjects(firebase)),
        st.integers(0, 3) | st.just(10**12),
        st.sampled_from((now + timedelta(days=1), now - timedelta(seconds=1), LONG_AGO)),
        st.integers(0, 60),
        st.sampled_from(("", "0", "7", "9" * 160, micros_of(now), f"folder-1-0_{micros_of(now)}", "_", "-")),
    )
    huge = st.builds(
        lambda data, name: {**data, name: HUGE}, well_formed, st.sampled_from(("of", "id", "after"))
    )
    spoilt = well_formed.flatmap(hostile.mutated)
    return st.one_of(well_formed, spoilt, spoilt, huge, hostile.values)


def fuzz_tasks(firebase: FuzzedFirebase, inputs: int) -> int:
    before, failures = firebase.stored(), firebase.failures()

    def check(sent: tuple[bytes, int | None]) -> None:
        body, expected = sent
        reply = firebase.call("fanout", body)
        assert expected in (None, reply.status), "the queue would repeat it"
        assert firebase.stored() == before
        assert firebase.failures() == failures

    data = payloads(firebase).map(
        lambda data: (hostile.envelope(data).replace(HUGE.encode(), b"x" * 900_000), 200)
    )
    return fuzz(data | data | data | hostile.bodies.map(lambda body: (body, None)), check, inputs)


def test_every_function_of_a_queue_is_fuzzed(firebase: FuzzedFirebase) -> None:
    assert [one.name for one in firebase.suite.host.functions.values() if one.kind == "task"] == ["fanout"]


def test_a_forged_task_changes_nothing(firebase: FuzzedFirebase, record_property: Tell) -> None:
    record_property("fuzzed", ("fanout", fuzz_tasks(firebase, 2 * FEW)))


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_a_forged_task_changes_nothing_at_length(firebase: FuzzedFirebase, record_property: Tell) -> None:
    record_property("fuzzed", ("fanout", fuzz_tasks(firebase, MANY)))

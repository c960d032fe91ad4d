"""The trace of a request: in every line of the log about it, from the call to the provider."""

import json

import pytest

from mirror_realm import events, tracing
from tests.fakes.captured import writing
from tests.fakes.house import House

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("traceparent", f"00-{TRACE}-b7ad6b7169203331-01"),
        ("X-Cloud-Trace-Context", f"{TRACE}/12345;o=1"),
        ("X-Cloud-Trace-Context", TRACE),
    ],
)
def test_a_request_brings_its_trace(name: str, value: str) -> None:
    assert tracing.of_request({name: value}.get) == TRACE


@pytest.mark.parametrize("value", ["", "ada@example.com", TRACE.upper(), TRACE[:-1], f"{TRACE}x", "00-"])
def test_what_is_no_trace_is_replaced(value: str) -> None:
    found = tracing.of_request({"traceparent": value, "X-Cloud-Trace-Context": value}.get)
    assert len(found) == 32
    assert int(found, 16) >= 0
    assert value != found


def test_every_line_about_a_wish_has_its_trace_through_the_worker_to_the_end() -> None:
    house = House()
    with writing() as log:
        with tracing.traced(TRACE):
            house.ask("ada")
        house.deliver()
        events.wish_refused("forbidden")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    traces = {line["event"]: line.get("logging.googleapis.com/trace") for line in lines}
    assert traces.pop("wish_refused") is None
    assert {"wish_admitted", "render_claimed", "render_settled"} <= traces.keys()
    assert set(traces.values()) == {f"projects//traces/{TRACE}"}


def test_a_job_keeps_the_trace_of_its_request_and_none_without_one() -> None:
    house = House()
    house.ask("ada")
    with tracing.traced(TRACE):
        house.ask("bo", variation=2)
    jobs = {
        data["uid"]: data
        for path, data in house.documents.items()
        if path.count("/") == 1 and "attempt" in data
    }
    assert (jobs["ada"].get("trace"), jobs["bo"]["trace"]) == (None, TRACE)

"""Nothing private is ever in the log: a person lives through everything that can go wrong, and every word is kept."""

import re

from tests.integration.indiscreet_house import indiscreet_house

EMULATOR = re.compile(rb"^(?:INFO|WARNING|ERROR) emulator\b.*$", re.MULTILINE)
"""What the emulator says in its own name, paths of documents included: no log of the functions'."""

SAID = (
    "wish_admitted",
    "wish_refused",
    "render_settled",
    "render_failed",
    "provider_call_failed",
    "callable_failed",
    "trigger_failed",
    "schedule_failed",
    "swept",
    "erasure_begun",
    "pushes_sent",
    "pushes_dropped",
)


def test_a_life_with_every_fault_leaves_nothing_private_in_the_log() -> None:
    with indiscreet_house() as house:
        house.live()
        log = EMULATOR.sub(b"", house.process.end())

    for event in SAID:
        assert f'"event": "{event}"'.encode() in log, event
    assert log.count(b"Traceback (most recent call last)") > 3
    assert len(house.canaries.planted) > 60
    assert house.canaries.heard_in(log) == []

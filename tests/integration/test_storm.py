"""A storm at the counters once pictures are paid for: real locks, many workers, a database that gives up early.

Every worker holds a picture before the storm begins; then all of them settle at one moment, among requests that want
the same day's document. Workers add to it without reading it, so that it is requests that give up; and no attempt dies
with its picture in hand.
"""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from mirror_realm.adapters import transactions
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import Contention
from mirror_realm.services.admission.admission_request import Admitted
from tests.fakes.outside import Clock
from tests.integration.conftest import Houses
from tests.integration.firestore_house import at_once
from tests.soak import soaking

STORM = timedelta(milliseconds=30)
"""How long a contended transaction is tried in the storm: far less than `PATIENCE`, so that many give up."""

HURRY = 0.02
"""What pauses are shortened to."""

ASKING_AT_ONCE = 32
STYLES = list(StyleId)


@dataclass
class StormClock(Clock):
    """Time stands still, so that no lease runs out; pauses are short, and counted."""

    pauses: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        threading.Event().wait(seconds * HURRY)


def look(number: int) -> dict[str, Any]:
    """Return a wish that no other number has."""
    return {"variation": number % 100, "style": STYLES[number // 100 % len(STYLES)]}


@pytest.mark.parametrize(
    ("paid", "asking"),
    [
        pytest.param(10, 20, id="thirty requests"),
        pytest.param(81, 919, id="a thousand requests", marks=[pytest.mark.soak, pytest.mark.timeout(1200)]),
    ],
)
def test_no_attempt_dies_with_a_paid_picture_in_hand(
    paid: int,
    asking: int,
    houses: Houses,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    record_property: soaking.Tell,
) -> None:
    everything = paid + asking
    clock = StormClock()
    house = houses(clock=clock, global_limit=everything, budget_micros=60_000 * everything)
    for number in range(paid):
        house.ask(f"u{number}", **look(number))
    attempts = house.take_attempts()
    begun = threading.Event()

    def begin() -> None:
        monkeypatch.setattr(transactions, "PATIENCE", STORM)
        begun.set()

    all_have_paid = threading.Barrier(paid, action=begin)

    def ask(number: int) -> Admitted:
        begun.wait(600)
        return house.ask(f"u{number}", **look(number))

    house.provider.before = lambda _: _wait(all_have_paid)
    acts: list[Callable[[], object]] = [partial(house.rendering.run, *attempt) for attempt in attempts]
    acts += [partial(ask, number) for number in range(paid, everything)]
    answers = at_once(acts, workers=paid + min(asking, ASKING_AT_ONCE))
    monkeypatch.undo()

    day = house.only("global_usage/")
    gave_up = Counter(type(answer) for answer in answers[paid:])
    record_property(
        "faults tried", (f"a storm of {everything} requests", len(clock.pauses) + gave_up[Contention])
    )
    assert gave_up[Contention] + len(clock.pauses), "no transaction gave up: that was no storm"
    assert "attempt_died" not in caplog.text
    assert answers[:paid] == [None] * paid
    assert (house.provider.made, day["settled"]) == (paid, paid)
    assert gave_up.keys() <= {Admitted, Contention}
    house.check(quiet=False)


def _wait(barrier: threading.Barrier) -> None:
    barrier.wait(600)

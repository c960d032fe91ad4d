"""Invariant 4, at its worst: deliveries as late as can be, calls as long as may be, deaths wherever it hurts most."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mirror_realm.errors import ProviderUnavailable
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from mirror_realm.services.ports.providers import ImageRequest
from tests import invariants
from tests.crash.line import WorkerDied
from tests.fakes.house import House
from tests.fakes.outside import Clock


@dataclass(frozen=True)
class Luck:
    """How one attempt goes."""

    delivered_after: int
    """Seconds; often too late, for the reaper has given it up."""
    calls_last: tuple[int, ...]
    """Seconds of each provider call, all but the last failing; 120 is its timeout."""
    dies: bool
    """In its last call."""


lucks = st.builds(
    Luck,
    delivered_after=st.integers(0, 480),
    calls_last=st.lists(st.integers(0, 120), min_size=1, max_size=3).map(tuple),
    dies=st.booleans(),
)


@dataclass
class PunctualReaper(Clock):
    """A clock by which the reaper passes every five minutes, to the second, whoever sleeps."""

    house: House | None = None
    next_pass: timedelta = REAPER_PERIOD
    """From now, to begin with."""

    def __post_init__(self) -> None:
        self.pass_at = self.time + self.next_pass

    def sleep(self, seconds: float) -> None:
        end = self.time + timedelta(seconds=seconds)
        while self.house is not None and self.pass_at <= end:
            self.time = self.pass_at
            self.pass_at += REAPER_PERIOD
            self.house.reaping.run()
        self.time = end


def work(house: House, attempt: tuple[str, int], luck: Luck) -> None:
    calls = list(luck.calls_last)

    def call(_: ImageRequest) -> None:
        house.clock.sleep(calls.pop(0))
        if calls:
            raise ProviderUnavailable("down")
        if luck.dies:
            raise WorkerDied

    house.clock.sleep(luck.delivered_after)
    house.provider.before = call
    with suppress(WorkerDied):
        house.rendering.run(*attempt)


def live(house: House, render_id: str) -> bool:
    return house.documents[f"renders/{render_id}"]["state"] in invariants.LIVE


@settings(max_examples=settings().max_examples * 3 // 2)
@given(st.lists(lucks, min_size=3, max_size=3), st.integers(1, 300))
def test_every_job_ends_within_its_lifetime_whatever_its_attempts_come_to(
    lucks: list[Luck], first_pass: int
) -> None:
    clock = PunctualReaper(next_pass=timedelta(seconds=first_pass))
    house = clock.house = House(clock=clock)
    house.ask(allow_fallback=False)
    render_id = house.take_attempts()[0][0]
    for number, luck in enumerate(lucks, start=1):
        while number > house.documents[f"renders/{render_id}"]["attempt"] and live(house, render_id):
            clock.sleep(60)
        work(house, (render_id, number), luck)
    clock.sleep(3600)

    house.check()
    invariants.jobs_end_in_time(house.documents, house.policy.job_lifetime)

"""Leasing: one worker at a time holds a job, and pays for it; one that wakes up late finds its right gone."""

from datetime import timedelta

import pytest

from mirror_realm.domain.render_job import Outcome, RenderJob
from mirror_realm.errors import LeaseLost
from tests.fakes.house import House

TIMEOUT = timedelta(seconds=120)
WORST = 60_000


def claimed(house: House) -> RenderJob:
    """Return the job of the one attempt that waits for a worker."""
    ((render_id, attempt),) = house.take_attempts()
    job: RenderJob | None = house.leasing.claim(render_id, attempt)
    assert job is not None
    return job


def test_a_worker_that_slept_through_its_lease_does_not_go_on_with_the_next_ones() -> None:
    house = House()
    house.ask()
    early = house.leasing.authorise(claimed(house), WORST, TIMEOUT).job
    house.clock.sleep(600)
    house.reaping.run()
    late = claimed(house)

    with pytest.raises(LeaseLost):
        house.leasing.authorise(house.leasing.book(early, Outcome(0, 0)), WORST, TIMEOUT)

    assert len(house.leasing.authorise(late, WORST, TIMEOUT).job.calls) == 2
    house.check(quiet=False)


def test_what_a_call_cost_is_booked_even_by_a_worker_whose_lease_ran_out() -> None:
    house = House()
    house.ask()
    job = house.leasing.authorise(claimed(house), WORST, TIMEOUT).job
    house.clock.sleep(600)

    house.leasing.book(job, Outcome(0, 13_000))
    day = house.only("global_usage/")
    assert (day["held_micros"], day["spent_micros"]) == (0, 13_000)
    house.check(quiet=False)

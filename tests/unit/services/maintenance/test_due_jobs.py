"""Due jobs are never starved: however many pages of fan-outs wait, the reaper takes up due jobs before each of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.services.maintenance.reaper import BUDGET
from tests.fakes.house import House

WAITING = 2_000
PAGE = 10
LATER = timedelta(minutes=10)
RECORDED = ("find", "resolve_one", "turn")
"""The methods that take up a job, an avatar and an erasure."""


class Recorded:
    """A service of whose methods some are recorded before they run."""

    def __init__(self, service: Any, before: Callable[[str, Any], None]) -> None:
        self._service = service
        self._before = before

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._service, name)
        if name not in RECORDED:
            return member

        def recorded(first: Any, *more: Any, **options: Any) -> Any:
            self._before(name, first)
            return member(first, *more, **options)

        return recorded


@pytest.fixture(autouse=True)
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each turn of an erasure be a page, and a page of jobs be few."""
    monkeypatch.setattr("mirror_realm.services.maintenance.due_jobs.PAGE", PAGE)
    monkeypatch.setattr("mirror_realm.services.maintenance.reaper.A_TURN", timedelta(0))


def a_house(waiting: int = WAITING) -> House:
    """Return a house in which many wait for a job that has ended, and some are being erased."""
    house = House(user_limit=1_000, global_limit=10_000, budget_micros=10**9)
    house.ask("ada")
    house.ask("bo")
    house.queries.followers = lambda *_: []  # type: ignore[method-assign]
    house.deliver()
    (path,) = [path for path in house.documents if path.startswith("users/bo/avatars/")]
    avatar = house.documents[path]
    for number in range(waiting):
        since = avatar["waiting_since"] + timedelta(milliseconds=number)
        house.write(path.replace("/bo/", f"/user-{number:04}/"), avatar | {"waiting_since": since})
    for uid in ("cy", "di", "ed"):
        house.erasing.begin(uid)
    house.clock.time += timedelta(minutes=1)
    return house


def watch(house: House, spend: Callable[[str, Any], None]) -> None:
    """Call this before each job, avatar and erasure that a pass takes up."""
    reaping = house.reaping
    for name in ("paid", "followers", "erasing"):
        object.__setattr__(reaping, name, Recorded(getattr(reaping, name), spend))


def lose_jobs(house: House, number: int, first: int = 0) -> None:
    for variation in range(first, first + number):
        house.ask("ada", variation=variation)
    house.take_attempts()


def test_due_jobs_come_first_and_then_each_fan_out_has_a_page_in_turn() -> None:
    house, jobs, taken = a_house(), 3 * PAGE, list[str]()
    lose_jobs(house, jobs, first=1)
    house.clock.time += LATER

    def spend(name: str, first: Any) -> None:
        taken.append({"find": "job", "resolve_one": "avatar"}.get(name, first))
        house.clock.time += timedelta(seconds=5 if name == "find" else 2)

    watch(house, spend)
    reaped = house.reaping.run()

    assert reaped.requeued == jobs
    assert taken[:jobs] == ["job"] * jobs
    turn = ["avatar"] * 50 + ["cy", "di", "ed"]
    assert taken[jobs : jobs + 2 * len(turn)] == 2 * turn
    assert 0 < reaped.rescued < WAITING / 2, "the time was over before the largest fan-out"


def test_more_due_jobs_than_a_pass_has_time_for_leave_nothing_to_fan_outs() -> None:
    house = a_house(waiting=100)
    lose_jobs(house, 50, first=1)
    house.clock.time += LATER

    def spend(name: str, _: Any) -> None:
        if name == "find":
            house.clock.time += BUDGET / 30

    watch(house, spend)
    reaped = house.reaping.run()
    assert (reaped.requeued, reaped.rescued) == (30, 0)
    assert [job.attempt for job in house.queries.due_jobs(house.clock.time, 20)] == [1] * 20, (
        "the next pass's"
    )


def test_a_job_that_becomes_due_while_fan_outs_have_their_turns_is_taken_up_in_the_same_pass() -> None:
    house = a_house(waiting=60)
    house.clock.time += LATER
    lose_jobs(house, 1, first=1)  # its lease ends in three minutes
    taken: list[str] = []

    def spend(name: str, _: Any) -> None:
        taken.append(name)
        if name == "turn":
            house.clock.time += timedelta(seconds=15)

    watch(house, spend)
    assert house.reaping.run().requeued == 1
    assert "turn" in taken[: taken.index("find")]
    assert "turn" in taken[taken.index("find") :]

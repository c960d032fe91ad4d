"""The pace on Firestore: what it costs, and what instances at once do about the same slots."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from mirror_realm.domain.pace import BURST
from mirror_realm.errors import ProviderUnavailable, RateLimited
from mirror_realm.services.admission.admission_request import Admitted
from tests.fakes.memory_tasks import MemoryTasks
from tests.fakes.outside import Clock
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse, at_once
from tests.integration.test_operation_counts import Operations

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)

PACE = {"images_per_minute": 12, "global_limit": 100, "user_limit": 100, "budget_micros": 10_000_000}
"""Twelve calls a minute, three of them in ten seconds."""


def waiting(house: FirestoreHouse) -> int:
    return house.queries.count_waiting_jobs("openai", house.clock.time + timedelta(days=1))


def test_a_pace_costs_one_read_and_one_write_of_a_miss_that_starts_at_once(
    houses: Houses, operations: Operations
) -> None:
    house = houses(**PACE)
    operations()
    assert house.ask().avatar.waits is None
    assert operations() == {"reads": 7 + 1, "writes": 8 + 1, "deletes": 0}


def test_a_miss_that_waits_costs_one_read_for_the_pace_and_one_for_its_place_and_no_attempt(
    houses: Houses, operations: Operations
) -> None:
    """The first that waits marks the pace. The place is counted once in five seconds, a read for a thousand."""
    house = houses(tasks=MemoryTasks(), **PACE)
    for number in range(3):
        house.ask(f"u{number}", variation=number)
    for number, reads, writes in ((3, 7 + 2, 8 + 1 - 1), (4, 7 + 1, 8 - 1), (5, 7 + 1, 8 - 1)):
        operations()
        assert house.ask(f"u{number}", variation=number).avatar.waits is not None
        assert operations() == {"reads": reads, "writes": writes, "deletes": 0}


def test_a_start_costs_three_reads_and_two_writes_a_job_and_a_write_a_batch(
    houses: Houses, operations: Operations
) -> None:
    """Reads: in the query, again in the transaction, and the fence; besides the pace twice and a look at what is left.

    Writes: job and attempt.
    """
    house = houses(tasks=MemoryTasks(), **PACE)
    for number in range(6):
        house.ask(f"u{number}", variation=number)
    house.clock.sleep(10)
    operations()
    house.work_on_tasks()
    assert operations() == {"reads": 3 * 3 + 2 + 1 + 2, "writes": 3 * 2 + 1 + 1, "deletes": 0}


def test_a_further_call_costs_a_read_and_a_write(houses: Houses, operations: Operations) -> None:
    counted, clock = list[dict[str, int]](), Clock()
    for options in (PACE, PACE | {"images_per_minute": 0}):
        house = houses(retry_after_timeout=True, clock=clock, **options)
        house.ask(f"for-{len(counted)}", variation=len(counted))
        house.provider.script = [ProviderUnavailable("down")]
        operations()
        house.deliver()
        counted.append(operations())
    assert counted[0]["reads"] - counted[1]["reads"] == 1
    assert counted[0]["writes"] - counted[1]["writes"] == 1


@pytest.mark.drawn(one_in=2, of_file=True)
def test_instances_at_once_never_give_the_same_slot_twice(houses: Houses) -> None:
    one = houses(**PACE)
    other = houses(clock=one.clock, **PACE)
    answers = at_once([partial((one, other)[n % 2].ask, f"u{n}", variation=n) for n in range(10)])
    assert Counter(isinstance(answer, Admitted) and answer.outcome for answer in answers) == {"queue": 10}
    assert len(one.take_attempts()) == 3
    assert waiting(one) == 7
    one.clock.time += BURST
    at_once([partial(house.starting.start_due, "openai") for house in (one, other, one, other)])
    assert len(one.take_attempts()) == 3
    assert waiting(one) == 4


@pytest.mark.drawn(one_in=2, of_file=True)
def test_wishes_and_starts_at_once_keep_the_pace_and_leave_none_behind(houses: Houses) -> None:
    one = houses(tasks=MemoryTasks(), **PACE)
    other = houses(clock=one.clock, tasks=MemoryTasks(), **PACE)
    for round_ in range(2):
        asks: list[Any] = [
            partial((one, other)[n % 2].ask, f"u{round_}-{n}", variation=6 * round_ + n) for n in range(6)
        ]
        at_once([*asks, *[partial(house.starting.start_due, "openai") for house in (one, other)]])
        one.clock.time += BURST
    while waiting(one):
        one.work_on_tasks()
        other.work_on_tasks()
        one.clock.time += timedelta(seconds=2)
    assert one.deliver() == 12
    one.check()


def test_a_users_jobs_a_minute_are_counted_across_instances(houses: Houses) -> None:
    options = PACE | {"images_per_minute": 0, "jobs_per_minute": 5}
    one = houses(**options)
    other = houses(clock=one.clock, **options)
    asks = [partial((one, other)[n % 2].ask, variation=n, allow_fallback=False) for n in range(12)]
    outcomes = Counter(
        answer.outcome if isinstance(answer, Admitted) else type(answer) for answer in at_once(asks)
    )
    assert outcomes == {"queue": 5, RateLimited: 7}

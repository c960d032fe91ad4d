"""Tasks come twice, late, in any order, of earlier rounds, or never: each fan-out ends as if they had come once."""

from datetime import timedelta
from random import Random

import pytest

from mirror_realm.domain.page_task import LIFE, PageTask
from mirror_realm.services.ports.tasks import Unqueued
from tests.fakes.fan_outs import (
    ALL,
    ERASURE,
    FOLLOWERS,
    MERGE,
    TAKEDOWN,
    USERS,
    Prepared,
    a_house,
)
from tests.fakes.house import House
from tests.fakes.memory_tasks import MemoryTasks

every = pytest.mark.parametrize("fan_out", ALL, ids=str)
unswept = pytest.mark.parametrize("fan_out", [FOLLOWERS, TAKEDOWN, ERASURE, MERGE], ids=str)
"""Without the sweep, which the reaper does not continue: the next day's pass does."""


def begun(fan_out: Prepared) -> tuple[House, MemoryTasks]:
    """Return a house in which the fan-out has begun, and its queue with the first task."""
    tasks = MemoryTasks()
    house = a_house(tasks)
    fan_out.begin(house)
    assert tasks.pending
    assert fan_out.left(house)
    return house, tasks


def ended(house: House, fan_out: Prepared) -> None:
    """Assert that everything is done, by fallback pictures too, and the invariants hold."""
    house.deliver()
    house.work_on_tasks()
    assert fan_out.left(house) == 0
    house.reaping.run()  # erases the account of a merge
    house.work_on_tasks()
    house.check()


def pass_to_reaper(house: House) -> None:
    house.clock.time += timedelta(minutes=10)


@every
def test_tasks_do_the_whole_fan_out_page_after_page(fan_out: Prepared) -> None:
    house, tasks = begun(fan_out)
    assert house.work_on_tasks() >= 3
    assert len(tasks.names) >= 3
    ended(house, fan_out)


@every
def test_a_task_that_comes_again_changes_nothing(fan_out: Prepared) -> None:
    house, tasks = begun(fan_out)
    done: list[PageTask] = []
    while due := tasks.take():
        for task in due:
            house.paging.run(task)
            house.paging.run(task)
            done.append(task)
    house.deliver()
    house.work_on_tasks()
    before = dict(house.documents)
    for task in done:
        house.paging.run(task)
    assert house.documents == before
    assert not tasks.pending
    ended(house, fan_out)


@every
def test_tasks_in_any_order_do_the_whole_fan_out(fan_out: Prepared) -> None:
    chance = Random(7)
    house, tasks = begun(fan_out)
    waiting: list[PageTask] = []
    while waiting := [*waiting, *tasks.take()]:
        chance.shuffle(waiting)
        house.clock.time += timedelta(seconds=chance.randrange(600))
        house.paging.run(waiting.pop())
    ended(house, fan_out)


@unswept
@pytest.mark.parametrize("kept", [0, 1, 2], ids=lambda kept: f"{kept} came")
def test_of_lost_tasks_the_reaper_starts_another_round(fan_out: Prepared, kept: int) -> None:
    house, tasks = begun(fan_out)
    for _ in range(kept):
        for task in tasks.take():
            house.paging.run(task)
    tasks.take()
    assert fan_out.left(house)

    pass_to_reaper(house)
    house.reaping.run()
    if fan_out.left(house):
        assert {task.round for task in tasks.pending} != {0}
    ended(house, fan_out)


@unswept
def test_a_task_of_an_earlier_round_does_nothing(fan_out: Prepared) -> None:
    house, tasks = begun(fan_out)
    (stale,) = tasks.take()
    pass_to_reaper(house)
    house.reaping.run()
    assert fan_out.left(house), "the reaper did a page alone"
    before = dict(house.documents)

    house.paging.run(stale)
    assert house.documents == before
    ended(house, fan_out)


@every
def test_a_task_of_yesterday_does_nothing(fan_out: Prepared) -> None:
    house, tasks = begun(fan_out)
    late = tasks.take()
    house.clock.time += 2 * LIFE
    before = dict(house.documents)
    for task in late:
        house.paging.run(task)
    assert house.documents == before
    assert not tasks.pending


@unswept
def test_where_there_is_no_queue_the_reaper_alone_suffices(fan_out: Prepared) -> None:
    house = a_house()
    fan_out.begin(house)
    for _ in range(2):
        pass_to_reaper(house)
        house.reaping.run()
        house.deliver()
    ended(house, fan_out)


@unswept
def test_where_the_queue_fails_nothing_else_does(fan_out: Prepared) -> None:
    house = a_house(MemoryTasks(refuses=True))
    fan_out.begin(house)
    for _ in range(2):
        pass_to_reaper(house)
        house.reaping.run()
        house.deliver()
    ended(house, fan_out)


@pytest.mark.parametrize("fan_out", [FOLLOWERS, TAKEDOWN, MERGE], ids=str)
def test_a_page_whose_next_one_is_not_in_the_queue_is_done_and_repeated(fan_out: Prepared) -> None:
    house, tasks = begun(fan_out)
    (task,) = tasks.take()
    tasks.refuses, left = True, fan_out.left(house)
    with pytest.raises(Unqueued):
        house.paging.run(task)
    assert fan_out.left(house) <= left - 3 or fan_out is MERGE, "the first page of a merge was its call's"

    tasks.refuses = False
    house.paging.run(task)
    ended(house, fan_out)


@every
def test_no_task_names_a_user(fan_out: Prepared) -> None:
    house, tasks = begun(fan_out)
    told: list[str] = []
    while due := tasks.take():
        for task in due:
            told.append(repr((task.name, task.to_payload())))
            house.paging.run(task)
    assert not [text for text in told for uid in (*USERS, "anna") if uid in text]
    assert all(len(PageTask.from_payload(task.to_payload()).name) < 500 for task in due)

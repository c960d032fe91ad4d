"""What each fan-out leaves to tasks, and what the reaper does first."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.render_job import Lease
from mirror_realm.domain.report import Decision
from mirror_realm.domain.wish import User
from mirror_realm.errors import BadOutput
from mirror_realm.services.ports.store import DatabaseTransaction
from tests.fakes.fan_outs import (
    ERASURE,
    FOLLOWERS,
    MERGE,
    TAKEDOWN,
    USERS,
    a_house,
    ask_all,
    report_first,
)
from tests.fakes.frozen import frozen
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore
from tests.fakes.memory_tasks import MemoryTasks
from tests.fakes.outside import PLACEHOLDER

Result = TypeVar("Result")


def statuses(house: House) -> Counter[str]:
    return Counter(data["status"] for path, data in house.documents.items() if "/avatars/" in path)


def tasks_of(house: House) -> MemoryTasks:
    assert house.tasks is not None
    return house.tasks


def test_less_than_a_page_of_followers_needs_no_task() -> None:
    house = a_house(MemoryTasks())
    for uid in USERS[:3]:
        house.ask(uid)
    house.deliver()
    assert statuses(house) == {Status.COMPLETED: 3}
    assert not tasks_of(house).names


def test_followers_of_one_moment_are_all_completed() -> None:
    house = a_house(MemoryTasks())
    ask_all(house, at_once=True)
    house.deliver()
    house.work_on_tasks()
    assert statuses(house) == {Status.COMPLETED: len(USERS)}
    house.check()


def test_followers_whose_job_was_deleted_get_a_fallback() -> None:
    house = a_house(MemoryTasks())
    house.provider.script = [BadOutput("blank")] * 3
    FOLLOWERS.begin(house)
    house.remove(next(path for path in house.documents if path.startswith("renders/") and "/a" not in path))
    house.remove(next(path for path in house.documents if path.startswith("cache/")))
    house.work_on_tasks()
    house.deliver()
    house.work_on_tasks()
    assert statuses(house)[Status.QUEUED] == 0


def test_a_task_about_a_job_under_way_does_nothing() -> None:
    house = a_house(MemoryTasks())
    ask_all(house)
    (render_id,) = {path.split("/")[1] for path in house.documents if path.startswith("renders/")}
    before = dict(house.documents)
    house.paging.run(PageTask.first(FanOut.FOLLOWERS, render_id, 0, house.clock.time))
    assert house.documents == before


class OneFails(MemoryStore):
    """A database in which the transaction that completes one user's avatar fails once."""

    uid = ""

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        def watched(transaction: DatabaseTransaction) -> Result:
            result = work(transaction)
            if self.uid and any(path.startswith(f"users/{self.uid}/") for path in transaction.written):  # type: ignore[attr-defined]
                self.uid = ""
                raise ConnectionError("no answer")
            return result

        return super().transact(watched)


def test_an_avatar_that_fails_stops_no_other_and_its_page_is_repeated() -> None:
    store = OneFails()
    house = House(store=store, tasks=MemoryTasks(), global_limit=100)
    FOLLOWERS.begin(house)
    (first,) = tasks_of(house).take()
    store.uid = USERS[2]
    with pytest.raises(ConnectionError):
        house.paging.run(first)
    assert FOLLOWERS.left(house) == len(USERS) - 1 - 2
    house.paging.run(first)
    house.work_on_tasks()
    assert FOLLOWERS.left(house) == 0
    house.check()


def test_a_takedown_of_few_avatars_is_complete_with_its_call() -> None:
    house = a_house(MemoryTasks())
    look = house.ask(USERS[0])
    house.deliver()
    house.ask(USERS[1])
    report_first(house)
    assert house.reviewing.decide(look.avatar.recipe.cache_key, Decision.TAKE_DOWN)[1]
    assert not tasks_of(house).names


def test_before_any_task_the_addresses_of_a_taken_down_picture_serve_the_placeholder() -> None:
    house = a_house(MemoryTasks())
    TAKEDOWN.begin(house)
    folder = house.only("reviews/")["picture"]["image_path"].rpartition("/")[0]
    known = [data for path, data in house.pictures.files.items() if path.startswith(folder)]
    assert known == [PLACEHOLDER] * 3
    assert TAKEDOWN.left(house) > 3


def test_a_takedown_clears_the_latest_pictures_of_everybody() -> None:
    house = a_house(MemoryTasks())
    TAKEDOWN.begin(house)
    (look,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    for uid, avatar in house.queries.avatars_showing(f"shared/{look}", 100):
        assert avatar.picture is not None
        chosen = Profile().with_latest(avatar.avatar_id, avatar.picture, house.clock.time)
        house.write(f"users/{uid}", frozen(chosen.to_document()))
    before = len(house.queries.profiles_showing(f"shared/{look}", 100))
    (first,) = tasks_of(house).take()
    house.paging.run(first)
    assert len(house.queries.profiles_showing(f"shared/{look}", 100)) == before - 3, "with the page's avatars"
    house.work_on_tasks()
    assert not house.queries.profiles_showing(f"shared/{look}", 1)


def test_an_erasure_has_a_random_name_for_tasks_and_only_if_there_are_any() -> None:
    without = a_house()
    ERASURE.begin(without)
    assert "task_id" not in without.only("erasures/")

    house = a_house(MemoryTasks())
    ERASURE.begin(house)
    (task,) = tasks_of(house).pending
    assert house.only("erasures/")["task_id"] == task.subject


def test_a_task_of_an_erasure_deletes_one_page() -> None:
    house = a_house(MemoryTasks())
    ERASURE.begin(house)
    while tasks := tasks_of(house).take():
        before = dict(house.documents)
        house.paging.run(tasks[0])
        gone = [path for path in before.keys() - house.documents.keys() if "/attempts/" not in path]
        assert len(gone) <= 3, gone
    assert ERASURE.left(house) == 0


def test_a_task_that_finds_another_worker_at_the_erasure_is_followed_by_one_that_does_not() -> None:
    house = a_house(MemoryTasks())
    ERASURE.begin(house)
    (task,) = tasks_of(house).take()
    held = house.erasing.begin(USERS[0]).claim(
        Lease("another", house.clock.time + timedelta(seconds=20)), house.clock.time
    )
    house.write(f"erasures/{USERS[0]}", held.to_document())
    house.paging.run(task)
    assert ERASURE.left(house)
    house.clock.time += timedelta(seconds=30)
    house.work_on_tasks()
    assert ERASURE.left(house) == 0


@pytest.mark.parametrize("uid", ["anna", USERS[0]])
def test_the_erasure_of_either_account_ends_a_merge(uid: str) -> None:
    house = a_house(MemoryTasks())
    MERGE.begin(house)
    house.erasing.erase(uid, seconds=20)
    assert not [path for path in house.documents if path.startswith("merges/")]
    before = dict(house.documents)
    for task in tasks_of(house).take():
        if task.of is FanOut.MERGE:
            house.paging.run(task)
    assert house.documents == before


def test_a_merge_is_over_once_the_old_account_is_not_anonymous_any_more() -> None:
    house = a_house(MemoryTasks())
    MERGE.begin(house)
    house.people.anonymous.discard("anna")
    left = MERGE.left(house)
    tasks_of(house).take()
    house.clock.time += timedelta(minutes=10)
    house.reaping.run()
    assert not [path for path in house.documents if path.startswith("merges/")]
    assert "erasures/anna" not in house.documents
    assert MERGE.left(house) == left


def test_a_merge_of_yesterday_is_given_up() -> None:
    house = a_house()
    MERGE.begin(house)
    left = MERGE.left(house)
    house.clock.time += timedelta(days=1)
    house.reaping.run()
    assert not [path for path in house.documents if path.startswith("merges/")]
    assert MERGE.left(house) == left


def test_a_merge_waits_for_pictures_that_are_being_made() -> None:
    house = a_house(MemoryTasks())
    MERGE.begin(house)
    house.ask("anna", plan=GUEST, variation=50)
    for _ in range(3):
        for task in tasks_of(house).take():
            house.paging.run(task)
    assert "erasures/anna" not in house.documents, "a picture of the account is still being made"
    house.deliver()
    house.work_on_tasks()
    moved = [path for path in house.documents if path.startswith(f"users/{USERS[0]}/avatars/")]
    assert len(moved) == 11
    house.reaping.run()
    house.work_on_tasks()
    house.check()


def test_while_the_app_calls_again_it_alone_continues_a_merge_and_hears_of_every_avatar() -> None:
    house = a_house(MemoryTasks())
    MERGE.begin(house)
    (early,) = tasks_of(house).take()
    house.reaping.run()
    token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    merged = house.merging.merge(User(USERS[0], FREE), token, personal=True, seconds=0)
    assert not merged.done
    before = dict(house.documents)
    house.paging.run(early)
    assert house.documents == before, "the second call made the task of the first one stale"

    merged = house.merging.merge(User(USERS[0], FREE), token, personal=True, seconds=20)
    assert merged.done
    assert len(merged.moved) == 10

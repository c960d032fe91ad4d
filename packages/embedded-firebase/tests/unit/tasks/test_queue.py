"""A queue of Cloud Tasks without a clock: which task is dispatched when, and what follows its result."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embedded_firebase.functions.task_queues import QueueConfig, RateLimits, RetryConfig
from embedded_firebase.tasks.errors import TaskExists, TaskNotFound
from embedded_firebase.tasks.queue import Outcome, Queue, QueuedTask
from embedded_firebase.tasks.task import Progress, Result, Task
from embedded_firebase.tasks.used_names import RELEASE_SECONDS

NOW = 1_800_000_000.0
OK, FAILED, REFUSED, LATE = Result(200), Result(500), Result(429), Result(None)


def task(identifier: str = "one", schedule_time: float = NOW) -> Task:
    return Task(identifier, "POST", "", {}, b"{}", created=NOW, schedule_time=schedule_time)


def queue(
    *,
    concurrent: int = 1000,
    rate: float = 500.0,
    attempts: int = 3,
    seconds: float = 0.0,
    scale: float = 1.0,
    **retry: float,
) -> Queue:
    config = QueueConfig(
        RateLimits(concurrent, rate),
        RetryConfig(attempts, seconds, **retry),  # type: ignore[arg-type]  # the tests pass whole numbers
    )
    return Queue(config, retry_time_scale=scale)


def started(tasks: Queue, now: float) -> list[str]:
    """Start all that may start; return the identifiers."""
    return [queued.task.identifier for queued in iter(lambda: tasks.take(now), None)]


def fail(tasks: Queue, now: float, result: Result = FAILED) -> tuple[Outcome, QueuedTask]:
    queued = tasks.take(now)
    assert queued is not None
    return tasks.settle(queued, result, now), queued


class TestSchedule:
    def test_a_task_starts_at_once(self) -> None:
        tasks = queue()
        tasks.add(task(), NOW)
        assert tasks.next_time(NOW) == NOW
        assert started(tasks, NOW) == ["one"]

    def test_a_scheduled_task_starts_at_its_time_and_is_not_pending_before(self) -> None:
        tasks = queue()
        tasks.add(task(schedule_time=NOW + 60), NOW)
        assert (tasks.next_time(NOW), tasks.pending(NOW)) == (NOW + 60, 0)
        assert started(tasks, NOW + 59) == []
        assert tasks.pending(NOW + 60) == 1
        assert started(tasks, NOW + 60) == ["one"]

    def test_the_earliest_starts_first(self) -> None:
        tasks = queue()
        for identifier, time in (("late", NOW + 2), ("early", NOW + 1), ("also early", NOW + 1)):
            tasks.add(task(identifier, time), NOW)
        assert started(tasks, NOW + 3) == ["early", "also early", "late"]

    def test_a_task_that_is_held_back_is_pending_but_does_not_start(self) -> None:
        tasks = queue()
        tasks.add(task(), NOW, [5.0])
        assert (started(tasks, NOW), tasks.pending(NOW), tasks.next_time(NOW)) == ([], 1, NOW + 5)
        assert started(tasks, NOW + 5) == ["one"]

    def test_a_task_may_be_delivered_twice(self) -> None:
        tasks = queue()
        tasks.add(task(), NOW, [0.0, 1.0])
        assert started(tasks, NOW + 1) == ["one", "one"]


class TestLimits:
    def test_no_more_run_at_once_than_the_limit(self) -> None:
        tasks = queue(concurrent=2)
        for number in range(3):
            tasks.add(task(str(number)), NOW)
        first, second = tasks.take(NOW), tasks.take(NOW)
        assert first is not None
        assert second is not None
        assert tasks.take(NOW) is None
        assert tasks.next_time(NOW) is None
        assert tasks.pending(NOW) == 3
        tasks.settle(first, OK, NOW)
        assert started(tasks, NOW) == ["2"]

    def test_a_task_that_waits_for_its_retry_takes_no_place(self) -> None:
        tasks = queue(concurrent=1)
        tasks.add(task("fails"), NOW)
        tasks.add(task("other"), NOW)
        fail(tasks, NOW)
        assert started(tasks, NOW) == ["other"]

    @pytest.mark.parametrize("rate", [0.5, 2.0, 500.0])
    def test_the_rate_holds_over_time(self, rate: float) -> None:
        tasks, now, times = queue(rate=rate), NOW, []
        for number in range(int(2 * rate) + 4):
            tasks.add(task(str(number)), NOW)
        while (at := tasks.next_time(now)) is not None:
            now = at
            times += [now - NOW] * len(started(tasks, now))
        burst = max(1, int(rate))
        assert times[:burst] == [0.0] * burst
        assert times[burst:] == pytest.approx([(n + 1) / rate for n in range(len(times) - burst)], abs=1e-3)


class TestRetries:
    def test_a_fault_holds_back_the_first_attempt_only(self) -> None:
        tasks = queue(min_backoff_seconds=10)
        tasks.add(task(), NOW, [5.0])
        fail(tasks, NOW + 5)
        assert tasks.next_time(NOW + 5) == NOW + 15

    def test_the_waits_are_those_of_the_documentation(self) -> None:
        retry = RetryConfig(min_backoff_seconds=10, max_backoff_seconds=300, max_doublings=3)
        assert [retry.backoff(n) for n in range(1, 9)] == [10, 20, 40, 80, 160, 240, 300, 300]

    def test_a_failed_task_waits_and_is_tried_again(self) -> None:
        tasks = queue(min_backoff_seconds=10)
        tasks.add(task(), NOW)
        assert fail(tasks, NOW)[0] is Outcome.RETRY
        assert (tasks.next_time(NOW), tasks.pending(NOW)) == (NOW + 10, 1)
        assert started(tasks, NOW + 9) == []
        assert started(tasks, NOW + 10) == ["one"]

    def test_waits_are_shortened_on_request(self) -> None:
        tasks = queue(min_backoff_seconds=10, scale=0.01)
        tasks.add(task(), NOW)
        fail(tasks, NOW)
        assert tasks.next_time(NOW) == pytest.approx(NOW + 0.1)

    def test_a_task_is_given_up_after_its_attempts(self) -> None:
        tasks, outcomes = queue(attempts=3), []
        tasks.add(task(), NOW)
        while (now := tasks.next_time(NOW)) is not None:
            outcomes.append(fail(tasks, now)[0])
        assert outcomes == [Outcome.RETRY, Outcome.RETRY, Outcome.GIVEN_UP]
        assert list(tasks) == []

    @pytest.mark.parametrize("scale", [1.0, 0.001])
    def test_within_the_retry_time_a_task_is_tried_beyond_its_attempts(self, scale: float) -> None:
        tasks, now, attempts = queue(attempts=1, seconds=65, min_backoff_seconds=10, scale=scale), NOW, 0
        tasks.add(task(), NOW)
        while (at := tasks.next_time(now)) is not None:
            now, attempts = at, attempts + 1
            fail(tasks, now)
        assert attempts == 4  # at 0, 10, 30 and 70 s of the platform's time
        assert now - NOW == pytest.approx(70 * scale)

    def test_without_a_limit_a_task_is_tried_for_ever(self) -> None:
        retry = RetryConfig(max_attempts=-1, max_retry_seconds=10)
        assert not retry.gives_up(10_000, 1e9)

    def test_the_progress_tells_what_the_headers_need(self) -> None:
        tasks = queue(attempts=9, min_backoff_seconds=0)
        tasks.add(task(), NOW)
        for result in (FAILED, REFUSED, LATE):
            fail(tasks, NOW, result)
        (queued,) = tasks
        assert queued.progress == Progress(
            attempts=3, executions=1, first_attempt=NOW, last_status=None, last_reason="DEADLINE_EXCEEDED"
        )


class TestNamesAndDeletion:
    def test_a_name_is_taken_while_its_task_is_there_and_for_an_hour_after(self) -> None:
        tasks = queue()
        tasks.add(task(), NOW)
        with pytest.raises(TaskExists):
            tasks.add(task(), NOW)
        queued = tasks.take(NOW)
        assert queued is not None
        tasks.settle(queued, OK, NOW + 5)
        with pytest.raises(TaskExists):
            tasks.add(task(), NOW + 5 + RELEASE_SECONDS - 1)
        tasks.add(task(), NOW + 5 + RELEASE_SECONDS)

    def test_a_deleted_task_does_not_start_and_its_name_is_taken(self) -> None:
        tasks = queue()
        tasks.add(task(), NOW, [0.0, 1.0])
        tasks.remove("one", NOW)
        assert (started(tasks, NOW + 9), tasks.pending(NOW + 9), tasks.next_time(NOW)) == ([], 0, None)
        with pytest.raises(TaskExists):
            tasks.add(task(), NOW + RELEASE_SECONDS - 1)
        tasks.add(task(), NOW + RELEASE_SECONDS)

    def test_a_task_deleted_while_it_runs_is_pending_until_it_ends_and_is_not_tried_again(self) -> None:
        tasks = queue()
        tasks.add(task(), NOW)
        queued = tasks.take(NOW)
        assert queued is not None
        tasks.remove("one", NOW)
        assert tasks.pending(NOW) == 1
        assert tasks.settle(queued, FAILED, NOW) is Outcome.DELETED
        assert (tasks.pending(NOW), tasks.next_time(NOW)) == (0, None)

    def test_only_a_task_that_is_there_can_be_deleted(self) -> None:
        tasks = queue()
        tasks.add(task(), NOW)
        queued = tasks.take(NOW)
        assert queued is not None
        tasks.settle(queued, OK, NOW)
        for identifier in ("one", "other"):
            with pytest.raises(TaskNotFound):
                tasks.remove(identifier, NOW)

    def test_clearing_frees_the_names_and_an_older_attempt_harms_no_newer_task(self) -> None:
        tasks = queue()
        tasks.add(task(), NOW)
        older = tasks.take(NOW)
        assert older is not None
        tasks.clear()
        tasks.add(task(), NOW)
        assert tasks.settle(older, FAILED, NOW) is Outcome.DELETED
        assert started(tasks, NOW) == ["one"]

    def test_a_restored_task_goes_on_where_it_was(self) -> None:
        tasks = queue(attempts=3)
        tasks.restore(task(), NOW + 7, Progress(attempts=2, first_attempt=NOW), NOW)
        assert (tasks.pending(NOW), tasks.next_time(NOW)) == (1, NOW + 7)
        assert fail(tasks, NOW + 7)[0] is Outcome.GIVEN_UP


STEPS = st.lists(st.tuples(st.sampled_from(["add", "take", "ok", "fail", "remove"]), st.integers(0, 5)))


@settings(max_examples=60)
@given(steps=STEPS, concurrent=st.integers(1, 3), rate=st.sampled_from([0.5, 2.0, 100.0]))
def test_every_task_ends_once_and_no_limit_is_passed(
    steps: list[tuple[str, int]], concurrent: int, rate: float
) -> None:
    tasks, now = queue(concurrent=concurrent, rate=rate, attempts=2), NOW
    names, running, ends = 0, list[QueuedTask](), dict[str, int]()
    removed: set[str] = set()

    def settle(result: Result) -> None:
        queued = running.pop(0)
        if tasks.settle(queued, result, now) in (Outcome.DONE, Outcome.GIVEN_UP):
            ends[queued.task.identifier] = ends.get(queued.task.identifier, 0) + 1

    for step, number in steps:
        now += number / 10
        if step == "add":
            tasks.add(task(str(names), now + number % 3), now)
            names += 1
        elif step == "take" and (queued := tasks.take(now)) is not None:
            running.append(queued)
        elif step in ("ok", "fail") and running:
            settle(OK if step == "ok" else FAILED)
        elif step == "remove" and any(queued.task.identifier == str(number) for queued in tasks):
            tasks.remove(str(number), now)
            removed.add(str(number))
        assert len(running) <= concurrent
    while running or tasks.next_time(now) is not None:
        while running:
            settle(OK)
        now = tasks.next_time(now) or now
        while (queued := tasks.take(now)) is not None:
            running.append(queued)
    assert tasks.pending(now) == 0
    assert set(ends.values()) <= {1}
    assert {str(number) for number in range(names)} == set(ends) | removed

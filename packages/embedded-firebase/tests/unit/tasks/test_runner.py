"""The runner of a queue: tasks are dispatched on the loop, within the limits, until the log has nothing pending."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from embedded_firebase.functions.delivery_log import DeliveryLog
from embedded_firebase.functions.faults import DeliveryFaults
from embedded_firebase.functions.task_queues import QueueConfig, RateLimits, RetryConfig
from embedded_firebase.tasks.queue import Queue, QueuedTask
from embedded_firebase.tasks.runner import QueueRunner
from embedded_firebase.tasks.task import Result, Task

Attempt = Callable[[QueuedTask], Awaitable[Result]]


async def succeed(_: QueuedTask) -> Result:
    await asyncio.sleep(0)
    return Result(200)


def task(identifier: str, delay: float = 0.0) -> Task:
    now = time.time()
    return Task(identifier, "POST", "", {}, b"", created=now, schedule_time=now + delay)


def run(
    *tasks: Task,
    call: Attempt = succeed,
    config: QueueConfig | None = None,
    faults: DeliveryFaults | None = None,
    wait_seconds: float = 0.0,
) -> DeliveryLog:
    """Run the tasks until nothing is pending, and return the log."""

    async def run_all() -> DeliveryLog:
        log = DeliveryLog()
        queue = Queue(config or QueueConfig(), retry_time_scale=1e-4)
        runner = QueueRunner("remind", queue, call, log, faults or DeliveryFaults())
        for one in tasks:
            runner.add(one)
        runner.attach(asyncio.get_running_loop())
        await asyncio.sleep(wait_seconds)
        assert await asyncio.to_thread(log.wait_idle, 10)
        await runner.close()
        return log

    return asyncio.run(run_all())


def test_failed_tasks_are_tried_again_or_given_up_and_recorded() -> None:
    async def fail(queued: QueuedTask) -> Result:
        left = {"twice": 2, "always": 99, "never": 0}[queued.task.identifier]
        return Result(500 if queued.progress.attempts <= left else 204)

    log = run(*(task(name) for name in ("twice", "always", "never")), call=fail)
    finished = {one.event_id: (one.attempts, one.delivered, one.last_error) for one in log.latest()}
    assert finished == {
        "never": (1, True, None),
        "twice": (3, True, "INTERNAL"),
        "always": (3, False, "INTERNAL"),
    }
    summary = log.summary()
    assert (summary.pending, summary.delivered, summary.dropped, summary.failures) == (0, 2, 1, 5)


def test_no_more_run_at_once_than_the_queue_allows() -> None:
    running, most = 0, 0

    async def count(_: QueuedTask) -> Result:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        return Result(200)

    config = QueueConfig(RateLimits(max_concurrent_dispatches=3))
    log = run(*(task(str(number)) for number in range(12)), call=count, config=config)
    assert (most, log.summary().delivered) == (3, 12)


def test_the_rate_is_kept() -> None:
    started = time.monotonic()
    config = QueueConfig(RateLimits(max_dispatches_per_second=50))
    run(*(task(str(number)) for number in range(55)), config=config)
    assert time.monotonic() - started >= 0.09


def test_a_task_for_later_is_not_waited_for_before_its_time() -> None:
    assert run(task("tomorrow", 86400)).summary().delivered == 0
    assert run(task("soon", 0.02), wait_seconds=0.05).summary().delivered == 1


def test_faults_deliver_tasks_twice_late_and_out_of_order_by_the_seed() -> None:
    def order(seed: int) -> list[str]:
        faults = DeliveryFaults(seed=seed, duplicate=0.5, delay_seconds=0.02, reorder=True)
        log = run(*(task(str(number)) for number in range(20)), faults=faults)
        return [delivery.event_id for delivery in log.latest()]

    arrived = order(1)
    assert set(arrived) == {str(number) for number in range(20)}
    assert 20 < len(arrived) < 40
    assert arrived != sorted(arrived, key=int)
    assert sorted(order(1)) == sorted(arrived)
    assert sorted(order(2)) != sorted(arrived)


def test_a_due_task_is_pending_as_soon_as_it_is_added() -> None:
    log = DeliveryLog()
    runner = QueueRunner("remind", Queue(QueueConfig()), succeed, log, DeliveryFaults())
    runner.add(task("now"))
    runner.add(task("tomorrow", 86400))
    assert log.summary().pending == 1
    runner.remove("now")
    assert log.summary().pending == 0


def test_closing_cancels_attempts_and_leaves_nothing_pending() -> None:
    async def run_for_ever(_: QueuedTask) -> Result:
        await asyncio.Event().wait()
        return Result(200)

    async def close() -> int:
        log = DeliveryLog()
        runner = QueueRunner(
            "remind", Queue(QueueConfig(retry=RetryConfig())), run_for_ever, log, DeliveryFaults()
        )
        runner.attach(asyncio.get_running_loop())
        runner.add(task("one"))
        await asyncio.sleep(0.01)
        assert [state.running for state in runner.states()] == [True]
        assert runner.statistics()["runningTasks"] == 1
        await runner.close()
        return log.summary().pending

    assert asyncio.run(close()) == 0

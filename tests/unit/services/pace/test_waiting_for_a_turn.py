"""Wishes beyond the pace of their provider wait, with a place and a time, and start in their turn."""

from dataclasses import replace
from datetime import timedelta

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.erasure import Erasure
from mirror_realm.domain.pace import MOST_WAIT
from mirror_realm.domain.plans import GUEST
from mirror_realm.errors import ProviderUnavailable
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from tests import invariants
from tests.fakes.house import House, a_wish
from tests.fakes.memory_tasks import MemoryTasks


def a_house(*, tasks: MemoryTasks | None = None, pace: int = 4, **options: object) -> House:
    """Return a house of four calls a minute, one in ten seconds, with a queue of tasks."""
    return House(
        images_per_minute=pace,
        global_limit=200,
        budget_micros=100_000_000,
        tasks=MemoryTasks() if tasks is None else tasks,
        **options,  # type: ignore[arg-type]
    )


def live_on(house: House, seconds: float = 0.0) -> list[tuple[str, float]]:
    """Let tasks come in their time until none is left; return the calls, by user and second from now."""
    began, calls = house.clock.time, list[tuple[str, float]]()
    end = began + timedelta(seconds=seconds) if seconds else None
    while True:
        house.work_on_tasks()
        for render_id, number in house.take_attempts():
            uid = house.documents[f"renders/{render_id}"]["uid"]
            calls.append((uid, (house.clock.time - began).total_seconds()))
            house.rendering.run(render_id, number)
        next_at = house.tasks.next_at if house.tasks is not None else None
        if next_at is None or (end is not None and next_at > end):
            return calls
        house.clock.time = next_at


def test_a_wish_within_the_pace_starts_at_once() -> None:
    house = a_house()
    admitted = house.ask()
    assert admitted.avatar.waits is None
    assert len(house.take_attempts()) == 1
    assert not house.tasks or not house.tasks.pending


def test_a_wish_beyond_the_pace_has_a_place_and_a_time() -> None:
    house = a_house()
    house.ask(variation=1)
    seen = [house.ask(uid, variation=2 + n).avatar.waits for n, uid in enumerate(("bo", "cy"))]
    now = house.clock.time
    assert [(one.place, one.expected_at - now) for one in seen if one] == [
        (1, timedelta(seconds=10)),
        (2, timedelta(seconds=25)),
    ]


def test_what_waits_is_started_by_tasks_in_its_time() -> None:
    house = a_house()
    for number in range(6):
        house.ask(f"user-{number}", variation=number)
    calls = live_on(house)
    assert [second for _, second in calls] == [0, 10, 20, 30, 60, 70]
    house.check()


def test_an_avatar_shows_its_queue_only_while_it_waits() -> None:
    house = a_house()
    house.ask(variation=1)
    waiting = house.ask("bo", variation=2)
    assert "queue" in house.documents[f"users/bo/avatars/{waiting.avatar.avatar_id}"]
    live_on(house)
    done = house.avatar(waiting, "bo")
    assert (done.status, done.waits) == (Status.COMPLETED, None)
    assert "queue" not in house.documents[f"users/bo/avatars/{waiting.avatar.avatar_id}"]


def test_a_follower_knows_when_the_picture_it_waits_for_is_expected() -> None:
    house = a_house()
    house.ask(variation=1)
    leader = house.ask("bo", variation=2).avatar.waits
    follower = house.ask("cy", variation=2)
    assert follower.outcome == "follow"
    assert leader is not None
    assert follower.avatar.waits is not None
    assert (follower.avatar.waits.place, follower.avatar.waits.expected_at) == (None, leader.expected_at)
    live_on(house)
    assert house.avatar(follower, "cy").status is Status.COMPLETED


def test_the_first_wish_of_others_comes_before_a_users_second() -> None:
    house = a_house()
    for variation in range(3):
        house.ask("ada", variation=variation)
    house.clock.sleep(5)
    for number, uid in enumerate(("bo", "cy")):
        house.ask(uid, variation=10 + number)
    assert [uid for uid, _ in live_on(house)] == ["ada", "bo", "cy", "ada", "ada"]


def test_guests_and_milestones_come_after_accounts_that_asked_in_the_twenty_minutes_after() -> None:
    house = a_house(pace=1)
    house.ask("first", variation=1)
    house.ask("guest", plan=GUEST, variation=2)
    house.write("users/mia/progress/current", {"active_days": 40})
    house.celebrate("mia")
    house.clock.sleep(30)
    house.ask("bo", variation=4)
    assert [uid for uid, _ in live_on(house)] == ["first", "bo", "guest", "mia"]


def test_none_waits_for_ever_behind_those_who_come_later() -> None:
    """A guest is passed only by wishes made within its handicap, however many come."""
    house = a_house(pace=1)
    house.ask("first", variation=0)
    guest = house.ask("guest", plan=GUEST, variation=1)
    order = list[str]()
    for minute in range(40):
        house.ask(f"user-{minute}", variation=2 + minute)
        order += [uid for uid, _ in live_on(house, seconds=60)]
        if house.avatar(guest, "guest").status is Status.COMPLETED:
            break
        house.clock.time = house.clock.time.replace(second=0) + timedelta(minutes=1)
    passed = order[1 : order.index("guest")]
    assert len(passed) <= 20
    assert house.avatar(guest, "guest").status is Status.COMPLETED


def test_a_new_wish_does_not_pass_those_that_wait_where_a_slot_has_come_free() -> None:
    house = a_house()
    house.ask(variation=1)
    house.ask("bo", variation=2)
    house.clock.sleep(30)
    late = house.ask("cy", variation=3).avatar.waits
    assert late is not None
    assert late.place == 2


def test_once_nothing_waits_a_new_wish_starts_at_once_again() -> None:
    house = a_house()
    house.ask(variation=1)
    house.ask("bo", variation=2)
    live_on(house)
    house.clock.sleep(60)
    assert house.ask("cy", variation=3).avatar.waits is None


def test_a_deadline_counts_from_the_start() -> None:
    house = a_house(pace=1)
    for number in range(30):
        house.ask(f"user-{number}", variation=number)
    live_on(house)
    jobs = [
        data for path, data in house.documents.items() if path.startswith("renders/") and "recipe" in data
    ]
    waited = [job["allowed_at"] - job["created_at"] for job in jobs if "allowed_at" in job]
    assert max(waited) >= timedelta(minutes=28)
    assert {job["state"] for job in jobs} == {"settled"}
    assert {job["deadline_at"] - job["allowed_at"] for job in jobs if "allowed_at" in job} == {
        house.policy.working_time
    }
    invariants.jobs_end_in_time(house.documents, house.policy.job_lifetime)


def test_what_waits_longer_than_a_day_ends_with_a_refund_and_a_fallback() -> None:
    house = a_house(tasks=MemoryTasks(refuses=True))
    house.ask(variation=1)
    waiting = house.ask("bo", variation=2)
    house.clock.time += MOST_WAIT
    house.reaping.run()
    house.deliver()
    ended = house.avatar(waiting, "bo")
    assert (ended.status, ended.degraded) == (Status.COMPLETED, True)
    assert house.documents["users/bo/usage/2026-11-20"]["refunded"] == 1


def test_the_reaper_alone_starts_what_waits_where_there_is_no_queue() -> None:
    alone = House(images_per_minute=4, global_limit=200, budget_micros=100_000_000)
    for number in range(6):
        alone.ask(f"user-{number}", variation=number)
    alone.deliver()
    began = alone.clock.time
    alone.reaping.run()
    assert alone.clock.time - began < REAPER_PERIOD
    assert alone.deliver() == 5
    alone.check()


def test_a_lost_task_is_made_up_for_by_the_next_wish_that_waits() -> None:
    house = a_house()
    house.ask(variation=1)
    house.ask("bo", variation=2)
    assert house.tasks is not None
    house.tasks.pending.pop()
    house.clock.sleep(30)
    house.ask("cy", variation=3)
    assert [uid for uid, _ in live_on(house)] == ["ada", "bo", "cy"]


def test_a_lost_task_is_made_up_for_by_the_reaper() -> None:
    house = a_house()
    for number in range(4):
        house.ask(f"user-{number}", variation=number)
    assert house.tasks is not None
    house.tasks.pending.clear()
    house.clock.time += REAPER_PERIOD
    house.reaping.run()
    live_on(house)
    house.check()


def test_a_task_that_comes_twice_or_late_starts_nothing_twice() -> None:
    house = a_house()
    for number in range(4):
        house.ask(f"user-{number}", variation=number)
    assert house.tasks is not None
    (task,) = house.tasks.pending
    house.clock.time += timedelta(seconds=10)
    for _ in range(3):
        house.paging.run(task)
    assert len(house.take_attempts()) == 2, "the first, and one in ten seconds"
    house.clock.time += timedelta(days=2)
    house.paging.run(task)
    assert house.take_attempts() == []


def test_a_wish_that_is_taken_back_leaves_the_queue_and_takes_no_slot() -> None:
    house = a_house()
    house.ask(variation=1)
    waiting = house.ask("bo", variation=2)
    house.ask("cy", variation=3)
    house.cancelling.cancel("bo", waiting.avatar.avatar_id)
    assert live_on(house) == [("ada", 0), ("cy", 10)]
    assert house.only("users/bo/usage/")["refunded"] == 1
    house.check()


def test_a_deleted_avatar_that_waited_is_gone_with_its_job() -> None:
    house = a_house()
    house.ask(variation=1)
    waiting = house.ask("bo", variation=2)
    house.deleting.delete("bo", waiting.avatar.avatar_id)
    assert [uid for uid, _ in live_on(house)] == ["ada"]
    house.check()


def test_an_erased_user_neither_starts_nor_holds_up_the_others() -> None:
    house = a_house()
    house.ask(variation=1)
    house.ask("bo", variation=2)
    house.ask("cy", variation=3)
    house.erasing.erase("bo", seconds=0)
    assert [uid for uid, _ in live_on(house, seconds=60)] == ["ada", "cy"]
    while not house.documents["erasures/bo"]["done_at"]:
        house.clock.sleep(300)
        house.erasing.erase("bo", seconds=20)
    live_on(house)
    house.check()


def test_behind_a_fence_nothing_starts_and_the_next_one_does() -> None:
    house = a_house()
    house.ask(variation=1)
    house.ask("bo", variation=2)
    house.ask("cy", variation=3)
    house.deliver()
    house.write("erasures/bo", Erasure.begun(house.clock.time).to_document())
    house.clock.sleep(10)
    house.starting.start_due("openai")
    ((started, _),) = house.take_attempts()
    assert house.documents[f"renders/{started}"]["uid"] == "cy"


def test_a_task_that_runs_early_leaves_another_one() -> None:
    """The queue takes each name once, so the next task has a later one."""
    house = a_house()
    house.ask(variation=1)
    house.ask("bo", variation=2)
    assert house.tasks is not None
    (task,) = house.tasks.pending
    house.tasks.pending.clear()
    house.clock.sleep(9)
    house.paging.run(task)
    assert [uid for uid, _ in live_on(house)] == ["ada", "bo"]


def test_a_trilogy_is_reserved_together_and_starts_one_by_one() -> None:
    house = a_house()
    admitted = house.admission.admit_trilogy(a_wish())
    places = [one.avatar.waits.place if one.avatar.waits else None for one in admitted.values()]
    assert places == [None, 1, 2]
    assert [second for _, second in live_on(house)] == [0, 10, 20]


def test_retries_take_slots_too_and_go_before_those_who_wait() -> None:
    house = a_house(retry_after_timeout=True)
    house.provider.script = [ProviderUnavailable("down"), ProviderUnavailable("down")]
    times = list[float]()
    began = house.clock.time
    house.provider.before = lambda _: times.append((house.clock.time - began).total_seconds())
    house.ask(variation=1)
    house.ask("bo", variation=2)
    live_on(house)
    assert times == [0, 10, 20, 30]
    house.check()


def test_a_retry_without_a_slot_in_the_next_minute_ends_the_job() -> None:
    house = a_house(retry_after_timeout=True)
    admitted = house.ask(allow_fallback=False)
    house.provider.script = [ProviderUnavailable("down")]
    taken = house.clock.time + timedelta(minutes=2)
    house.provider.before = lambda _: house.write("maintenance/pace-openai-0", {"slots": [taken]})
    house.deliver()
    failed = house.avatar(admitted)
    assert failed.problem is not None
    assert failed.problem.reason == "provider_rate_limited"
    assert len(house.provider.calls) == 1
    house.check()


def test_without_a_pace_nothing_is_read_or_written_for_it() -> None:
    house = House()
    house.ask()
    assert not [path for path in house.documents if "pace" in path]


def test_a_pace_that_is_switched_off_lets_all_that_wait_start() -> None:
    house = a_house()
    for number in range(5):
        house.ask(f"user-{number}", variation=number)
    after = House(global_limit=200, budget_micros=100_000_000, store=house.store, clock=house.clock)
    after.reaping.run()
    assert len(after.take_attempts()) == 5


def test_a_quote_has_the_expected_time() -> None:
    house = a_house()
    house.ask(variation=1)
    quote = house.admission.quote(a_wish("bo", variation=2))
    assert quote.queue is not None
    assert quote.queue.place == 1
    assert house.admission.quote(a_wish("ada", variation=1)).queue is None


def test_a_claim_before_the_turn_is_refused() -> None:
    """A forged or stale event starts nothing."""
    house = a_house()
    house.ask(variation=1)
    waiting = house.ask("bo", variation=2)
    assert waiting.avatar.render_id is not None
    house.rendering.run(waiting.avatar.render_id, 1)
    assert house.avatar(waiting, "bo").status is Status.QUEUED
    assert house.provider.calls == []


def test_a_task_of_a_provider_that_nobody_knows_or_of_a_far_time_does_no_harm() -> None:
    house = a_house()
    house.ask(variation=1)
    house.ask("bo", variation=2)
    assert house.tasks is not None
    (task,) = house.tasks.pending
    house.paging.run(replace(task, subject="nobody"))
    house.paging.run(replace(task, round=10**12))
    assert len(house.take_attempts()) == 1
    assert house.tasks.next_at is not None
    assert house.tasks.next_at < house.clock.time + timedelta(minutes=2)

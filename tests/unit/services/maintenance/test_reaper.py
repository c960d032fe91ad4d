"""Reaping: whatever died when, every job ends in time, nothing is paid twice, nobody waits for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mirror_realm.domain.avatar import Source, Status
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from mirror_realm.services.maintenance.reaper import Reaped
from mirror_realm.services.ports.providers import ImageRequest
from mirror_realm.services.ports.store import Missing
from mirror_realm.settings import Settings
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    return House()


class Died(BaseException):
    """A worker's sudden death: nothing may catch it."""


def die(_: ImageRequest) -> None:
    raise Died


def die_in_the_provider(house: House) -> None:
    house.provider.before = die
    ((render_id, attempt),) = house.store.take_attempts()
    with pytest.raises(Died):
        house.rendering.run(render_id, attempt)
    house.provider.before = lambda _: None


def pass_time(house: House, minutes: float = 10) -> None:
    house.clock.time += timedelta(minutes=minutes)


def test_an_idle_house_needs_no_reaping(house: House) -> None:
    house.ask()
    house.deliver()
    pass_time(house)
    assert house.reaping.run() == Reaped()


def test_a_job_whose_worker_died_is_taken_up_again_and_its_call_booked_at_its_worst(house: House) -> None:
    admitted = house.ask()
    die_in_the_provider(house)
    assert house.reaping.run() == Reaped(), "its lease still runs"
    pass_time(house)

    assert house.reaping.run() == Reaped(requeued=1)
    assert house.avatar(admitted).status is Status.QUEUED
    house.deliver()

    assert house.avatar(admitted).source is Source.GENERATED
    assert house.only("global_usage/")["spent_micros"] == 60_000 + 13_000
    house.check()


def test_a_job_that_was_never_delivered_is_started_again(house: House) -> None:
    admitted = house.ask()
    house.store.take_attempts()
    pass_time(house)

    assert house.reaping.run() == Reaped(requeued=1)
    house.deliver()
    assert house.avatar(admitted).status is Status.COMPLETED
    house.check()


def test_a_late_delivery_of_a_closed_attempt_does_nothing(house: House) -> None:
    house.ask()
    ((render_id, attempt),) = house.store.take_attempts()
    pass_time(house)
    house.reaping.run()

    house.rendering.run(render_id, attempt)
    assert house.provider.calls == []
    house.deliver()
    assert len(house.provider.calls) == 1
    house.check()


def test_a_job_that_kills_every_worker_ends_refunded_and_the_painting_stands_in(house: House) -> None:
    admitted = house.ask()
    follower = house.ask("bo")
    started = house.clock.time
    for _ in range(3):
        die_in_the_provider(house)
        pass_time(house, 5)
        reaped = house.reaping.run()
    assert reaped == Reaped(ended=1)
    assert house.clock.time - started <= house.policy.max_attempts * (house.policy.lease + REAPER_PERIOD)
    house.deliver()

    for uid, wish in (("ada", admitted), ("bo", follower)):
        avatar = house.avatar(wish, uid)
        assert (avatar.source, avatar.degraded) == (Source.PAINTED, True)
        assert avatar.problem is not None
        assert avatar.problem.reason == "expired"
    assert house.only("global_usage/")["refunded"] == 1
    house.check()


def test_followers_left_behind_by_a_settled_job_are_completed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.ask()
    follower = house.ask("bo")
    monkeypatch.setattr(type(house.followers), "resolve", lambda *_: 0)
    house.deliver()
    monkeypatch.undo()
    assert house.avatar(follower, "bo").status is Status.QUEUED
    pass_time(house)

    assert house.reaping.run() == Reaped(rescued=1)
    assert house.avatar(follower, "bo").source is Source.CACHE
    house.check()


def test_a_follower_of_a_live_job_is_left_waiting(house: House) -> None:
    house.ask()
    house.ask("bo")
    die_in_the_provider(house)
    pass_time(house)
    house.reaping.run()
    assert house.reaping.run() == Reaped()


def test_an_avatar_without_a_job_fails_and_can_be_asked_for_again(house: House) -> None:
    admitted = house.ask()
    for path in [p for p in house.store.documents if p.startswith(("renders/", "cache/"))]:
        del house.store.documents[path]
    house.store.take_attempts()
    pass_time(house)

    assert house.reaping.run().rescued == 1
    assert house.avatar(admitted).status is Status.FAILED
    assert house.ask().outcome == "queue"


def test_a_look_that_nobody_renders_is_released(house: House) -> None:
    house.ask()
    house.deliver()
    (path,) = [p for p in house.store.documents if p.startswith("cache/")]
    house.store.documents[path] |= {"state": "rendering", "rendering_since": house.clock.time}
    pass_time(house)

    assert house.reaping.run() == Reaped(released=1)
    assert path not in house.store.documents


def test_a_job_that_cannot_be_ended_keeps_no_other_waiting(house: House) -> None:
    house.ask("ada", variation=1)
    ((broken, _),) = house.take_attempts()
    house.clock.time += timedelta(seconds=1)
    house.ask("bo", variation=2)
    house.take_attempts()
    job = house.documents[f"renders/{broken}"]
    house.write(f"renders/{broken}", job | {"reservation": job["reservation"] | {"day": "2001-01-01"}})
    pass_time(house, 60)

    with pytest.raises(Missing, match="usage/2001-01-01"):
        house.reaping.run()
    states = {
        path: job["state"]
        for path, job in house.documents.items()
        if path.startswith("renders/") and "state" in job
    }
    assert sorted(states.values()) == ["failed", "queued", "queued"], (
        "Bo's is refunded, and his painting begun"
    )


def test_two_reapers_are_harmless(house: House) -> None:
    house.ask()
    die_in_the_provider(house)
    pass_time(house)
    due = house.queries.due_jobs(house.clock.time, 9)
    assert house.reaping.run().requeued == 1
    assert [house.reaping.take_up(job) for job in due] == [None], "the second found it taken up"


def test_a_worker_that_thaws_after_takeover_pays_nothing_more_and_changes_nothing(house: House) -> None:
    house.ask()

    def freeze(_: ImageRequest) -> None:
        house.provider.before = lambda _: None
        pass_time(house)
        house.reaping.run()
        house.deliver()

    house.provider.before = freeze
    house.deliver()

    assert len(house.provider.calls) == 2, "the frozen worker's and its successor's"
    assert house.only("global_usage/")["settled"] == 1
    house.sweeping.run()
    pass_time(house, 60 * 25)
    house.sweeping.run()
    house.check()


class PaintersHouse(House):
    """The painter is the chosen provider."""

    @property
    def settings(self) -> Settings:
        return replace(super().settings, image_provider="painter")


@pytest.mark.parametrize(("kind", "limit"), [(House, 0), (PaintersHouse, 3)], ids=["fallback", "chosen"])
def test_after_a_pause_longer_than_a_jobs_life_what_the_painter_was_to_make_is_painted(
    kind: type[House], limit: int
) -> None:
    house = kind(user_limit=limit)
    first, follower = house.ask(), house.ask("bo")
    house.take_attempts()  # everything stops before they are delivered
    house.clock.sleep(7 * 24 * 3600)
    for _ in range(3):
        house.reaping.run()
        house.deliver()
        house.clock.sleep(300)

    for admitted, uid in ((first, "ada"), (follower, "bo")):
        avatar = house.avatar(admitted, uid)
        assert (avatar.status, avatar.picture is not None) == (Status.COMPLETED, True)
    house.check()


def test_a_painting_that_was_tried_as_often_as_may_be_is_not_started_anew() -> None:
    house = House(user_limit=0)
    admitted = house.ask()
    for _ in range(4):
        house.take_attempts()
        house.clock.sleep(300)
        house.reaping.run()

    assert house.avatar(admitted).status is Status.FAILED
    house.check()

"""Pushes: what a user who registered a device is sent, when, and what never depends on it."""

from datetime import timedelta

import pytest

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.narrative.push_lines import READY, UNREADY
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.wish import User
from mirror_realm.errors import ContentRejected
from mirror_realm.services.ports.push import Delivery, Push, PushFailed
from tests.fakes.captured import capturing
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    house = House()
    house.devices.register("ada", "phone")
    return house


def rejected() -> list[Exception]:
    return [ContentRejected("no"), ContentRejected("no")]


def test_a_finished_picture_is_announced_once_to_each_device(house: House) -> None:
    house.devices.register("ada", "tablet")
    made = house.ask().avatar.avatar_id
    assert house.push.sent == []
    house.deliver()
    assert sorted(house.push.shown) == [("phone", made, "completed"), ("tablet", made, "completed")]
    assert "push" not in house.documents[f"users/ada/avatars/{made}"], "it waits no more"
    assert {push.text for _, push in house.push.sent} == {READY}
    house.reaping.run()
    for render_id in [
        path.split("/")[1] for path in house.documents if path.count("/") == 3 and "attempts" in path
    ]:
        house.rendering.run(render_id, 1)
    assert len(house.push.sent) == 2


def test_a_user_without_a_device_is_sent_nothing_and_nothing_is_marked() -> None:
    house = House()
    house.ask()
    assert "push" not in house.only("users/ada/avatars/")
    house.deliver()
    assert house.push.sent == []


def test_a_wish_that_was_queued_before_its_user_had_a_device_is_not_announced() -> None:
    house = House()
    house.ask()
    house.devices.register("ada", "phone")
    house.deliver()
    assert house.push.sent == []


def test_a_hit_is_not_announced(house: House) -> None:
    house.ask("bo")
    house.deliver()
    assert house.ask().outcome == "hit"
    assert house.ask().outcome == "own"
    assert "push" not in house.only("users/ada/avatars/")
    house.deliver()
    assert house.push.sent == []


def test_a_follower_is_announced_and_its_leader_without_a_device_is_not(house: House) -> None:
    house.ask("bo")
    followed = house.ask()
    assert followed.outcome == "follow"
    house.deliver()
    assert house.push.shown == [("phone", followed.avatar.avatar_id, "completed")]


def test_a_fallback_that_ends_the_wait_is_announced(house: House) -> None:
    house.provider.script = list(rejected())
    made = house.ask()
    house.deliver()
    assert house.avatar(made).degraded
    assert house.push.shown == [("phone", made.avatar.avatar_id, "completed")]
    assert house.push.sent[0][1].text == READY


def test_a_picture_that_could_not_be_made_is_announced_as_such(house: House) -> None:
    house.provider.script = list(rejected())
    made = house.ask(allow_fallback=False)
    house.deliver()
    assert house.avatar(made).status is Status.FAILED
    assert house.push.shown == [("phone", made.avatar.avatar_id, "failed")]
    assert house.push.sent[0][1].text == UNREADY


def test_the_old_picture_again_is_not_announced_as_a_new_one(house: House) -> None:
    house = House(global_limit=1)
    house.devices.register("ada", "phone")
    house.ask("bo", variation=1)
    house.deliver()
    made = house.ask()
    house.deliver()
    assert house.avatar(made).degraded
    assert house.push.sent == []  # painted at once, at the limit: nothing was waited for
    house.clock.sleep(timedelta(days=1).total_seconds())
    house.provider.script = list(rejected())
    assert house.ask(allow_fallback=False).outcome == "queue"
    house.deliver()
    assert house.push.shown == [("phone", made.avatar.avatar_id, "completed")]
    assert house.push.sent[0][1].text == UNREADY


def test_a_cancelled_wish_is_not_announced(house: House) -> None:
    made = house.ask().avatar.avatar_id
    house.cancelling.cancel("ada", made)
    house.deliver()
    assert house.push.sent == []
    assert "push" not in house.documents[f"users/ada/avatars/{made}"]


def test_followers_of_a_cancelled_wish_are_announced_once_they_have_a_fallback(house: House) -> None:
    made = house.ask("bo").avatar.avatar_id
    followed = house.ask().avatar.avatar_id
    house.cancelling.cancel("bo", made)
    house.deliver()
    assert house.push.shown == [("phone", followed, "completed")]


def test_a_dead_workers_picture_is_announced_by_the_code_that_ends_its_job(house: House) -> None:
    made = house.ask().avatar.avatar_id
    house.take_attempts()
    house.clock.sleep(3600)
    house.reaping.run()
    assert house.documents[f"users/ada/avatars/{made}"]["status"] == "queued", "its fallback is painted"
    assert house.push.sent == []
    house.deliver()
    assert house.push.shown == [("phone", made, "completed")]
    house.check()


def test_a_picture_whose_job_is_gone_is_announced_as_failed(house: House) -> None:
    made = house.ask().avatar.avatar_id
    render_id = house.documents[f"users/ada/avatars/{made}"]["render_id"]
    house.remove(f"renders/{render_id}")
    house.clock.sleep(3600)
    house.reaping.run()
    assert house.push.shown == [("phone", made, "failed")]


def test_a_milestone_and_a_wish_document_are_announced_like_a_call(house: House) -> None:
    house.write("users/ada/progress/current", Progress(active_days=40).to_document())
    house.milestones.progressed(User("ada", FREE))
    house.deliver()
    assert len(house.push.sent) == 1


@pytest.mark.parametrize("fault", [PushFailed("answered_503"), RuntimeError("a bug")])
def test_a_push_that_fails_leaves_the_picture_as_it_is(house: House, fault: Exception) -> None:
    house.push.fault = fault
    made = house.ask()
    house.deliver()
    assert house.avatar(made).shown
    assert len(house.push.sent) == 1
    house.push.fault = None
    house.reaping.run()
    assert len(house.push.sent) == 1, "it is not sent again"
    house.check()


def test_once_the_service_fails_the_rest_of_a_pass_is_not_tried(house: House) -> None:
    house.devices.register("cy", "other phone")
    house.ask("bo")
    house.ask("ada")
    house.ask("cy")
    house.push.fault = PushFailed("timeout")
    house.deliver()
    assert len(house.push.sent) == 1


def test_a_device_that_is_gone_is_forgotten(house: House) -> None:
    house.devices.register("ada", "tablet")
    house.push.gone = {"phone"}
    house.ask()
    house.deliver()
    assert [device.token for device in house.queries.push_devices_of("ada", 9)] == ["tablet"]
    assert len(house.documents["users/ada"]["push_devices"]) == 1
    house.check()


def test_a_device_that_is_refused_stays_and_the_others_are_reached(house: House) -> None:
    house.devices.register("ada", "tablet")
    house.push.refused = {"phone", "tablet"}
    house.ask()
    house.deliver()
    assert len(house.push.sent) == 2
    assert len(house.queries.push_devices_of("ada", 9)) == 2


def test_a_deployment_without_pushes_sends_none() -> None:
    house = House(pushes_on=False)
    house.devices.register("ada", "phone")
    house.ask()
    house.deliver()
    assert house.push.sent == []


def test_a_device_that_another_user_took_over_gets_no_push_of_the_first(house: House) -> None:
    made = house.ask().avatar.avatar_id
    house.devices.register("bo", "phone")
    house.deliver()
    assert house.push.sent == []
    assert house.documents[f"users/ada/avatars/{made}"]["status"] == "completed"
    house.check()


def test_a_push_says_nothing_of_the_user(house: House) -> None:
    progress = Progress(40, "wrote the first program", None, ("curious",), 1)
    house.ask(progress=progress)
    house.deliver()
    ((_, push),) = house.push.sent
    assert push.text == READY
    assert "ada" not in repr(push)
    assert "program" not in repr(push)


def test_an_erased_user_is_sent_nothing(house: House) -> None:
    house.ask()
    house.erasing.erase("ada", 0.0)
    house.deliver()
    assert house.push.sent == []


def test_all_pushes_of_a_pass_have_a_bounded_time(house: House) -> None:
    for uid in ("bo", "cy"):
        house.devices.register(uid, f"{uid}'s phone")
    house.ask("di")
    for uid in ("ada", "bo", "cy"):
        house.ask(uid)
    send = house.push.send

    def slow(token: str, push: Push, timeout_seconds: float) -> Delivery:
        house.clock.sleep(11)
        return send(token, push, timeout_seconds)

    house.push.send = slow  # type: ignore[method-assign]
    with capturing() as said:
        house.deliver()
    assert len(house.push.sent) == 2
    told = [one for one in said if one["event"].startswith("push")]
    assert [(one["event"], one.get("reason"), one.get("dropped"), one.get("sent")) for one in told] == [
        ("pushes_dropped", "no_time", 1, None),
        ("pushes_sent", None, None, 2),
    ]
    house.check()

"""A queued provider's prediction: ordered once, its handle stored, collected by any worker, closed after its job."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Source, Status
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import (
    ContentRejected,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
)
from mirror_realm.services.ports.providers import CallName, ImageRequest, ProviderImage
from tests.crash.line import WorkerDied
from tests.fakes.house import House

WORST, COST = 60_000, 13_000


@pytest.fixture
def house() -> House:
    return House(image_provider="replicate")


def the_call(house: House) -> dict[str, Any]:
    (job,) = jobs(house)
    (call,) = job["calls"]
    return dict(call)


def jobs(house: House) -> list[dict[str, Any]]:
    return [
        d
        for p, d in house.documents.items()
        if p.startswith("renders/") and p.count("/") == 1 and d["reservation"]
    ]


def dies_after_ordering(house: House) -> None:
    """Let the worker die once its order has reached the provider, before it knows the handle."""

    def die(*_: object) -> None:
        house.queue.told = lambda *_: None
        raise WorkerDied

    house.queue.told = die
    with pytest.raises(WorkerDied):
        house.deliver()
    house.queue.told = lambda *_: None


def pass_on(house: House, minutes: float = 5) -> None:
    """Let time pass, the reaper run, and deliver what it brings."""
    house.clock.time += timedelta(minutes=minutes)
    house.reaping.run()
    house.deliver()


def test_an_order_is_authorised_stored_collected_and_settled(house: House) -> None:
    admitted = house.ask()
    house.deliver()

    assert house.avatar(admitted).source is Source.GENERATED
    call = the_call(house)
    assert (call["handle"], call["spent_micros"]) == ("prediction-0", COST)
    assert house.only("global_usage/")["spent_micros"] == COST
    house.check()


def test_the_handle_is_stored_before_the_prediction_is_collected(house: House) -> None:
    seen: list[object] = []
    collect = house.queue.collect

    def see(handle: str, until: datetime) -> ProviderImage | None:
        seen.append(the_call(house)["handle"])
        return collect(handle, until)

    house.queue.collect = see  # type: ignore[method-assign]
    house.ask()
    house.deliver()

    assert seen == ["prediction-0"]


def test_only_jobs_of_queued_providers_are_of_the_newer_schema(house: House) -> None:
    house.ask()
    (queued,) = jobs(house)
    other = House()
    other.ask()
    other.deliver()
    (plain,) = jobs(other)

    assert (queued["schema_version"], plain["schema_version"]) == (2, 1)
    assert {"key", "handle", "closes_at"}.isdisjoint(plain["calls"][0])


def test_a_slow_prediction_is_left_to_the_next_attempt_which_orders_nothing(house: House) -> None:
    house.queue.reachable = False
    admitted = house.ask()
    house.deliver()
    assert house.avatar(admitted).status is Status.GENERATING
    assert house.only("global_usage/")["held_micros"] == WORST

    house.queue.reachable = True
    pass_on(house)
    assert house.avatar(admitted).source is Source.GENERATED
    assert len(house.queue.predictions) == 1
    house.check()


def test_a_lost_answer_is_found_in_the_listing(house: House) -> None:
    admitted = house.ask()
    dies_after_ordering(house)
    assert "handle" not in the_call(house)

    pass_on(house)
    assert house.avatar(admitted).source is Source.GENERATED
    assert len(house.queue.predictions) == 1
    house.check()


def test_a_lost_answer_comes_by_the_webhook(house: House) -> None:
    house.queue.lists = False
    house.ask()
    dies_after_ordering(house)
    ((handle, one),) = house.queue.predictions.items()
    house.predictions.announced(one.call, handle)
    assert the_call(house)["handle"] == handle

    pass_on(house)
    assert len(house.queue.predictions) == 1
    assert the_call(house)["spent_micros"] == COST
    house.check()


def test_an_answer_that_stays_lost_ends_the_job_at_its_worst_case_and_refunds_it(house: House) -> None:
    house.queue.lists = False
    admitted = house.ask(allow_fallback=False)
    dies_after_ordering(house)
    for _ in range(3):
        pass_on(house)

    avatar = house.avatar(admitted)
    assert avatar.problem is not None
    assert (avatar.status, avatar.problem.reason) == (Status.FAILED, "provider_timeout")
    assert house.only("global_usage/")["spent_micros"] == WORST
    assert house.only("users/ada/usage/")["refunded"] == 1
    assert len(house.queue.predictions) == 1
    house.check()


def test_the_worker_itself_finds_what_it_has_lost(house: House) -> None:
    """The answer is lost, not the worker: it looks for its prediction at once."""
    start = house.queue.start

    def lose(request: ImageRequest, call: CallName) -> str:
        start(request, call)
        raise ProviderUnavailable("cut", cost_micros=None)

    house.queue.start = lose  # type: ignore[method-assign]
    admitted = house.ask()
    assert house.deliver() == 1
    assert house.avatar(admitted).source is Source.GENERATED
    assert len(house.queue.predictions) == 1
    house.check()


def test_a_face_is_never_looked_for_in_the_listing(house: House) -> None:
    """The fake asserts that no references are looked for, and the job waits until the prediction is over."""
    house.consenting.give("ada", "2026-11")
    house.photos.upload("uploads/ada/me.jpg")
    house.ask(photo="uploads/ada/me.jpg", character=None, allow_fallback=False)
    house.queue.find = lambda *_: pytest.fail("it was looked for")  # type: ignore[method-assign]
    dies_after_ordering(house)
    for _ in range(3):
        pass_on(house)

    assert len(house.queue.predictions) == 1
    house.check()


@pytest.mark.parametrize("refusal", [ProviderRateLimited("slow down"), ProviderUnavailable("refused")])
def test_a_refused_order_is_made_anew_as_a_call_of_its_own_at_most_twice(
    house: House, refusal: Exception
) -> None:
    house.queue.refusals = [refusal] * 2
    admitted = house.ask()
    house.deliver()
    assert house.avatar(admitted).source is Source.GENERATED
    (job,) = jobs(house)
    assert [call["spent_micros"] for call in job["calls"]] == [0, 0, COST]
    house.check()

    house = House(image_provider="replicate", max_calls=9)
    house.queue.refusals = [refusal] * 9
    house.ask()
    house.deliver()
    assert len(house.queue.refusals) == 6
    assert house.queue.predictions == {}
    house.check()


def test_a_wrong_key_is_said_at_the_first_order_and_not_tried_again(house: House) -> None:
    house.queue.refusals = [Misconfigured("the key")] * 2
    admitted = house.ask(allow_fallback=False)
    house.deliver()

    avatar = house.avatar(admitted)
    assert avatar.problem is not None
    assert avatar.problem.reason == "misconfigured"
    assert len(house.queue.refusals) == 1
    house.check()


@pytest.mark.parametrize(
    ("ending", "reason", "spent"),
    [
        (ContentRejected("E005", cost_micros=None), "content_rejected", WORST),
        (ProviderTimeout("canceled", cost_micros=None), "provider_timeout", WORST),
        (ProviderUnavailable("aborted", cost_micros=0), "provider_unavailable", 0),
    ],
)
def test_an_ending_without_a_picture_is_booked_and_orders_nothing_more(
    house: House, ending: Exception, reason: str, spent: int
) -> None:
    house.queue.script = [ending]
    admitted = house.ask(allow_fallback=False)
    house.deliver()

    avatar = house.avatar(admitted)
    assert avatar.problem is not None
    assert avatar.problem.reason == reason
    assert house.only("global_usage/")["spent_micros"] == spent
    assert len(house.queue.predictions) == 1
    house.check()


def left_running(house: House) -> None:
    """Order a prediction that outlasts its worker and its time; the job is queued anew with its open call."""
    house.queue.reachable = False
    house.ask(allow_fallback=False)
    house.deliver()
    house.queue.predictions["prediction-0"].ends_at += timedelta(hours=1)
    house.queue.reachable = True
    house.clock.time += timedelta(minutes=1)
    house.reaping.run()


def test_cancelling_keeps_the_open_call_until_its_prediction_is_cancelled(house: House) -> None:
    left_running(house)
    house.queue.reachable = False
    (path,) = [path for path in house.documents if path.startswith("users/ada/avatars/")]
    house.cancelling.cancel("ada", path.rpartition("/")[2])
    assert (the_call(house)["spent_micros"], the_call(house)["handle"]) == (None, "prediction-0")
    assert house.only("global_usage/")["held_micros"] == WORST

    house.queue.reachable = True
    house.reaping.run()
    assert house.queue.predictions["prediction-0"].cancelled
    assert the_call(house)["spent_micros"] == WORST
    house.take_attempts()
    house.check()


def test_a_prediction_that_can_not_be_cancelled_is_booked_once_it_is_surely_over(house: House) -> None:
    left_running(house)
    house.queue.reachable = False
    (path,) = [path for path in house.documents if path.startswith("users/ada/avatars/")]
    house.cancelling.cancel("ada", path.rpartition("/")[2])
    house.clock.time += timedelta(minutes=5)
    house.reaping.run()
    house.reaping.run()

    assert the_call(house)["spent_micros"] == WORST
    booked = [d for p, d in house.documents.items() if "-booked-" in p]
    assert [entry["cost_micros"] for entry in booked] == [WORST]


def test_an_erasure_deletes_the_job_only_after_its_call_is_closed(house: House) -> None:
    left_running(house)
    house.queue.reachable = False
    house.erasing.erase("ada", seconds=20)
    assert jobs(house), "the job was deleted, and its prediction forgotten"

    house.queue.reachable = True
    for _ in range(3):
        house.clock.time += timedelta(minutes=5)
        house.reaping.run()
    assert jobs(house) == []
    assert house.queue.predictions["prediction-0"].cancelled
    house.take_attempts()
    house.check()


def test_a_worker_that_lost_its_lease_cancels_nothing(house: House) -> None:
    house.queue.cancel = lambda _: pytest.fail("it was cancelled")  # type: ignore[method-assign, assignment]
    collect = house.queue.collect

    def frozen(handle: str, until: datetime) -> ProviderImage | None:
        house.queue.collect = collect  # type: ignore[method-assign]
        pass_on(house, 10)
        return collect(handle, house.clock.time)

    house.queue.collect = frozen  # type: ignore[method-assign]
    admitted = house.ask()
    house.deliver()

    assert house.avatar(admitted).source is Source.GENERATED
    assert len(house.queue.predictions) == 1
    house.check(quiet=False)


def test_a_worker_that_was_held_up_before_its_order_authorises_another(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it authorised is booked at nothing, because it knows that it ordered nothing."""
    claim, held_up = house.leasing.claim, iter([60.0])

    def slowly(_: object, *given: Any) -> RenderJob | None:
        job: RenderJob | None = claim(*given)
        house.clock.sleep(next(held_up, 0.0))
        return job

    monkeypatch.setattr(type(house.leasing), "claim", slowly)
    admitted = house.ask()
    house.deliver()

    assert house.avatar(admitted).source is Source.GENERATED
    (job,) = jobs(house)
    assert [call["spent_micros"] for call in job["calls"]] == [0, COST]
    ((_, one),) = house.queue.predictions.items()
    assert one.call.number == 1
    house.check()


def test_an_order_of_a_provider_that_is_no_longer_configured_waits_until_it_is_surely_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.queue.reachable = False
    admitted = house.ask(allow_fallback=False)
    house.deliver()

    def gone(*_: object) -> None:
        raise Misconfigured("replicate, which makes this picture, is no longer configured")

    monkeypatch.setattr(type(house.renderers), "for_recipe", gone)
    for _ in range(3):
        pass_on(house)

    avatar = house.avatar(admitted)
    assert avatar.problem is not None
    assert avatar.problem.reason == "provider_timeout"
    assert house.only("global_usage/")["spent_micros"] == WORST
    house.check(answered=False)


class TestTheWebhook:
    @pytest.fixture
    def lost(self, house: House) -> tuple[CallName, str]:
        """Return the name and the handle of an order whose answer was lost."""
        house.queue.lists = False
        house.ask()
        dies_after_ordering(house)
        ((handle, one),) = house.queue.predictions.items()
        return one.call, handle

    def test_a_wrong_key_writes_nothing(self, house: House, lost: tuple[CallName, str]) -> None:
        name, handle = lost
        before = dict(house.documents)
        house.predictions.announced(CallName(name.render_id, name.number, "guessed"), handle)
        house.predictions.announced(CallName("unknown", 0, name.key), handle)
        house.predictions.announced(CallName(name.render_id, 7, name.key), handle)
        assert house.documents == before

    def test_another_prediction_of_a_call_leaves_the_first(
        self, house: House, lost: tuple[CallName, str]
    ) -> None:
        name, handle = lost
        house.predictions.announced(name, handle)
        before = dict(house.documents)
        house.predictions.announced(name, "another")
        house.predictions.announced(name, handle)
        assert house.documents == before
        assert house.take_attempts() == []

    def test_an_ended_job_is_left_as_it_is(self, house: House, lost: tuple[CallName, str]) -> None:
        name, handle = lost
        for _ in range(4):
            pass_on(house)
        before = dict(house.documents)
        house.predictions.announced(name, handle)
        assert house.documents == before

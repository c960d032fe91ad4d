"""Rendering: every way an attempt can go, what it costs, and who ends up with what."""

from datetime import timedelta

import pytest

from mirror_realm.domain.avatar import Source, Status
from mirror_realm.domain.quality import Fault, Quality
from mirror_realm.errors import (
    BadOutput,
    ContentRejected,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
)
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.ports.providers import ProviderImage
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    return House()


def test_a_fault_of_the_moment_is_retried_and_every_calls_money_is_counted() -> None:
    house = House(retry_after_timeout=True)
    house.provider.script = [ProviderUnavailable("down"), ProviderTimeout("slow", cost_micros=None)]
    admitted = house.ask()
    house.deliver()

    assert len(house.provider.calls) == 3
    assert house.avatar(admitted).cost_micros == 0 + 60_000 + 13_000
    assert house.only("global_usage/")["spent_micros"] == 73_000
    house.check()


def test_a_provider_that_stays_down_gives_the_allowance_back_and_the_painting_stands_in(house: House) -> None:
    house.provider.script = [ProviderUnavailable("down")] * 3
    admitted = house.ask()
    house.deliver()

    avatar = house.avatar(admitted)
    assert (avatar.status, avatar.source, avatar.degraded) == (Status.COMPLETED, Source.PAINTED, True)
    assert avatar.problem is not None
    assert avatar.problem.reason == "provider_unavailable"
    assert house.only("global_usage/")["refunded"] == 1
    assert house.only("users/ada/usage/")["refunded"] == 1
    house.check()


def test_without_fallback_a_failed_render_is_failed_with_its_reason(house: House) -> None:
    house.provider.script = [ProviderUnavailable("down")] * 3
    admitted = house.ask(allow_fallback=False)
    house.deliver()

    avatar = house.avatar(admitted)
    assert avatar.status is Status.FAILED
    assert avatar.problem is not None
    assert (avatar.problem.reason, avatar.problem.retryable) == ("provider_unavailable", True)
    assert house.painter.calls == []
    house.check()


def test_a_failed_look_asked_for_again_makes_a_new_job(house: House) -> None:
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask(allow_fallback=False)
    house.deliver()

    again = house.ask(allow_fallback=False)
    house.deliver()

    assert again.outcome == "queue"
    assert house.avatar(again).status is Status.COMPLETED
    house.check()


def test_followers_of_a_failed_job_get_the_ladder_too_and_are_never_charged(house: House) -> None:
    house.provider.script = [ProviderUnavailable("down")] * 3
    first = house.ask()
    second = house.ask("bo")
    declined = house.ask("cy", allow_fallback=False)
    house.deliver()

    assert house.avatar(first).source is Source.PAINTED
    assert house.avatar(second, "bo").source is Source.PAINTED
    assert house.avatar(declined, "cy").status is Status.FAILED
    assert len(house.painter.calls) == 1
    assert house.only("global_usage/")["reserved"] == 1
    house.check()


def test_a_refused_output_is_retried_once_with_milder_words(house: House) -> None:
    house.provider.script = [ContentRejected("policy")]
    house.ask()
    house.deliver()

    first, second = house.provider.calls
    assert first.prompt != second.prompt
    house.check()


def test_content_refused_twice_is_not_tried_again(house: House) -> None:
    house.provider.script = [ContentRejected("policy"), ContentRejected("policy")]
    admitted = house.ask()
    house.deliver()

    assert len(house.provider.calls) == 2
    problem = house.avatar(admitted).problem
    assert problem is not None
    assert problem.reason == "content_rejected"
    house.check()


def test_what_only_the_operator_can_mend_is_not_retried_and_refunded(house: House) -> None:
    house.provider.script = [Misconfigured("no quota left")]
    house.ask()
    house.deliver()

    assert len(house.provider.calls) == 1
    assert house.only("global_usage/")["refunded"] == 1
    house.check()


def test_a_picture_that_is_none_was_paid_for_all_the_same(house: House) -> None:
    house.codec.script = iter([BadOutput("blank"), BadOutput("blank"), BadOutput("blank")])
    house.ask(allow_fallback=False)
    house.deliver()

    assert house.only("global_usage/")["spent_micros"] == 3 * 13_000
    assert house.only("global_usage/")["refunded"] == 1
    house.check()


def test_retry_after_is_honoured(house: House) -> None:
    house.provider.script = [ProviderRateLimited("wait", retry_after=33.0)]
    before = house.clock.time
    house.ask()
    house.deliver()

    assert house.clock.time - before >= timedelta(seconds=33)
    assert len(house.provider.calls) == 2


def test_a_pause_longer_than_the_lease_is_not_waited_for(house: House) -> None:
    house.provider.script = [ProviderRateLimited("wait", retry_after=3600.0)]
    house.ask()
    before = house.clock.time
    house.deliver()

    assert house.clock.time - before < timedelta(minutes=1)
    house.check()


def test_a_budget_gone_while_the_job_was_queued_ends_it_before_any_call() -> None:
    house = House(budget_micros=60_000)
    first, second = house.ask("a", variation=1), house.ask("b", variation=2)
    house.provider.cost = 60_000
    house.deliver()

    assert len(house.provider.calls) == 1
    assert house.avatar(first, "a").source is Source.GENERATED
    problem = house.avatar(second, "b").problem
    assert problem is not None
    assert problem.reason == "budget_exhausted"
    house.check()


def test_a_delivery_that_comes_twice_renders_once(house: House) -> None:
    house.ask()
    ((render_id, attempt),) = house.store.take_attempts()
    house.rendering.run(render_id, attempt)
    house.rendering.run(render_id, attempt)

    assert len(house.provider.calls) == 1
    house.check()


def test_a_worker_frozen_past_its_lease_settles_if_no_other_has_its_job(house: House) -> None:
    house.provider.before = lambda _: house.clock.sleep(3600)
    admitted = house.ask()
    house.deliver()

    assert house.avatar(admitted).status is Status.COMPLETED
    assert house.only("global_usage/")["spent_micros"] == 13_000
    house.check()


def test_a_free_job_takes_no_allowance(house: House) -> None:
    house = House(user_limit=0)
    house.ask()
    house.deliver()

    assert not any(
        path.startswith(("ledger/", "global_usage/")) and d.get("reserved")
        for path, d in house.store.documents.items()
    )
    house.check()


def test_a_painting_that_fails_leaves_a_failed_avatar_and_no_loop(house: House) -> None:
    house = House(user_limit=0)
    house.painter.script = [BadOutput("blank")] * 9
    admitted = house.ask()
    assert house.deliver() == 1

    assert house.avatar(admitted).status is Status.FAILED
    house.check()


POOR = Quality(0.2, (Fault.BLURRED,))
BETTER, WORSE = Quality(0.4, (Fault.NOISY,)), Quality(0.1, (Fault.EMPTY,))


def images(*names: bytes) -> list[ProviderImage | Exception]:
    return [ProviderImage(name, 13_000) for name in names]


def shown(house: House, admitted: Admitted) -> tuple[bytes, Quality | None]:
    """Return the file and the quality of what the avatar shows."""
    picture = house.avatar(admitted).picture
    assert picture is not None
    return house.pictures.files[picture.image_path], picture.quality


def test_how_good_a_picture_is_stands_in_its_avatar_and_in_that_of_everybody_who_shares_it(
    house: House,
) -> None:
    house.judge.script = [Quality(0.8)]
    house.ask()
    house.deliver()
    hit = house.ask("bo")

    assert house.only("users/ada/avatars/")["quality"] == {"score": 0.8, "reasons": []}
    assert hit.avatar.to_document()["quality"] == {"score": 0.8, "reasons": []}


def test_a_poor_picture_is_tried_once_more_and_the_better_one_kept_with_both_calls_paid(house: House) -> None:
    house.provider.script = images(b"first", b"second")
    house.judge.script = [POOR, Quality(0.9)]
    admitted = house.ask()
    house.deliver()

    assert shown(house, admitted) == (b"second", Quality(0.9))
    assert house.avatar(admitted).cost_micros == 26_000
    assert house.only("global_usage/")["spent_micros"] == 26_000
    house.check()


def test_a_second_picture_that_is_no_better_is_paid_for_and_dropped(house: House) -> None:
    house.provider.script = images(b"first", b"second")
    house.judge.script = [POOR, WORSE]
    admitted = house.ask()
    house.deliver()

    assert shown(house, admitted) == (b"first", POOR)
    assert house.avatar(admitted).cost_micros == 26_000
    house.check()


def test_there_is_no_third_picture_however_poor_the_second(house: House) -> None:
    house.judge.script = [POOR, BETTER, Quality(1.0)]
    admitted = house.ask()
    house.deliver()

    assert len(house.provider.calls) == 2
    assert shown(house, admitted)[1] == BETTER
    house.check()


@pytest.mark.parametrize(
    ("second", "cost"),
    [
        (ProviderUnavailable("down"), 13_000),
        (ProviderTimeout("slow", cost_micros=None), 73_000),
        (ContentRejected("policy"), 13_000),
        (Misconfigured("no quota left"), 13_000),
    ],
)
def test_a_second_call_that_fails_leaves_the_first_picture_and_is_not_repeated(
    house: House, second: Exception, cost: int
) -> None:
    house.provider.script = [*images(b"first"), second]
    house.judge.script = [POOR]
    admitted = house.ask()
    house.deliver()

    assert shown(house, admitted) == (b"first", POOR)
    assert len(house.provider.calls) == 2
    assert house.avatar(admitted).cost_micros == cost
    assert house.only("global_usage/")["settled"] == 1
    house.check()


def test_a_second_picture_that_is_none_leaves_the_first(house: House) -> None:
    house.codec.script = iter([None, BadOutput("blank")])
    house.judge.script = [POOR]
    admitted = house.ask()
    house.deliver()

    assert shown(house, admitted)[1] == POOR
    assert house.avatar(admitted).cost_micros == 26_000
    house.check()


def test_a_poor_picture_is_kept_where_the_jobs_calls_are_used_up() -> None:
    house = House(max_calls=1)
    house.judge.script = [POOR]
    admitted = house.ask()
    house.deliver()

    assert len(house.provider.calls) == 1
    assert shown(house, admitted)[1] == POOR
    house.check()


def test_a_poor_picture_is_kept_where_the_budget_has_no_room_for_another() -> None:
    house = House(budget_micros=60_000)
    house.judge.script = [POOR]
    admitted = house.ask()
    house.deliver()

    assert len(house.provider.calls) == 1
    assert shown(house, admitted)[1] == POOR
    assert house.avatar(admitted).cost_micros == 13_000
    house.check()


def test_a_poor_picture_is_kept_where_another_would_not_end_in_the_jobs_time(house: House) -> None:
    admitted = house.ask()
    lifetime = house.documents[f"renders/{admitted.avatar.render_id}"]["deadline_at"] - house.clock.time
    house.clock.sleep(lifetime.total_seconds() - 200)
    house.provider.before = lambda _: house.clock.sleep(60)
    house.judge.script = [POOR]
    house.deliver()

    assert len(house.provider.calls) == 1
    assert shown(house, admitted)[1] == POOR
    house.check()


def test_a_painting_is_not_painted_again_since_it_would_be_the_same() -> None:
    house = House(user_limit=0)
    house.judge.script = [POOR]
    admitted = house.ask()
    house.deliver()

    assert len(house.painter.calls) == 1
    assert shown(house, admitted)[1] == POOR
    house.check()

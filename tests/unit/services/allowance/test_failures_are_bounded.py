"""Failures are bounded like successes: jobs started and photos rejected end with the day, an outage costs nothing."""

from collections.abc import Callable

import pytest

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.errors import (
    BadOutput,
    ContentRejected,
    LimitReached,
    Misconfigured,
    ProviderRateLimited,
    ProviderUnavailable,
    RateLimited,
)
from tests.fakes.house import House, a_wish


def ask_until_refused(
    house: House, uid: str, fault: Callable[[], Exception], *, plan: Plan = FREE, most: int = 60
) -> tuple[int, LimitReached | None]:
    """How many wishes were queued whose every call fails so, and what refused the next one."""
    for n in range(most):
        house.provider.script = [fault() for _ in range(3)]
        try:
            house.ask(uid, plan=plan, variation=n, allow_fallback=False)
        except LimitReached as refused:
            return n, refused
        house.deliver()
        house.rendering.breakers.clear()
    return most, None


def ask_with_a_photo(house: House, uid: str, n: int, *, plan: Plan = FREE) -> str:
    """Return what refused a wish with another photo, or nothing."""
    photo = house.photos.upload(f"uploads/{uid}/{n}.jpg", f"{uid} {n}".encode())
    try:
        house.ask(uid, plan=plan, photo=photo, character=None, allow_fallback=False)
    except LimitReached as refused:
        return refused.reason
    return ""


def refuse_photos(house: House) -> None:
    house.provider.script = [ContentRejected("policy") for _ in range(40)]


def test_an_account_causes_at_most_five_times_its_limit_in_jobs_a_day() -> None:
    house = House()
    queued, refused = ask_until_refused(house, "ada", lambda: BadOutput("blank", cost_micros=1_000))
    assert queued == 15
    assert isinstance(refused, RateLimited)
    assert (refused.limit, refused.used) == (15, 15)
    assert refused.resets_at == house.policy.resets_at(house.clock.time)
    house.check()


def test_wishes_taken_back_count_as_jobs_too() -> None:
    house = House()
    for n in range(15):
        house.cancelling.cancel("ada", house.ask(variation=n).avatar.avatar_id)
    with pytest.raises(RateLimited):
        house.ask(variation=16, allow_fallback=False)
    house.check(quiet=False)


def test_the_next_day_begins_anew() -> None:
    house = House()
    ask_until_refused(house, "ada", lambda: BadOutput("blank"))
    house.clock.time = house.policy.resets_at(house.clock.time)
    assert house.ask(variation=99).outcome == "queue"


def test_a_trilogy_counts_three() -> None:
    house = House()
    for n in range(5):
        house.provider.script = [BadOutput("blank")] * 9
        house.admission.admit_trilogy(a_wish(variation=n, allow_fallback=False))
        house.deliver()
    with pytest.raises(RateLimited) as refused:
        house.admission.admit_trilogy(a_wish(variation=9, allow_fallback=False))
    assert (refused.value.limit, refused.value.used) == (15, 15)
    house.check()


@pytest.mark.parametrize("fault", [ProviderUnavailable, ProviderRateLimited, Misconfigured])
def test_an_outage_costs_honest_people_nothing_of_it(fault: Callable[[str], Exception]) -> None:
    house = House()
    queued, refused = ask_until_refused(house, "ada", lambda: fault("down"), most=25)
    assert (queued, refused) == (25, None)
    house.provider.script = []
    assert house.ask(variation=99).outcome == "queue"
    house.deliver()
    house.check()


def test_a_call_that_may_have_been_paid_counts() -> None:
    house = House(budget_micros=20_000_000)
    queued, _ = ask_until_refused(house, "ada", lambda: ProviderUnavailable("cut", cost_micros=None))
    assert queued == 15
    house.check()


def test_at_the_bound_a_fallback_is_given_where_it_is_allowed() -> None:
    house = House()
    ask_until_refused(house, "ada", lambda: BadOutput("blank"))
    avatar = house.ask(variation=99).avatar
    assert avatar.problem is not None
    assert (avatar.degraded, avatar.problem.reason) == (True, "rate_limited")
    assert avatar.upgrade_at == house.policy.resets_at(house.clock.time)
    house.deliver()
    house.check()


def test_a_photo_that_the_model_refuses_is_sent_three_times_a_day_and_no_more() -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    refuse_photos(house)
    outcomes = []
    for n in range(20):
        outcomes.append(ask_with_a_photo(house, "ada", n))
        house.deliver()
    assert outcomes == [""] * 3 + ["rate_limited"] * 17
    assert len(house.provider.calls) == 6, "each once more in milder words"
    house.provider.script = []
    assert house.ask(variation=1).outcome == "queue", "a picture without a photo is another matter"
    house.deliver()
    house.check()


def test_photos_under_way_never_make_one_rejection_too_many() -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    refuse_photos(house)
    for n in range(2):
        ask_with_a_photo(house, "ada", n)
        house.deliver()
    outcomes = [ask_with_a_photo(house, "ada", n) for n in range(2, 5)]
    house.deliver()
    assert outcomes == ["", "rate_limited", "rate_limited"]
    assert house.only("users/ada/usage/")["rejected"] == 3
    house.check()


def test_with_a_limit_of_twenty_no_more_photos_are_under_way_than_may_be_rejected() -> None:
    house = House(user_limit=20, global_limit=40)
    house.consenting.give("ada", "2026-11")
    refuse_photos(house)
    outcomes = [ask_with_a_photo(house, "ada", n) for n in range(20)]
    assert outcomes == [""] * 3 + ["rate_limited"] * 17
    house.deliver()
    assert len(house.provider.calls) == 6, "three photos, each once more in milder words"
    assert house.only("users/ada/usage/")["rejected"] == 3
    assert ask_with_a_photo(house, "ada", 21) == "rate_limited"
    house.check()


def test_what_waits_for_photos_under_way_may_be_asked_for_again_soon() -> None:
    house = House(user_limit=20)
    house.consenting.give("ada", "2026-11")
    wishes = [
        a_wish(photo=house.photos.upload(f"uploads/ada/{n}.jpg", bytes([n])), character=None)
        for n in range(4)
    ]
    *_, degraded = [house.admission.admit(wish).avatar for wish in wishes]
    assert degraded.problem is not None
    assert degraded.problem.reason == "rate_limited"
    assert degraded.upgrade_at == house.clock.time + house.policy.provider_timeout
    house.deliver()
    assert house.admission.admit(wishes[-1]).outcome == "queue"
    house.deliver()
    house.check()


def test_once_three_were_rejected_it_is_the_day_that_has_to_end() -> None:
    house = House(user_limit=20)
    house.consenting.give("ada", "2026-11")
    refuse_photos(house)
    for n in range(3):
        ask_with_a_photo(house, "ada", n)
        house.deliver()
    photo = house.photos.upload("uploads/ada/late.jpg", b"late")
    with pytest.raises(RateLimited) as refused:
        house.ask("ada", photo=photo, character=None, allow_fallback=False)
    assert (refused.value.limit, refused.value.used) == (3, 3)
    assert refused.value.resets_at == house.policy.resets_at(house.clock.time)


def test_guests_together_have_no_more_photos_under_way_than_may_be_rejected() -> None:
    house = House(global_limit=100)
    refuse_photos(house)
    outcomes = []
    for n in range(30):
        uid = f"guest{n}"
        house.consenting.give(uid, "2026-11")
        outcomes.append(ask_with_a_photo(house, uid, n, plan=GUEST))
    assert outcomes == [""] * 20 + ["rate_limited"] * 10
    house.deliver()
    house.check()


def test_rejections_of_a_picture_without_a_photo_do_not_count() -> None:
    house = House()
    ask_until_refused(house, "ada", lambda: ContentRejected("policy"), most=6)
    assert "rejected" not in house.only("users/ada/usage/")
    house.check()


def test_a_withdrawn_consent_is_no_rejection() -> None:
    house = House()
    for n in range(4):
        house.consenting.give("ada", "2026-11")
        assert ask_with_a_photo(house, "ada", n) == ""
        house.consenting.withdraw("ada")
        house.deliver()
    day = house.only("users/ada/usage/")
    assert (day["refunded"], day.get("rejected", 0)) == (4, 0)
    house.check()


def test_guests_together_have_a_bound_of_their_own_that_accounts_do_not_feel() -> None:
    house = House()
    queued = 0
    for n in range(12):
        count, refused = ask_until_refused(house, f"guest{n}", lambda: BadOutput("blank"), plan=GUEST)
        queued += count
        assert isinstance(refused, RateLimited)
    assert queued == 50, "five times their half of twenty"
    house.provider.script = []
    admitted = house.ask("ada", variation=99)
    assert admitted.outcome == "queue"
    house.deliver()
    assert house.avatar(admitted).status is Status.COMPLETED
    house.check()


def test_guests_together_have_twenty_photos_rejected_a_day() -> None:
    house = House()
    refuse_photos(house)
    outcomes = []
    for n in range(30):
        uid = f"guest{n}"
        house.consenting.give(uid, "2026-11")
        outcomes.append(ask_with_a_photo(house, uid, n, plan=GUEST))
        house.deliver()
    assert outcomes == [""] * 20 + ["rate_limited"] * 10
    house.consenting.give("ada", "2026-11")
    assert ask_with_a_photo(house, "ada", 0) == ""
    house.deliver()
    house.check()


def test_where_the_limit_is_zero_nothing_is_started() -> None:
    house = House(user_limit=0)
    queued, refused = ask_until_refused(house, "ada", lambda: BadOutput("blank"))
    assert queued == 0
    assert refused is not None
    assert refused.reason == "user_daily_limit"

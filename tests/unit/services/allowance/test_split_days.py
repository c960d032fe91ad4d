"""Split days: shares hand out a day's limits together, to the last picture and cent, whatever happens between them."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.assembly import policy_of
from mirror_realm.domain.amounts import Amounts
from mirror_realm.domain.day_shares import part
from mirror_realm.domain.plans import GUEST
from mirror_realm.errors import (
    BudgetExhausted,
    GlobalDailyLimit,
    LimitReached,
    Misconfigured,
    ModelGone,
    ProviderUnavailable,
)
from mirror_realm.services.ports.providers import ProviderImage
from tests.fakes.captured import capturing
from tests.fakes.given_settings import given
from tests.fakes.house import House, a_wish
from tests.fakes.outside import ScriptedProvider

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)

DAY = "2026-11-20"
WORST = 60_000
AMPLE = 100 * WORST


def shares_of(house: House, day: str = DAY) -> list[dict[str, Any]]:
    """Return the shares of a day, in the order of their numbers."""
    found = [data for path, data in house.documents.items() if path.startswith(f"global_usage/{day}-")]
    return sorted(found, key=lambda one: one["share"])


def total(house: House, of: str, day: str = DAY) -> int:
    return sum(share[of] for share in shares_of(house, day))


def job_of(house: House) -> dict[str, Any]:
    (job,) = [
        data for path, data in house.documents.items() if path.startswith("renders/") and "state" in data
    ]
    return job


def asked(house: House, number: int, **wish: Any) -> list[str]:
    """Return what so many wishes of different users for different pictures are answered, in a row."""
    answers = []
    for n in range(number):
        try:
            answers.append(house.ask(f"u{n}", variation=n, allow_fallback=False, **wish).outcome)
        except LimitReached as refused:
            answers.append(refused.reason)
    return answers


def another(house: House, **changes: Any) -> House:
    """Return another instance on the same database, with other settings."""
    same = {name: getattr(house, name) for name in ("global_limit", "budget_micros", "shares")}
    other = House(store=house.store, clock=house.clock, **same | changes)
    other.pictures.files.update(house.pictures.files)
    return other


@pytest.mark.parametrize("shares", [2, 8, 20])
def test_a_split_day_hands_out_its_limit_to_the_last_picture(shares: int) -> None:
    house = House(shares=shares, global_limit=20, guest_share=1.0, budget_micros=AMPLE)
    assert asked(house, 23) == ["queue"] * 20 + ["global_daily_limit"] * 3
    house.check(quiet=False)
    house.deliver()
    assert (total(house, "settled"), len(house.provider.calls)) == (20, 20)
    house.check()


def test_guests_have_their_part_of_a_split_day_to_the_last_picture() -> None:
    house = House(shares=8, global_limit=20, guest_share=0.25)
    assert asked(house, 8, plan=GUEST) == ["queue"] * 5 + ["global_daily_limit"] * 3
    house.check(quiet=False)


def test_rejected_photos_of_guests_are_bounded_over_all_shares() -> None:
    """Each share alone has room for two or three."""
    house = House(shares=8, global_limit=100, guest_share=1.0)
    answers = []
    for n in range(22):
        house.consenting.give(f"g{n}", "2026-11")
        photo = house.photos.upload(f"uploads/g{n}/me.jpg", bytes([n]))
        try:
            wish = a_wish(f"g{n}", plan=GUEST, photo=photo, character=None, allow_fallback=False)
            answers.append(house.admission.admit(wish).outcome)
        except LimitReached as refused:
            answers.append(refused.reason)
    assert answers == ["queue"] * 20 + ["rate_limited"] * 2
    house.check(quiet=False)


def test_the_budget_of_a_split_day_is_spent_to_the_last_call_and_never_overspent() -> None:
    house = House(shares=2, global_limit=40, budget_micros=9 * WORST, user_limit=40)
    house.provider.cost = WORST
    answers = []
    for n in range(12):
        with suppress(LimitReached):
            answers.append(house.ask(f"u{n}", variation=n, allow_fallback=False).outcome)
        house.deliver()
    assert (len(answers), total(house, "spent_micros")) == (9, 9 * WORST)
    house.check()


def test_money_that_is_short_at_the_call_is_moved_to_its_share() -> None:
    """Eight jobs are queued while there is room for a call; each call then finds its own share's part used up."""
    house = House(shares=2, global_limit=40, budget_micros=8 * WORST, user_limit=40)
    house.provider.cost = WORST
    assert asked(house, 9) == ["queue"] * 9
    house.deliver()
    assert (total(house, "spent_micros"), len(house.provider.calls)) == (8 * WORST, 8)
    house.check()


def test_an_allowance_that_is_given_back_is_handed_out_again_by_any_share() -> None:
    house = House(shares=8, global_limit=8)
    assert asked(house, 9) == ["queue"] * 8 + ["global_daily_limit"]
    path = next(path for path in house.documents if path.startswith("users/u3/avatars/"))
    house.cancelling.cancel("u3", path.rpartition("/")[2])
    assert house.ask("late", variation=50, allow_fallback=False).outcome == "queue"
    with pytest.raises(GlobalDailyLimit):
        house.ask("later", variation=51, allow_fallback=False)
    house.check(quiet=False)


def test_a_day_that_is_not_split_has_no_word_of_shares() -> None:
    house = House()
    house.ask()
    house.deliver()
    assert [path for path in house.documents if path.startswith("global_usage/")] == [f"global_usage/{DAY}"]
    written = repr(sorted(house.documents.items()))
    assert [word for word in ("'share'", "'shares'", "'moved'", "'covered'") if word in written] == []


def test_a_job_of_a_share_is_of_a_form_that_a_deployment_without_shares_leaves_alone() -> None:
    """It would settle it on the head, whose sums would then be wrong."""
    for shares, schema in ((1, 1), (4, 3)):
        house = House(shares=shares)
        house.ask()
        assert job_of(house)["schema_version"] == schema


def test_a_call_of_the_next_day_is_held_by_that_days_shares_and_its_job_settled_on_its_own() -> None:
    house = House(shares=4)
    house.clock.time = house.clock.time.replace(hour=23, minute=59)
    house.ask()
    house.clock.time += timedelta(minutes=2)
    house.deliver()
    job = job_of(house)
    reserved, (call,) = job["reservation"], job["calls"]
    assert (reserved["day"], call["day"]) == (DAY, "2026-11-21")
    assert house.documents[f"global_usage/{DAY}-{reserved['share']}"]["settled"] == 1
    assert house.documents[f"global_usage/2026-11-21-{call['share']}"]["spent_micros"] == 13_000
    house.check()


@pytest.mark.parametrize(("before", "after"), [(1, 4), (8, 4)])
def test_calls_of_jobs_of_yesterday_are_held_by_the_shares_that_today_has(before: int, after: int) -> None:
    house = House(shares=before)
    house.clock.time = house.clock.time.replace(hour=23, minute=59)
    asked(house, 6)
    house.clock.time += timedelta(minutes=2)
    changed = another(house, shares=after)
    changed.deliver()
    changed.check()
    for path, job in house.documents.items():
        if path.startswith("renders/") and "state" in job:
            assert job["calls"][0]["share"] in range(after)
            assert job["schema_version"] == 3, "also of a job that was reserved on a day without shares"


def test_no_room_is_moved_before_it_is_fixed_into_how_many_shares_a_day_is_split() -> None:
    """The only guest's picture is of a share that the first wish does not have, and it lacks credits."""
    house = House(shares=8, guest_share=0.05, credits=40)
    for n in range(3):
        with suppress(LimitReached):
            house.ask(f"g{n}", plan=GUEST, variation=n, allow_fallback=False)
    assert any(share.get("moved") for share in shares_of(house))
    assert house.documents[f"global_usage/{DAY}"]["shares"] == 8


@pytest.mark.parametrize(("before", "after"), [(1, 8), (8, 1), (8, 3)])
def test_another_number_of_shares_is_in_force_from_the_next_reset_on(before: int, after: int) -> None:
    house = House(shares=before)
    house.ask()
    house.deliver()
    changed = another(house, shares=after)
    changed.ask("bo", variation=1)
    changed.deliver()
    assert house.documents[f"global_usage/{DAY}"].get("shares", 1) == before
    changed.clock.time += timedelta(days=1)
    changed.ask("cy", variation=2)
    changed.deliver()
    assert house.documents["global_usage/2026-11-21"].get("shares", 1) == after
    changed.check()


def test_a_day_that_the_model_guard_has_written_before_it_began_is_split_all_the_same() -> None:
    house = House(shares=4)
    house.write(f"global_usage/{DAY}", {"day": DAY, **_ZEROS, "dead_models": ["replicate:gone"]})
    house.ask()
    assert house.documents[f"global_usage/{DAY}"]["shares"] == 4
    assert [share["dead_models"] for share in shares_of(house)] == [["replicate:gone"]]
    house.deliver()
    house.check()


class Dying(ScriptedProvider):
    """A provider whose model was shut down."""

    renderers = ("model-1",)

    def shutdown_of(self, renderer: str) -> str | None:
        raise ModelGone(renderer)


def test_the_model_guard_names_a_dead_model_on_all_shares_of_today_and_on_the_days_to_come() -> None:
    """An instance that has read the head before finds it, too, whichever share its next wish has."""
    house = House(shares=4, provider=Dying())
    house.ask()
    house.model_guard.run()
    assert [share["dead_models"] for share in shares_of(house)] == [["model-1"]] * 4
    assert "shares" not in house.documents["global_usage/2026-11-21"]
    for n in range(1, 6):
        with pytest.raises(Misconfigured):
            house.ask(f"u{n}", variation=n)
    house.clock.time += timedelta(days=1)
    with pytest.raises(Misconfigured):
        house.ask("bo", variation=9)


def test_a_provider_that_cost_more_than_it_held_is_closed_on_all_shares_at_once_and_logged_once() -> None:
    house = House(shares=4, user_limit=9)
    with capturing() as captured:
        house.provider.script = [ProviderImage(b"a picture", 2 * WORST)]
        house.ask()
        house.deliver()
    assert [share["closed_providers"] for share in shares_of(house)] == [["openai"]] * 4
    assert [said["event"] for said in captured].count("provider_closed") == 1
    for n in range(1, 9):
        with pytest.raises(BudgetExhausted):
            house.ask(f"u{n}", variation=n, allow_fallback=False)
    assert len(house.provider.calls) == 1
    house.reaping.run()
    assert house.documents[f"global_usage/{DAY}"]["closed_providers"] == ["openai"]
    house.check()


def test_a_job_that_was_queued_before_its_provider_was_closed_calls_it_no_more() -> None:
    house = House(shares=4, user_limit=9)
    asked(house, 6)
    house.provider.script = [ProviderImage(b"a picture", 2 * WORST)]
    house.deliver()
    assert len(house.provider.calls) == 1
    house.check()


def test_a_lowered_limit_counts_what_every_share_has_used() -> None:
    """Uneven use: what one share has used beyond its new part, no other hands out again, also after a refund."""
    house = House(shares=4, global_limit=20)
    assert asked(house, 12) == ["queue"] * 12
    lowered = another(house, global_limit=10)
    for n in range(3):
        with pytest.raises(GlobalDailyLimit) as refused:
            lowered.ask(f"new-{n}", variation=30 + n, allow_fallback=False)
        assert (refused.value.limit, refused.value.used) == (10, 12)
    for uid in ("u0", "u1", "u2"):
        path = next(path for path in house.documents if path.startswith(f"users/{uid}/avatars/"))
        with suppress(GlobalDailyLimit):
            lowered.ask("meanwhile", variation=40, allow_fallback=False)
        house.cancelling.cancel(uid, path.rpartition("/")[2])
    assert total(house, "reserved") - total(house, "refunded") == 9
    answers = []
    for n in range(3):
        try:
            answers.append(lowered.ask(f"then-{n}", variation=50 + n, allow_fallback=False).outcome)
        except GlobalDailyLimit:
            answers.append("refused")
    assert answers == ["queue", "refused", "refused"]
    assert house.documents[f"global_usage/{DAY}"]["covered"]["pictures"] == 10


def test_a_raised_limit_is_in_force_at_once() -> None:
    house = House(shares=4, global_limit=8)
    assert asked(house, 9)[-1] == "global_daily_limit"
    raised = another(house, global_limit=12)
    answers = [raised.ask(f"v{n}", variation=20 + n, allow_fallback=False).outcome for n in range(4)]
    assert answers == ["queue"] * 4
    raised.check(quiet=False)


def test_that_no_share_has_room_is_stored_only_from_all_of_them() -> None:
    """Two of four pictures are settled: the instance has seen shares without room, and must not remember it."""
    house = House(shares=4, global_limit=4)
    asked(house, 2)
    house.deliver()
    assert not house.limit_memory._known
    asked(house, 6)
    house.deliver()
    with pytest.raises(GlobalDailyLimit):
        house.ask("late", variation=60, allow_fallback=False)
    assert house.limit_memory._known


def test_a_quote_of_a_split_day_says_what_the_wish_would_be_answered_and_moves_nothing() -> None:
    house = House(shares=4, global_limit=8)
    for n in range(9):
        before = dict(house.documents)
        quoted = house.admission.quote(a_wish(f"u{n}", variation=n, allow_fallback=False))
        assert dict(house.documents) == before
        try:
            assert house.ask(f"u{n}", variation=n, allow_fallback=False).outcome == quoted.outcome == "queue"
        except GlobalDailyLimit:
            assert quoted.reason == "global_daily_limit"
    assert n == 8


def test_what_all_users_may_still_have_is_about_right_and_0_once_it_is() -> None:
    house = House(shares=4, global_limit=40, guest_share=1.0)
    said = []
    for n in range(40):
        usage = house.ask(f"u{n}", variation=n).usage
        assert usage is not None
        said.append(usage.global_remaining)
    assert said[-1] == 0
    assert all(abs(left - (39 - n)) <= 12 for n, left in enumerate(said)), said
    assert all(abs(left - (39 - n)) <= 4 for n, left in list(enumerate(said))[20:]), said


def test_the_reaper_writes_the_sums_to_the_day_and_logs_its_marks_once() -> None:
    house = House(shares=4, global_limit=10, degrade_from=1)
    with capturing() as captured:
        for n in range(10):
            house.ask(f"u{n}", variation=n)
            house.deliver()
            house.reaping.run()
    said = [(one["of"], one["percent"]) for one in captured if one["event"] == "usage_mark"]
    assert said == [("pictures", 80), ("pictures", 100)]
    head = house.documents[f"global_usage/{DAY}"]
    assert (head["settled"], head["spent_micros"], head["calls"]) == (10, 130_000, 10)
    assert not any("marks" in share for share in shares_of(house))
    house.check()


def test_the_sums_of_yesterday_follow_its_last_jobs() -> None:
    house = House(shares=4)
    house.clock.time = house.clock.time.replace(hour=23, minute=59)
    house.ask()
    house.reaping.run()
    house.clock.time += timedelta(minutes=2)
    house.deliver()
    house.reaping.run()
    assert house.documents[f"global_usage/{DAY}"]["settled"] == 1


def test_the_first_refusal_of_a_split_day_logs_that_its_money_is_used_up_once() -> None:
    house = House(shares=2, user_limit=60, budget_micros=8 * WORST)
    house.provider.cost = WORST
    with capturing() as captured:
        for n in range(12):
            with suppress(LimitReached):
                house.ask(f"u{n}", variation=n, allow_fallback=False)
            house.deliver()
        house.reaping.run()
    said = [(one["of"], one["percent"]) for one in captured if one["event"] == "usage_mark"]
    assert said == [("money", 80), ("money", 100)]


def test_a_trilogy_is_reserved_in_one_share_which_gets_room_for_all_three() -> None:
    house = House(shares=20, global_limit=20, budget_micros=AMPLE)
    admitted = house.admission.admit_trilogy(a_wish())
    assert [one.outcome for one in admitted.values()] == ["queue"] * 3
    assert sorted(share["reserved"] for share in shares_of(house))[-1] == 3
    house.check(quiet=False)
    house.deliver()
    house.check()


def test_failed_jobs_return_room_and_money_to_their_own_shares() -> None:
    house = House(shares=4)
    house.provider.script = [ProviderUnavailable("down")] * 9
    asked(house, 3)
    house.deliver()
    assert (total(house, "reserved"), total(house, "refunded"), total(house, "held_micros")) == (3, 3, 0)
    house.check()


def test_more_shares_than_pictures_are_refused_with_the_settings_name() -> None:
    with pytest.raises(Misconfigured, match=r"GLOBAL_DAY_SHARES=8 leaves .*: GLOBAL_DAILY_LIMIT is 7"):
        policy_of(given(global_day_shares=8, global_daily_limit=7))


def test_a_budget_below_four_of_the_dearest_calls_for_each_share_is_refused_before_anything_is_reserved() -> (
    None
):
    house = House(shares=8, budget_micros=8 * 4 * WORST - 1)
    with pytest.raises(
        Misconfigured, match=r"GLOBAL_DAY_SHARES=8 needs a DAILY_BUDGET_USD of at least 1\.92"
    ):
        house.ask()
    assert not house.documents
    House(shares=8, budget_micros=8 * 4 * WORST).ask()


def test_0_switches_generation_off_whatever_the_shares() -> None:
    assert policy_of(given(global_day_shares=8, global_daily_limit=0, daily_budget_usd=0)).shares == 8


def test_room_moves_only_as_far_as_a_share_has_some() -> None:
    """Of 20 pictures and 8 shares, four have 3 and four have 2; the sums stay what they were."""
    house = House(shares=8, global_limit=20)
    asked(house, 20)
    moved = [Amounts.from_document(share.get("moved", {})) for share in shares_of(house)]
    for share, got in zip(shares_of(house), moved, strict=True):
        assert share["reserved"] <= part(20, 8, share["share"]) + got.pictures
    assert sum(got.pictures for got in moved) == 0
    assert any(moved)


_TALLY = {"reserved": 0, "settled": 0, "refunded": 0}
_ZEROS = {**_TALLY, "anonymous": _TALLY, "held_micros": 0, "spent_micros": 0, "calls": 0}

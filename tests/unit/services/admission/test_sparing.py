"""Near the end of the day: similar pictures come first, automatic ones pause, and nothing else changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.allowance import GlobalDay, Tally, nearly_used_up
from mirror_realm.domain.avatar import Source
from mirror_realm.domain.character_ids import character_for
from mirror_realm.domain.limits import guest_and_free
from mirror_realm.domain.night import Night
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.wish import User
from mirror_realm.errors import GlobalDailyLimit
from tests.fakes.captured import Logged, capturing
from tests.fakes.house import House, a_wish

LIMITS = guest_and_free(user_daily=3, global_daily=20, guest_share=0.5, budget_micros=2_000_000)


@pytest.fixture
def captured() -> Iterator[list[Logged]]:
    with capturing() as events:
        yield events


def near(house: House) -> House:
    """Return the house after its first four pictures of the day, each of a variation of one look."""
    for n in range(4):
        house.ask(f"user-{n}", variation=n)
        house.deliver()
    return house


@pytest.fixture
def house() -> House:
    return near(House(global_limit=5, user_limit=10))


def paid(house: House) -> int:
    return len(house.provider.calls)


@pytest.mark.parametrize(
    ("day", "plan", "reason"),
    [
        (GlobalDay("d", Tally(reserved=15, settled=15)), FREE, None),
        (GlobalDay("d", Tally(reserved=16, settled=2)), FREE, "global_daily_limit"),
        (GlobalDay("d", Tally(reserved=17, refunded=2)), FREE, None),
        (GlobalDay("d", Tally(reserved=8), guests=Tally(reserved=8)), GUEST, "global_daily_limit"),
        (GlobalDay("d", Tally(reserved=8), guests=Tally(reserved=8)), FREE, None),
        (GlobalDay("d", held_micros=600_000, spent_micros=1_000_000), FREE, "budget_exhausted"),
        (GlobalDay("d", held_micros=599_999, spent_micros=1_000_000), FREE, None),
    ],
)
def test_each_quantity_of_the_day_is_nearly_used_up_at_its_share(
    day: GlobalDay, plan: Plan, reason: str | None
) -> None:
    short = nearly_used_up(day, LIMITS, plan=plan, share=0.8)
    assert (short and short.reason) == reason


@given(st.integers(0, 40), st.integers(0, 3_000_000))
def test_a_share_of_one_switches_it_off(used: int, spent: int) -> None:
    day = GlobalDay("d", Tally(reserved=used), spent_micros=spent)
    assert nearly_used_up(day, LIMITS, plan=FREE, share=1) is None


def test_a_similar_picture_comes_before_a_new_one(house: House) -> None:
    given_to = house.ask("late", variation=40)
    assert (given_to.avatar.source, given_to.avatar.degraded, paid(house)) == (Source.SIMILAR, True, 4)
    assert given_to.avatar.problem is not None
    assert given_to.avatar.problem.reason == "global_daily_limit"
    assert "4 of 5" in given_to.avatar.problem.message
    assert given_to.avatar.upgrade_at == house.policy.resets_at(house.clock.time)
    assert not [path for path in house.documents if path.startswith("users/late/usage/")]
    house.check()


def test_asking_again_keeps_the_similar_picture_at_no_cost(house: House) -> None:
    first = house.ask("late", variation=40)
    again = house.ask("late", variation=40)
    assert (again.avatar.picture, paid(house)) == (first.avatar.picture, 4)


def test_the_next_day_brings_the_wished_picture(house: House) -> None:
    house.ask("late", variation=40)
    house.clock.time += timedelta(days=1)
    upgraded = house.ask("late", variation=40)
    house.deliver()
    assert house.avatar(upgraded, "late").source is Source.GENERATED
    house.check()


def test_what_has_no_similar_picture_is_made(house: House) -> None:
    made = house.ask("late", timeline=Timeline.ORIGINAL)
    house.deliver()
    assert (house.avatar(made, "late").source, paid(house)) == (Source.GENERATED, 5)


def test_a_wish_that_declines_fallbacks_is_made(house: House) -> None:
    assert house.ask("late", variation=40, allow_fallback=False).outcome == "queue"


def test_a_picture_from_a_photo_is_made_because_only_its_user_has_it() -> None:
    house = House(global_limit=5, user_limit=10)
    for n in range(4):
        house.ask(f"user-{n}", variation=n, character=character_for("ada"))
        house.deliver()
    assert house.ask("ada", variation=40, character=None).avatar.source is Source.SIMILAR
    house.consenting.give("ada", "2026-11")
    house.photos.upload("uploads/ada/me.jpg")
    assert house.ask("ada", photo="uploads/ada/me.jpg", character=None).outcome == "queue"


@pytest.mark.parametrize("shares", [1, 10, 20])
def test_a_split_day_is_spared_by_the_whole_and_not_by_one_share(shares: int) -> None:
    house = House(global_limit=40, user_limit=10, budget_micros=10**9, shares=shares)
    outcomes = []
    for n in range(40):
        outcomes.append(house.ask(f"user-{n}", variation=n).outcome)
        house.deliver()
    made = outcomes.count("queue")
    assert 28 <= made <= 36
    assert outcomes.index("degrade") >= 24


def test_switched_off_the_last_picture_of_the_day_is_made_too() -> None:
    house = near(House(global_limit=5, user_limit=10, degrade_from=1))
    assert house.ask("late", variation=40).outcome == "queue"


def test_of_a_trilogy_only_what_has_no_similar_picture_is_reserved() -> None:
    house = near(House(global_limit=7, degrade_from=0.5, user_limit=10))
    house.ask("user-4", timeline=Timeline.FUTURE_2048)
    house.deliver()
    admitted = house.admission.admit_trilogy(a_wish("late", variation=40))
    assert {timeline: one.outcome for timeline, one in admitted.items()} == {
        Timeline.ORIGINAL: "queue",
        Timeline.CURRENT: "degrade",
        Timeline.FUTURE_2048: "degrade",
    }
    assert house.only("users/late/usage/")["reserved"] == 1
    house.deliver()
    house.check()


def test_the_quote_says_so_before(house: House) -> None:
    quote = house.admission.quote(a_wish("late", variation=40))
    assert (quote.outcome, quote.reason) == ("fallback", "global_daily_limit")


def test_a_milestone_waits_for_its_next_chance(house: House, captured: list[Logged]) -> None:
    house.documents["users/ada/progress/current"] = Progress(active_days=200).to_document()
    house.milestones.progressed(User("ada", FREE))
    assert [one["reason"] for one in captured if one["event"] == "milestone_skipped"] == [
        GlobalDailyLimit.reason
    ]
    assert paid(house) == 4

    house.clock.time += timedelta(days=1)
    house.milestones.progressed(User("ada", FREE))
    house.deliver()
    assert paid(house) == 5


@pytest.mark.parametrize(("share", "seen"), [(0.8, 0), (1, 1)])
def test_nights_pause_and_keep_what_they_have_to_do(house: House, share: float, seen: int) -> None:
    nights = replace(house.nights, policy=replace(house.policy, night_share=1.0, degrade_from=share))
    house.documents["users/ada/progress/current"] = Progress(active_days=200).to_document()
    nights.note(User("ada", FREE))
    night = replace(Night.from_document(house.only("nights/")), due_at=house.clock.time)
    house.documents["nights/ada"] = night.to_document()
    assert nights.run() == seen
    assert ("nights/ada" in house.documents) == (seen == 0)

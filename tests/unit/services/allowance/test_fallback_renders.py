"""Fallback pictures: bounded for a person, for guests and for everybody; each counted once, where it starts."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Source, Status
from mirror_realm.domain.limits import guest_and_free
from mirror_realm.domain.plans import GUEST
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import ProviderUnavailable, RateLimited
from mirror_realm.services.admission.admission_request import Admitted
from tests.fakes.house import House

STYLES = list(StyleId)
"""A style each: nobody's picture can stand in for another's."""


def paint(house: House, uid: str, style: StyleId) -> None:
    house.ask(uid, style=style)
    house.deliver()


def test_a_person_over_the_limit_is_painted_so_many_and_then_refused_until_midnight() -> None:
    house = House(user_limit=0, user_paintings=2)
    for style in STYLES[:2]:
        paint(house, "ada", style)
    before = dict(house.documents)
    with pytest.raises(RateLimited) as refused:
        house.ask("ada", style=STYLES[2])
    assert (refused.value.limit, refused.value.used) == (2, 2)
    assert refused.value.resets_at == house.policy.resets_at(house.clock.time)
    assert house.documents == before
    house.check()

    house.clock.time += timedelta(days=1)
    assert house.ask("ada", style=STYLES[2]).outcome == "degrade"


def test_what_was_painted_already_costs_nobody_a_painting() -> None:
    house = House(user_limit=0, user_paintings=1)
    paint(house, "ada", STYLES[0])
    for _ in range(3):
        assert house.ask("ada", style=STYLES[0]).avatar.source is Source.PAINTED
    assert house.ask("bo", style=STYLES[0]).avatar.source is Source.PAINTED
    assert house.ask("bo", style=STYLES[1]).outcome == "degrade"
    assert [house.only(f"users/{uid}/usage/")["paintings"] for uid in ("ada", "bo")] == [1, 1]
    house.deliver()
    house.check()


def test_who_waits_behind_anothers_painting_has_none_counted() -> None:
    house = House(user_limit=0)
    house.ask("ada")
    house.ask("bo")
    house.deliver()
    assert not [path for path in house.documents if path.startswith("users/bo/usage/")]
    house.check()


@pytest.mark.parametrize("way", ["cancel", "delete", "erase", "erase and die"])
def test_where_the_first_takes_it_back_those_behind_are_painted_all_the_same(way: str) -> None:
    house = House(user_limit=0)
    first = house.ask("ada").avatar
    behind = {uid: house.ask(uid) for uid in ("bo", "cy")}
    because = {uid: (one.avatar.problem, one.avatar.upgrade_at) for uid, one in behind.items()}
    if way == "cancel":
        house.cancelling.cancel("ada", first.avatar_id)
    elif way == "delete":
        house.deleting.delete("ada", first.avatar_id)
    elif way == "erase":
        house.erasing.erase("ada", seconds=20)
    else:  # before those behind were told; the next who erases deletes the job
        for path in [path for path in house.documents if path.startswith(("renders/", "cache/"))]:
            house.remove(path)
        house.clock.time += timedelta(minutes=6)
        house.reaping.run()
    house.deliver()
    for uid, one in behind.items():
        avatar = house.avatar(one, uid)
        assert (avatar.status, avatar.source) == (Status.COMPLETED, Source.PAINTED)
        assert (avatar.problem, avatar.upgrade_at) == because[uid]
    assert len(house.painter.calls) == 1
    house.check()


def test_where_no_more_may_be_painted_the_nearest_painting_stands_in() -> None:
    house = House(user_limit=0, user_paintings=1)
    paint(house, "bo", STYLES[1])
    house.ask("cy", style=STYLES[0], character="sol")
    house.deliver()
    paint(house, "ada", STYLES[1])
    house.ask("ada", style=STYLES[2])
    house.deliver()

    other = house.ask("ada", style=STYLES[0], character="wren")
    shown = house.only("users/cy/avatars/")
    assert (other.outcome, other.avatar.source, other.avatar.degraded) == ("degrade", Source.PAINTED, True)
    assert other.avatar.picture is not None
    assert other.avatar.picture.image_path == shown["image_path"]
    house.check()


def test_everybodys_paintings_end_too() -> None:
    house = House(user_limit=0, global_paintings=3)
    painted = refused = 0
    for n in range(40):
        try:
            # Another time of life never stands in, so each look needs a painting of its own.
            paint(house, f"u{n}", STYLES[n % 7])
            painted += 1
        except RateLimited:
            refused += 1
    started = sum(
        document["paintings"] for path, document in house.documents.items() if path.startswith("paintings/")
    )
    assert started == 3 == len(house.painter.calls)
    assert painted + refused == 40
    assert refused
    house.check()


def fail(house: House, uid: str, style: StyleId, **wish: Any) -> Admitted:
    """Return a wish whose render fails; what comes of it is delivered, too."""
    house.provider.script = [ProviderUnavailable("down")] * 3
    admitted = house.ask(uid, style=style, **wish)
    house.deliver()
    house.provider.script = []
    house.breakers.clear()
    return admitted


def test_the_painting_for_a_render_that_failed_counts_for_who_wished_for_it() -> None:
    house = House(user_paintings=2)
    outcomes = [house.avatar(fail(house, "ada", style)) for style in STYLES[:5]]
    assert [one.source for one in outcomes] == [Source.PAINTED] * 2 + [None] * 3
    assert [one.status for one in outcomes[2:]] == [Status.FAILED] * 3
    assert all(one.problem and one.problem.reason == "provider_unavailable" for one in outcomes)
    assert len(house.painter.calls) == 2 == house.only("users/ada/usage/")["paintings"]
    house.check()


def test_at_the_bound_a_failed_render_gets_the_nearest_painting_there_is() -> None:
    house = House(user_paintings=1)
    first = house.avatar(fail(house, "ada", STYLES[0], variation=1))
    second = house.avatar(fail(house, "ada", STYLES[0], variation=2))
    assert second.picture == first.picture is not None
    assert len(house.painter.calls) == 1
    house.check()


def test_a_render_that_fails_after_midnight_counts_on_the_day_it_is_painted_on() -> None:
    house = House(user_paintings=1)
    house.clock.time = house.policy.resets_at(house.clock.time) - timedelta(minutes=1)
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask()
    yesterday = house.policy.today(house.clock.time)
    house.clock.time += timedelta(minutes=2)
    house.deliver()
    today = house.policy.today(house.clock.time)
    counted = {day: house.documents[f"users/ada/usage/{day}"]["paintings"] for day in (yesterday, today)}
    assert counted == {yesterday: 0, today: 1}
    house.check()


def test_with_both_limits_at_zero_nothing_is_painted_for_whatever_reason() -> None:
    house = House(user_paintings=0, global_paintings=0, user_limit=20)
    fail(house, "ada", STYLES[0])
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask("ada", style=STYLES[1])
    behind_a_failure = house.ask("bo", style=STYLES[1])
    house.deliver()
    house.provider.script = []
    leader = house.ask("ada", style=STYLES[2])
    behind_a_cancelled = house.ask("bo", style=STYLES[2])
    house.cancelling.cancel("ada", leader.avatar.avatar_id)
    house.deliver()
    for admitted in (behind_a_failure, behind_a_cancelled):
        avatar = house.avatar(admitted, "bo")
        assert (avatar.status, avatar.picture) == (Status.FAILED, None)
    assert house.painter.calls == []
    assert not [path for path in house.documents if path.startswith("paintings/")]
    house.check()


def test_a_follower_of_a_failed_render_has_the_painting_counted_that_it_starts() -> None:
    house = House(user_paintings=1)
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask("ada", allow_fallback=False)
    followed = house.ask("bo")
    house.deliver()
    assert house.avatar(followed, "bo").source is Source.PAINTED
    assert house.only("users/bo/usage/")["paintings"] == 1
    house.check()


def test_behind_a_cancelled_leader_a_painting_counts_for_everybodys_bound_alone() -> None:
    house = House(user_limit=9, user_paintings=1, global_paintings=3, global_limit=40)
    followers = []
    for style in STYLES[:5]:
        leader = house.ask("ada", style=style)
        followers.append(house.ask("bo", style=style))
        house.cancelling.cancel("ada", leader.avatar.avatar_id)
        house.deliver()
    statuses = Counter(house.avatar(one, "bo").status for one in followers)
    assert "users/bo/usage/20261120" not in house.documents
    assert len(house.painter.calls) == 1 == statuses[Status.COMPLETED], "as many as the part holds"
    assert statuses[Status.FAILED] == 4
    assert house.only("paintings/") | {"paintings": 1, "unowned": 1} == house.only("paintings/")
    house.check()


def test_guests_use_up_no_more_than_their_share_of_everybodys_paintings() -> None:
    house = House(user_limit=0, user_paintings=100, global_paintings=20, guest_share=0.5)
    refused = []
    for n in range(60):
        try:
            house.ask(f"guest{n}", plan=GUEST, style=STYLES[n % 7], days=(0, 7, 14, 40, 100, 200)[n // 10])
        except RateLimited as error:
            refused.append((error.limit, error.used))
        house.deliver()
    shares = [data for path, data in house.documents.items() if path.startswith("paintings/")]
    started = sum(share["paintings"] for share in shares)
    assert started == 10
    assert set(refused) == {(10, 10)}, "of guests together, not of one part"
    of_share = {house.policy.limits.share_of(uid): uid for uid in (f"account{n}" for n in range(100))}
    outcomes = [house.ask(uid, style=STYLES[n % 7], variation=n + 1).outcome for n, uid in of_share.items()]
    assert outcomes == ["degrade"] * 10, "an account's first wish of the day is not refused for guests"
    house.check(quiet=False)


def test_a_guests_cancelled_wishes_take_nothing_of_the_accounts_share() -> None:
    house = House(user_limit=0, user_paintings=100, global_paintings=20, guest_share=0.5)
    for n in range(30):
        with suppress(RateLimited):
            leader = house.ask(f"guest{n}", plan=GUEST, style=STYLES[n % 7], variation=n)
            house.ask(f"puppet{n}", plan=GUEST, style=STYLES[n % 7], variation=n)
            house.cancelling.cancel(f"guest{n}", leader.avatar.avatar_id)
        house.take_attempts()
    shares = [data for path, data in house.documents.items() if path.startswith("paintings/")]
    assert sum(share["paintings"] for share in shares) <= 10
    house.check(quiet=False)


def test_a_refusal_tells_everybodys_limit_and_not_that_of_a_part() -> None:
    house = House(user_limit=0, global_paintings=20)
    uids = [f"u{n}" for n in range(300) if house.policy.limits.share_of(f"u{n}") == 0]
    for uid, style in zip(uids[:2], STYLES, strict=False):
        paint(house, uid, style)
    with pytest.raises(RateLimited) as refused:
        house.ask(uids[2], style=STYLES[2])
    assert (refused.value.limit, refused.value.used) == (20, 20)


def test_settling_and_refunding_keep_the_count() -> None:
    house = House(global_limit=1)
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask("ada", style=STYLES[0])
    house.ask("ada", style=STYLES[1])
    house.deliver()
    day = house.only("users/ada/usage/")
    assert (day["reserved"], day["refunded"], day["paintings"]) == (1, 1, 2)
    house.check()


@pytest.mark.parametrize("everybody", [0, 1, 7, 10, 23, 500])
def test_the_shares_are_together_everybodys_and_each_person_has_one(everybody: int) -> None:
    limits = guest_and_free(
        user_daily=1, global_daily=1, guest_share=1.0, budget_micros=1, global_paintings=everybody
    )
    assert sum(limits.paintings_of(share) for share in range(limits.painting_shares)) == everybody
    drawn = {limits.share_of(f"u{n}") for n in range(300)}
    assert drawn == set(range(limits.painting_shares))

"""Free paintings: bounded for a person and for everybody, counted once, never denied after a failed render."""

from datetime import timedelta

import pytest

from mirror_realm.domain.allowance import guest_and_free
from mirror_realm.domain.avatar import Source, Status
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import ProviderUnavailable, RateLimited
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


def test_a_render_that_failed_is_painted_whatever_was_painted_before() -> None:
    house = House(user_paintings=0, global_paintings=0)
    house.provider.script = [ProviderUnavailable("down")] * 3
    admitted = house.ask()
    house.deliver()
    assert house.avatar(admitted).source is Source.PAINTED
    house.check()


def test_followers_of_a_failed_render_are_painted_too() -> None:
    house = House(user_paintings=0, global_paintings=0)
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask("ada")
    followed = house.ask("bo")
    house.deliver()
    assert house.avatar(followed, "bo").source is Source.PAINTED
    house.check()


def test_settling_and_refunding_keep_the_count() -> None:
    house = House(global_limit=1)
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask("ada", style=STYLES[0])
    house.ask("ada", style=STYLES[1])
    house.deliver()
    day = house.only("users/ada/usage/")
    assert (day["reserved"], day["refunded"], day["paintings"]) == (1, 1, 1)
    house.check()


@pytest.mark.parametrize("everybody", [0, 1, 7, 10, 23, 500])
def test_the_shares_are_together_everybodys_and_each_person_has_one(everybody: int) -> None:
    limits = guest_and_free(
        user_daily=1, global_daily=1, guest_share=1.0, budget_micros=1, global_paintings=everybody
    )
    assert sum(limits.paintings_of(share) for share in range(limits.painting_shares)) == everybody
    drawn = {limits.share_of(f"u{n}") for n in range(300)}
    assert drawn == set(range(limits.painting_shares))

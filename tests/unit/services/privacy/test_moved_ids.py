"""What a merge answers about ids: for each avatar that came over, where it is now, however often the call is made."""

import pytest

from mirror_realm.domain.plans import GUEST
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.privacy import account_merge
from tests.fakes.house import House
from tests.unit.services.privacy.test_account_merge import avatars, house, merge, pictured, with_a_photo

__all__ = ["house"]


def test_every_avatar_that_came_over_is_found_by_its_old_id(house: House) -> None:
    house.consenting.give("ada", "2026-11")
    old = [with_a_photo(house), *(pictured(house, style=style) for style in (StyleId.DAYMI, StyleId.COMIC))]
    moved = merge(house).moved
    assert moved.keys() == set(old)
    assert set(moved.values()) == avatars(house, "ada").keys()
    for old_id, new_id in moved.items():
        before, after = avatars(house, "anna")[old_id], avatars(house, "ada")[new_id]
        assert (before["created_at"], before["style"]) == (after["created_at"], after["style"])


def test_the_callers_own_of_the_same_recipe_is_in_its_place(house: House) -> None:
    old_id = pictured(house)
    own_id = pictured(house, "ada")
    merged = merge(house)
    assert (merged.avatars, merged.moved) == (0, {old_id: own_id})


def test_what_stays_behind_is_not_named(house: House) -> None:
    with_a_photo(house)
    house.ask("anna", plan=GUEST, style=StyleId.NOIR_HERO)
    house.deliver()
    old_id = pictured(house)
    moved = merge(house, personal=False).moved
    assert old_id in moved
    assert len(moved) == 2


def test_a_call_after_one_that_took_too_long_names_the_earlier_ones_too(house: House) -> None:
    first = pictured(house, style=StyleId.COMIC)
    second = house.ask("anna", plan=GUEST).avatar.avatar_id
    assert merge(house).moved.keys() == {first}
    house.deliver()
    assert merge(house).moved.keys() == {first, second}


def test_a_lost_answer_is_answered_again_until_the_erasure_deletes(house: House) -> None:
    old_ids = {pictured(house, style=style) for style in (StyleId.DAYMI, StyleId.COMIC)}
    moved = merge(house).moved
    assert moved.keys() == old_ids
    assert merge(house).moved == moved
    house.reaping.run()
    assert avatars(house, "anna") == {}
    assert merge(house).moved == {}


def test_an_answer_is_bounded_and_the_newest_are_named(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_merge, "MOST_MOVED", 2)
    for variation in range(4):
        house.clock.time = house.clock.time.replace(minute=variation)
        pictured(house, variation=variation)
    newest = sorted(avatars(house, "anna").items(), key=lambda one: one[1]["created_at"])[2:]
    merged = merge(house)
    assert merged.avatars == 4
    assert merged.moved.keys() == {old_id for old_id, _ in newest}
    assert merge(house).moved == merged.moved

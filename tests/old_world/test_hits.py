"""Whoever has a picture of cecf284 keeps it, and whoever wishes for the same look gets it: nothing is paid twice."""

from collections.abc import Sequence
from datetime import timedelta

from tests.fakes.house import House
from tests.old_world.opening import Wished, ask, of_somebody_new, old_world, opened, wishes


def with_status(*, completed: bool, degraded: bool = False) -> Sequence[Wished]:
    documents = old_world().documents
    return [
        wish
        for wish in wishes()
        if (documents[wish.path]["status"] == "completed") is completed
        and documents[wish.path]["degraded"] is degraded
    ]


def all_are_own(house: House) -> None:
    """Assert that every finished wish, made again, is what it was, and writes and costs nothing."""
    before = dict(house.documents)
    finished = with_status(completed=True)
    assert len(finished) > 30
    for wish in finished:
        admitted = ask(house, wish)
        assert (admitted.outcome, admitted.avatar.avatar_id) == ("own", wish.avatar_id), wish
        assert admitted.avatar.picture is not None
        assert admitted.avatar.picture.image_path == before[wish.path]["image_path"], wish
    assert house.documents == before
    assert house.provider.calls == []


def test_a_wish_that_was_fulfilled_is_a_hit_of_ones_own() -> None:
    all_are_own(opened())


def test_it_is_a_hit_of_ones_own_when_the_look_is_handed_out_no_more() -> None:
    house = opened()
    house.clock.time += timedelta(days=60)
    all_are_own(house)


def test_a_wish_with_a_stand_in_is_the_same_avatar_when_it_is_made_again() -> None:
    house = opened()
    stand_ins = [
        wish
        for wish in with_status(completed=True, degraded=True)
        if "reference_path" not in wish.data  # its photo is gone
    ]
    assert len(stand_ins) > 5
    for wish in stand_ins:
        assert ask(house, wish).avatar.avatar_id == wish.avatar_id, wish
    house.check(quiet=False)


def test_a_wish_that_is_under_way_stays_under_way() -> None:
    house, before = opened(), dict(old_world().documents)
    waiting = [wish for wish in wishes() if before[wish.path]["status"] in ("queued", "generating")]
    assert len(waiting) > 10
    for wish in waiting:
        admitted = ask(house, wish)
        assert (admitted.outcome, admitted.avatar.avatar_id) == ("under_way", wish.avatar_id), wish
    assert house.documents == before


def test_what_one_person_has_is_a_hit_for_another() -> None:
    house = opened()
    handed_out = 0
    for wish in with_status(completed=True):
        recipe = house.documents[wish.path]["recipe"]
        entry = house.documents.get(f"cache/{house.documents[wish.path]['image_path'].split('/')[1]}")
        if recipe["uid"] is None and entry is not None and entry["state"] == "ready":
            handed_out += 1
            newcomer = of_somebody_new(wish, f"newcomer-{handed_out}", recipe["character"])
            admitted = ask(house, newcomer)
            assert (admitted.outcome, admitted.avatar.source) == ("hit", "cache"), wish
            assert admitted.avatar.picture is not None
            assert admitted.avatar.picture.image_path == entry["image_path"], wish
    assert handed_out > 20
    assert house.provider.calls == []
    assert house.take_attempts() == []


def test_a_look_that_is_being_made_is_followed() -> None:
    house = opened()
    (wish,) = [
        wish for wish in wishes() if wish.uid == "ada" and house.documents[wish.path]["status"] == "queued"
    ]
    admitted = ask(house, of_somebody_new(wish, "newcomer", "wren"))
    assert admitted.outcome == "follow"
    assert admitted.avatar.follows == house.documents[wish.path]["render_id"]


def test_a_look_that_is_hidden_or_taken_down_is_handed_to_nobody() -> None:
    house = opened()
    withheld = {
        data["recipe"]["style"]: path.split("/")[1]
        for path, data in house.documents.items()
        if path.startswith("cache/") and data["state"] in ("hidden", "taken_down")
    }
    asked = [
        wish
        for wish in wishes()
        if withheld.get(wish.data["style"]) and wish.data.get("character") == "amara"
    ]
    assert {wish.data["style"] for wish in asked} == {"anime", "superhero"}
    for number, wish in enumerate(asked):
        admitted = ask(house, of_somebody_new(wish, f"newcomer-{number}", "amara"))
        assert admitted.outcome == "degrade", wish

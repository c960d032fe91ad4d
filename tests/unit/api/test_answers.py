"""Answers: the app sees the fields that are named as public, and no other."""

from mirror_realm.api.answers import PUBLIC, admitted_answer, avatar_answer
from tests.fakes.house import House

INTERNAL = {
    "active_days",
    "allow_fallback",
    "completed_at",
    "cost_micros",
    "follows",
    "meanwhile_url",
    "placeholder_url",
    "render_id",
    "reported_path",
    "waiting_since",
}
"""What the backend keeps in the avatar document for itself."""


def test_an_answer_has_the_public_fields_and_no_other() -> None:
    avatar = House().ask().avatar
    assert set(avatar_answer(avatar)) == {
        *("avatar_id", "name", "note", "tags", "project_id", "origin", "preset", "queue", "set"),
        *PUBLIC,
    }
    assert set(avatar.to_document()) == {*PUBLIC, *INTERNAL}, "say of a new field whether the app sees it"


def test_an_answer_names_the_preset_of_the_last_wish() -> None:
    house = House()
    plain = house.ask().avatar
    assert (avatar_answer(plain)["origin"], avatar_answer(plain)["preset"]) == ("progress", None)
    assert not {"origin", "preset"} & set(plain.to_document())
    begun = house.ask("bo", variation=1, preset="trailhead")
    house.deliver()
    shown = avatar_answer(house.avatar(begun, "bo"))
    assert (shown["status"], shown["origin"], shown["preset"]) == ("completed", "preset", "trailhead")
    assert house.ask("bo", variation=1).avatar.preset == "trailhead", "it is the same avatar, and not written"


def test_an_answer_has_the_place_and_the_time_of_a_wish_that_waits_for_a_pace() -> None:
    house = House(images_per_minute=4)
    assert avatar_answer(house.ask(variation=1).avatar)["queue"] is None
    waiting = house.ask("bo", variation=2).avatar
    assert avatar_answer(waiting)["queue"] == {"place": 1, "expected_at": "2026-11-20T12:00:10+00:00"}
    assert waiting.to_document()["queue"]["place"] == 1


def test_the_credits_that_remain_are_told_where_credits_are_on_and_the_allowance_was_touched() -> None:
    house = House(credits=10, user_limit=2)
    for variation, left in ((0, 20), (1, 10)):
        admitted = house.ask(variation=variation)
        assert admitted_answer(admitted, admitted.avatar)["usage"]["credits_remaining"] == left
    house.deliver()
    hit = house.ask("bo")
    assert "usage" not in admitted_answer(hit, hit.avatar)
    free = House().ask()
    assert "credits_remaining" not in admitted_answer(free, free.avatar)["usage"]

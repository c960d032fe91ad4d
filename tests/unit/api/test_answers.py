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
    assert set(avatar_answer(avatar)) == {"avatar_id", "name", "note", *PUBLIC}
    assert set(avatar.to_document()) == {*PUBLIC, *INTERNAL}, "say of a new field whether the app sees it"


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

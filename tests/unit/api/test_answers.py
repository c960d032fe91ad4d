"""Answers: the app sees the fields that are named as public, and no other."""

from mirror_realm.api.answers import PUBLIC, avatar_answer
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

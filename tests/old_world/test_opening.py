"""The world of cecf284 as it is found: whole, and with everything under way that it was lived for."""

from collections import Counter

import pytest

from tests import invariants
from tests.old_world.opening import PRICE, old_world, opened, under, wishes


def test_what_is_always_true_is_true_of_it() -> None:
    house = opened()
    house.check(quiet=False)
    invariants.credits_add_up(house.documents, price=PRICE, initial=30, salt="salt")


def test_every_picture_that_is_shown_is_there() -> None:
    world = old_world()
    shown = [
        one for one in under(world.documents, "users/*/avatars/*").values() if one["status"] == "completed"
    ]
    assert [one["image_path"] for one in shown if one["image_path"] not in world.files] == []


@pytest.mark.parametrize(
    ("pattern", "field", "expected"),
    [
        ("renders/*", "state", {"settled", "failed", "queued", "running"}),
        ("users/*/avatars/*", "status", {"queued", "generating", "completed", "failed"}),
        ("users/*/avatars/*", "source", {None, "generated", "cache", "similar", "stage", "painted"}),
        ("users/*/avatars/*", "requested_by", {"call", "document", "milestone"}),
        (
            "users/*/avatars/*",
            "evolution_stage",
            {"newReflection", "firstWeek", "twoWeeks", "month", "quarter", "halfYear"},
        ),
        (
            "users/*/avatars/*",
            "style",
            {"daymi", "comic", "superhero", "cinematic_hero", "noir_hero", "anime", "realistic_portrait"},
        ),
        ("cache/*", "state", {"rendering", "ready", "retired", "hidden", "taken_down"}),
        ("reviews/*", "state", {"open", "hidden", "restored", "taken_down"}),
        ("reviews/*", "pending", {True, False}),
        ("erasures/*", "step", {"jobs", "files", "done"}),
        ("ledger/*", "movement", {"reserved", "settled", "refunded", "granted"}),
    ],
)
def test_it_holds_documents_of_every_kind(pattern: str, field: str, expected: set[str | bool | None]) -> None:
    assert {data[field] for data in under(old_world().documents, pattern).values()} == expected


def test_workers_died_at_every_place_where_a_job_can_be() -> None:
    jobs = under(old_world().documents, "renders/*").values()
    running = Counter(
        (job["attempt"], len(job["calls"]), job["recipe"]["uid"] is not None)
        for job in jobs
        if job["state"] == "running"
    )
    assert running == {
        (1, 0, False): 2,  # claimed
        (1, 1, False): 2,  # in a call; with a picture stored
        (1, 2, False): 1,  # in a call after one that went wrong
        (1, 1, True): 1,  # with a personal picture stored
        (3, 1, False): 1,  # the last attempt
    }


def test_every_wish_that_is_remembered_has_its_avatar() -> None:
    documents = old_world().documents
    assert [wish for wish in wishes() if wish.path not in documents] == []

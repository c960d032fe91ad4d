"""Cache keys and avatar ids never change: a recipe that cecf284 knew is the same picture for ever.

The golden list was written by cecf284: wishes with every style, stage, persona, timeline, area and character, each
detail, models for shared and personal pictures, the painter.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.avatar import avatar_id_for
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.recipe import Recipe, RecipeDetail
from mirror_realm.domain.wish import User
from tests.fakes.frozen import frozen
from tests.fakes.house import House
from tests.fakes.outside import ScriptedProvider
from tests.old_world.export import Document, read_json
from tests.old_world.opening import FOLDER, old_world, under


@cache
def golden() -> Sequence[Document]:
    rows: Sequence[Document] = read_json(FOLDER / "golden.json")
    return rows


def house_of(detail: str, renderer: str) -> House:
    """Return a house whose settings make such recipes."""
    name = "painter" if renderer.startswith("painter-") else "scripted"
    provider = ScriptedProvider(name, renderer, worst_case=0, cost=0)
    return House(user_limit=100, global_limit=100, detail=RecipeDetail(detail), provider=provider)


def admitted_recipe(house: House, row: Document) -> tuple[Document, str, str]:
    """Return the recipe, the cache key and the avatar's id that this row's wish comes to."""
    uid, photo = row["uid"], row["data"].get("reference_path")
    if photo:
        house.consenting.give(uid, "2026-11")
        house.photos.upload(photo, uid.encode())
    avatar = house.admission.admit(parse_wish(row["data"], User(uid, FREE))).avatar
    return frozen(avatar.recipe.to_document()), avatar.recipe.cache_key, avatar.avatar_id


SETTINGS = sorted({(row["detail"], row["renderer"]) for row in golden()})


@pytest.mark.parametrize(("detail", "renderer"), SETTINGS)
def test_a_wish_comes_to_the_recipe_the_key_and_the_avatar_that_it_came_to(
    detail: str, renderer: str
) -> None:
    house = house_of(detail, renderer)
    for row in golden():
        if (row["detail"], row["renderer"]) == (detail, renderer):
            assert admitted_recipe(house, row) == (row["recipe"], row["cache_key"], row["avatar_id"])


def test_a_stored_recipe_has_the_key_that_it_had() -> None:
    for row in golden():
        recipe = Recipe.from_document(row["recipe"])
        assert recipe.cache_key == row["cache_key"]
        assert avatar_id_for(row["uid"], recipe) == row["avatar_id"]


def test_every_cache_entry_lies_under_the_key_of_its_recipe() -> None:
    entries = under(old_world().documents, "cache/*")
    keys = {path: Recipe.from_document(data["recipe"]).cache_key for path, data in entries.items()}
    assert keys == {path: path.split("/")[1] for path in entries}


def test_every_avatar_has_the_id_of_its_person_and_recipe() -> None:
    for path, data in under(old_world().documents, "users/*/avatars/*").items():
        _, uid, _, avatar_id = path.split("/")
        assert avatar_id_for(uid, Recipe.from_document(data["recipe"])) == avatar_id, path


@pytest.mark.parametrize(
    ("axis", "values"),
    [
        ("style", 7),
        ("stage", 6),
        ("range", 5),
        ("character", 13),  # of personal pictures none
        ("persona", 6),
        ("timeline", 3),
        ("area", 11),
        ("goals_met", 2),
        ("renderer", 3),
    ],
)
def test_the_golden_list_has_every_value_of_each_axis(axis: str, values: int) -> None:
    found: set[Any] = {row["recipe"][axis] for row in golden()}
    assert len(found) == values


def test_the_golden_list_has_recipes_of_each_detail() -> None:
    """Low shows no trait, medium one and high up to three; each is there with all that it shows."""
    most = {
        detail: max(len(row["recipe"]["traits"]) for row in golden() if row["detail"] == detail)
        for detail in ("low", "medium", "high")
    }
    assert most == {"low": 0, "medium": 1, "high": 3}

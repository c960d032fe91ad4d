# mypy: ignore-errors
"""Wishes whose recipes, cache keys and avatar ids must never change, and what cecf284 makes of them.

Each row's axes turn at their own pace, so that every value of each is there, beside others in every row.
"""

from collections.abc import Iterator
from typing import Any

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import FIRST_DAY, EvolutionStage
from mirror_realm.domain.recipe import RecipeDetail, Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import GROUPS
from mirror_realm.domain.wish import User
from tests.fakes.house import House
from tests.fakes.outside import ScriptedProvider
from tests.old_world.making.house import EDIT_MODEL, MODEL
from tests.old_world.making.living import wish

UIDS = ("ada", "k9Fq2ZtX0bTn3VhYw7LmRc5UeSa1", "auth0|7", "jörg")
PHOTO = "me.jpg"


def golden_rows() -> list[dict[str, Any]]:
    """Return each wish with the recipe, the cache key and the avatar's id that it comes to."""
    return [_row(number, *asked) for number, asked in enumerate(_wishes())]


def _wishes() -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield data, renderer and detail."""
    styles, stages = list(StyleId), list(EvolutionStage)
    number = 0
    for style in styles:
        for stage in stages:
            yield _wish(number, style, stage), MODEL, list(RecipeDetail)[number % 3]
            number += 1
    for style in styles:
        data = _wish(number, style, stages[number % 6])
        del data["character"]
        yield {**data, "reference_path": PHOTO}, EDIT_MODEL, "medium"
        number += 1
    for detail in RecipeDetail:
        for style in styles[:2]:
            yield _wish(number, style, stages[number % 6]), "painter-1", detail
            number += 1
    for _ in UIDS:  # people whose character is their own
        data = _wish(number, StyleId.DAYMI, EvolutionStage.MONTH)
        del data["character"]
        yield data, MODEL, "medium"
        number += 1


def _wish(number: int, style: StyleId, stage: EvolutionStage) -> dict[str, Any]:
    personas, areas, times = list(PersonaId), list(Area), list(Timeline)
    words = [GROUPS[(3 * number + step) % len(GROUPS)] for step in range(number % 6)]
    data = wish(
        FIRST_DAY[stage] + number % 7,
        str(style),
        list(CHARACTERS)[number % len(CHARACTERS)],
        discovered_traits=[group.words[number % len(group.words)].upper() for group in words],
        goals_completed=number % 3,
        persona=str(personas[(number + number // 7) % len(personas)]),
        timeline=str(times[(number // 2) % len(times)]),
        variation=(number * 7) % 100,
    )
    if number % 7 != 3:
        data["progress_metrics"]["achievement_area"] = str(areas[number % len(areas)])
    if number % 4 == 0:
        data["evolution_stage"] = str(stage)
    return data


def _row(number: int, data: dict[str, Any], renderer: str, detail: str) -> dict[str, Any]:
    uid = UIDS[number % len(UIDS)]
    painter = renderer == "painter-1"
    provider = ScriptedProvider("painter" if painter else "scripted", renderer, 0, 0)
    house = House(detail=RecipeDetail(detail), provider=provider)
    if "reference_path" in data:
        house.consenting.give(uid, "2026-11")
        data = {**data, "reference_path": house.photos.upload(f"uploads/{uid}/{PHOTO}", uid.encode())}
    avatar = house.admission.admit(parse_wish(data, User(uid, anonymous=False))).avatar
    return {
        "uid": uid,
        "renderer": renderer,
        "detail": detail,
        "data": data,
        "recipe": avatar.recipe.to_document(),
        "cache_key": avatar.recipe.cache_key,
        "avatar_id": avatar.avatar_id,
    }

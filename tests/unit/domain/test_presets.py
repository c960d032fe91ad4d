"""Presets: each is a valid wish that adds nothing to the recipe; the examples of personas say what they show."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.api.wish_request import LONGEST_PRESET, parse_wish
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.persona_examples import EXAMPLES
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.presets import CATEGORY_TITLES, PRESETS, PREVIEW_DAYS, Category, Preset
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import RecipeDetail, Renderer
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import CUES, canonical_groups
from mirror_realm.domain.wish import User, Wish
from mirror_realm.errors import InvalidRequest, UnknownPreset

RENDERER = Renderer("model-1", "medium")
EACH = pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)


def wish(uid: str = "ada", *, days: int = 42, goals: int = 0, **data: Any) -> Wish:
    metrics = {"active_days": days, "goals_completed": goals, **data.pop("progress_metrics", {})}
    return parse_wish({"progress_metrics": metrics, **data}, User(uid, FREE))


def key(one: Wish, detail: RecipeDetail = RecipeDetail.HIGH) -> str:
    return one.recipe(RENDERER, detail).cache_key


def spelled_out(preset: Preset, **more: Any) -> dict[str, Any]:
    """Return what an app sends that knows no presets."""
    metrics = {"discovered_traits": list(preset.traits), "achievement_area": preset.area}
    look = {"style": preset.style, "persona": preset.persona, "character": preset.character}
    return {"progress_metrics": metrics, **look, **more}


@EACH
def test_each_is_the_wish_that_it_spells_out_and_adds_nothing_to_its_key(preset: Preset) -> None:
    assert len(preset.id) <= LONGEST_PRESET
    for days, goals in ((0, 0), (42, 0), (42, 3), (104, 0), (400, 9)):
        named = wish(days=days, goals=goals, preset=preset.id)
        for detail in RecipeDetail:
            assert key(named, detail) == key(wish(days=days, goals=goals, **spelled_out(preset)), detail)


@EACH
def test_each_shows_traits_of_the_vocabulary_in_the_order_of_choice(preset: Preset) -> None:
    assert set(preset.traits) <= set(CUES)
    assert canonical_groups(preset.traits, 20)[0] == preset.traits[0], "the first is the one that shows"


@given(st.sampled_from(sorted(PRESETS)), st.integers(30, 89), st.integers(30, 89), st.integers(1, 9))
def test_two_users_of_a_preset_in_the_same_range_share_a_picture(
    preset: str, one: int, other: int, goals: int
) -> None:
    first = wish("ada", days=one, goals=goals, preset=preset)
    assert key(first) == key(wish("bo", days=other, goals=1, preset=preset))


def test_with_a_photo_the_face_is_the_photos_and_the_rest_the_presets() -> None:
    preset = PRESETS["storyteller"]
    of_photo = wish(preset=preset.id).recipe(RENDERER, RecipeDetail.MEDIUM, "digest")
    assert (of_photo.character, of_photo.uid) == (None, "ada")
    assert (of_photo.style, of_photo.persona) == (preset.style, preset.persona)


OWN: dict[str, Any] = {
    "style": StyleId.DAYMI,
    "persona": PersonaId.COMPANION,
    "character": "kai",
    "discovered_traits": [],
    "achievement_area": Area.FINANCE,
}
"""Choices of a user's own; some of them are what a wish without them has."""


@pytest.mark.parametrize("name", OWN)
def test_what_the_wish_names_itself_wins_even_where_it_is_the_default(name: str) -> None:
    preset = PRESETS["storyteller"]
    in_metrics = name in ("discovered_traits", "achievement_area")
    given = {"progress_metrics": {name: OWN[name]}} if in_metrics else {name: OWN[name]}
    named = wish(goals=1, preset=preset.id, **given)
    spelled = spelled_out(preset)
    (spelled["progress_metrics"] if in_metrics else spelled)[name] = OWN[name]
    assert key(named) == key(wish(goals=1, **spelled))
    assert key(named) != key(wish(goals=1, preset=preset.id))


def test_null_is_left_out_and_the_stage_and_the_draw_are_the_wishs_own() -> None:
    preset = PRESETS["trailhead"]
    nulls: dict[str, Any] = {"style": None, "persona": None, "character": None}
    named = wish(preset=preset.id, evolution_stage="firstWeek", variation=3, **nulls)
    assert (named.style, named.persona, named.character) == (
        preset.style,
        preset.persona,
        preset.character,
    )
    assert (named.stage, named.variation, named.preset) == (EvolutionStage.FIRST_WEEK, 3, "trailhead")
    assert wish(preset=None) == wish()


@pytest.mark.parametrize("unknown", ["", "nobody", "Trailhead", "x" * LONGEST_PRESET, "trailhead\x00"])
def test_an_unknown_one_is_refused_with_the_field(unknown: str) -> None:
    with pytest.raises(UnknownPreset) as refused:
        wish(preset=unknown)
    assert (refused.value.reason, list(refused.value.fields)) == ("unknown_preset", ["preset"])


@pytest.mark.parametrize("wrong", [7, ["trailhead"], "x" * (LONGEST_PRESET + 1), {"id": "trailhead"}])
def test_one_that_is_no_name_is_a_wrong_request(wrong: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        wish(preset=wrong)
    assert (refused.value.reason, list(refused.value.fields)) == ("invalid_request", ["preset"])


def test_the_gallery_has_something_of_everything_and_for_everybody() -> None:
    in_order = [preset.category for preset in PRESETS.values()]
    assert in_order == sorted(in_order, key=list(Category).index)
    assert set(CATEGORY_TITLES) == set(PREVIEW_DAYS) == set(in_order)
    assert all(3 <= in_order.count(category) <= 5 for category in Category)
    assert {preset.character for preset in PRESETS.values()} == set(CHARACTERS)
    assert {preset.style for preset in PRESETS.values()} == set(StyleId)
    assert {preset.persona for preset in PRESETS.values()} == set(PersonaId)
    for category in Category:
        shown = [preset.character for preset in PRESETS.values() if preset.category is category]
        assert len(set(shown)) == len(shown)
        assert len({CHARACTERS[name].skin for name in shown}) > 1


def test_each_has_a_title_and_a_short_line_of_its_own() -> None:
    for texts in ([one.title for one in PRESETS.values()], [one.description for one in PRESETS.values()]):
        assert len(set(texts)) == len(texts)
    assert all(10 < len(one.description) <= 60 for one in PRESETS.values())
    assert not any(one.description.endswith(".") for one in PRESETS.values())
    assert len({key(wish(preset=name), RecipeDetail.MEDIUM) for name in PRESETS}) == len(PRESETS)


def test_each_persona_has_an_example_in_its_own_voice() -> None:
    assert set(EXAMPLES) == set(PersonaId)
    for persona, example in EXAMPLES.items():
        assert example.progress.major_achievement in example.message() == example.message()
        assert example.persona is persona
        assert example.character in CHARACTERS
    assert len({example.message() for example in EXAMPLES.values()}) == len(EXAMPLES)
    assert {example.stage for example in EXAMPLES.values()} == set(EvolutionStage) - {
        EvolutionStage.NEW_REFLECTION
    }

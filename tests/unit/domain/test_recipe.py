"""Recipe and cache key: equal looks have equal keys, and nothing else does."""

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.areas import Area
from mirror_realm.domain.character_ids import character_for
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costumes import COSTUMED, Costume, PaletteId, PlaceId, PowerId, chosen
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage, Progress, ProgressRange, has_earned, stage_for
from mirror_realm.domain.recipe import (
    TEMPLATE_VERSION,
    Recipe,
    RecipeDetail,
    Renderer,
    Timeline,
    personal_recipe,
    shared_recipe,
)
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import GROUPS

SAMPLE = Recipe(
    style=StyleId.DAYMI,
    stage=EvolutionStage.MONTH,
    range=ProgressRange.QUARTER_1,
    character="wren",
    renderer="painter-1",
    quality="medium",
    traits=("creative",),
    area=Area.LEARNING,
    goals_met=True,
    template=1,
)
SAMPLE_KEY = "0ef83b8e5b2a26920db5e05e6fcd5b0fa81060564af526b22cf039ecc24d7165"
"""Of template version 1, for ever: a change means that every stored picture lost its key."""

WORDS = st.sampled_from([word for group in GROUPS for word in group.words])
progresses = st.builds(
    Progress,
    active_days=st.integers(0, 1000),
    major_achievement=st.text(max_size=50),
    achievement_area=st.none() | st.sampled_from(Area),
    discovered_traits=st.lists(WORDS | st.text(max_size=12), max_size=8).map(tuple),
    goals_completed=st.integers(0, 5),
)


def recipe_of(progress: Progress, detail: RecipeDetail = RecipeDetail.HIGH) -> Recipe:
    return shared_recipe(
        progress=progress,
        stage=stage_for(progress.active_days),
        style=StyleId.DAYMI,
        character="wren",
        renderer=Renderer("painter-1", "medium"),
        detail=detail,
    )


def test_the_key_of_a_sample_changes_only_with_the_template_version() -> None:
    assert SAMPLE.cache_key == SAMPLE_KEY
    assert SAMPLE.template == TEMPLATE_VERSION, "raise the sample's template and commit its new key"


def test_the_key_is_the_same_in_another_process() -> None:
    program = (
        "from tests.unit.domain.test_recipe import SAMPLE; import sys; sys.stdout.write(SAMPLE.cache_key)"
    )
    root = Path(__file__).parents[3]
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": f"{root}:{root / 'functions'}", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == SAMPLE_KEY


OTHER = {
    "style": StyleId.ANIME,
    "stage": EvolutionStage.QUARTER,
    "range": ProgressRange.QUARTER_PLUS,
    "character": "sol",
    "renderer": "another-model",
    "quality": "high",
    "traits": ("calm",),
    "area": Area.HOME,
    "goals_met": False,
    "persona": PersonaId.MAKER,
    "timeline": Timeline.FUTURE_2048,
    "variation": 1,
    "size": 512,
    "template": TEMPLATE_VERSION + 1,
}


def changed(name: str) -> Recipe:
    other: dict[str, Any] = {name: OTHER[name]}
    return replace(SAMPLE, **other)


@pytest.mark.parametrize("name", [field.name for field in fields(Recipe)])
def test_any_field_changes_the_key(name: str) -> None:
    if name == "costume":
        hero = replace(SAMPLE, style=StyleId.NOIR_HERO)
        assert replace(hero, costume=Costume(PaletteId.AZURE)).cache_key != hero.cache_key
    elif name in ("uid", "references"):
        ada = personal_recipe(SAMPLE, "ada", ("digest",))
        other = personal_recipe(SAMPLE, *(("bo", ("digest",)) if name == "uid" else ("ada", ("another",))))
        assert len({SAMPLE.cache_key, ada.cache_key, other.cache_key}) == 3
    else:
        assert changed(name).cache_key != SAMPLE.cache_key


@given(progresses, st.randoms())
def test_order_case_and_repetition_of_traits_do_not_matter(progress: Progress, chance: object) -> None:
    shuffled = list(progress.discovered_traits) * 2
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    shouted = tuple(word.upper() if word.isascii() else word for word in shuffled)
    assert recipe_of(replace(progress, discovered_traits=shouted)) == recipe_of(progress)


@given(progresses, st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_free_text_never_gets_in(progress: Progress, achievement: str, words: list[str]) -> None:
    known = {word for group in GROUPS for word in group.words}
    unknown = tuple(f"{word}~" for word in words)
    assert not known & set(unknown)
    told = replace(
        progress,
        major_achievement=achievement,
        discovered_traits=progress.discovered_traits + unknown,
    )
    assert recipe_of(told) == recipe_of(progress)


@given(progresses, st.sampled_from(RecipeDetail))
def test_a_stored_recipe_reads_back_the_same(progress: Progress, detail: RecipeDetail) -> None:
    recipe = recipe_of(progress, detail)
    assert Recipe.from_document(recipe.to_document()) == recipe


@given(progresses)
def test_an_area_that_does_not_show_is_no_part_of_the_look(progress: Progress) -> None:
    early = replace(progress, active_days=5, goals_completed=0)
    assert recipe_of(early) == recipe_of(replace(early, achievement_area=None))


HERO = replace(SAMPLE, style=StyleId.SUPERHERO)
costumes = st.builds(
    chosen,
    st.none() | st.sampled_from(PaletteId),
    st.none() | st.sampled_from(PowerId),
    st.none() | st.sampled_from(PlaceId),
)


def test_a_recipe_without_a_costume_is_stored_as_before_there_were_any() -> None:
    assert "costume" not in HERO.to_document()
    assert HERO.cache_key == "2d3fca9a5b02ec2fdb3ee6fba5db6f09086c32fdb4edeccaf29acccfb3eac071"


def test_a_costume_is_stored_with_the_choices_that_were_made() -> None:
    dressed = replace(HERO, costume=Costume(PaletteId.AZURE, place=PlaceId.COAST))
    assert dressed.to_document()["costume"] == {"palette": "azure", "place": "coast"}
    assert dressed.cache_key == "c1ded093f716eb601c47db06fd25a4f28752c86c0b522859c18843b2849f1d49"


@given(costumes, costumes)
def test_recipes_have_the_same_key_only_with_the_same_costume(
    one: Costume | None, other: Costume | None
) -> None:
    first, second = replace(HERO, costume=one), replace(HERO, costume=other)
    assert (first.cache_key == second.cache_key) == (one == other)
    assert Recipe.from_document(first.to_document()) == first


def test_a_costume_makes_a_choice() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Costume()
    assert chosen() is None


@pytest.mark.parametrize("style", [style for style in StyleId if style not in COSTUMED])
def test_other_styles_have_no_costume(style: StyleId) -> None:
    with pytest.raises(ValueError, match="no costume"):
        replace(SAMPLE, style=style, costume=Costume(PaletteId.AZURE))


def test_a_recipe_is_shared_or_personal_never_both_nor_neither() -> None:
    with pytest.raises(ValueError, match="shared"):
        replace(SAMPLE, uid="ada", references=("digest",))
    with pytest.raises(ValueError, match="shared"):
        replace(SAMPLE, character=None)
    with pytest.raises(ValueError, match="together"):
        replace(SAMPLE, character=None, uid="ada")


@given(st.integers(0, 2000))
def test_the_stage_of_ones_days_is_earned_and_the_next_is_not(days: int) -> None:
    stage = stage_for(days)
    assert has_earned(stage, days)
    later = list(EvolutionStage)[list(EvolutionStage).index(stage) + 1 :]
    assert not any(has_earned(next_stage, days) for next_stage in later)


@given(st.text(max_size=30))
def test_a_persons_character_is_one_of_ours_and_stays(uid: str) -> None:
    assert character_for(uid) == character_for(uid)
    assert character_for(uid) in CHARACTERS


def test_characters_are_spread_evenly_over_people() -> None:
    counts = dict.fromkeys(CHARACTERS, 0)
    for number in range(12_000):
        counts[character_for(f"person-{number}")] += 1
    assert all(850 < count < 1150 for count in counts.values())

"""Prompts as they are sent, in files that a person can read and review: golden/prompts/*.txt.

`UPDATE_GOLDEN=1 pytest tests/unit/domain/test_prompts_golden.py` writes them anew after a change of wording.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costume_catalogue import PALETTES, PLACES, POWERS
from mirror_realm.domain.costumes import COSTUMED, Costume, PaletteId, PlaceId, PowerId
from mirror_realm.domain.growth import GROWTH
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import FIRST_DAY, STAGES, EvolutionStage, Progress, range_for
from mirror_realm.domain.prompt_families import SHORT_TOKENS, Family, family_of, tokens
from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.recipe import (
    Recipe,
    RecipeDetail,
    Renderer,
    Timeline,
    personal_recipe,
    shared_recipe,
)
from mirror_realm.domain.reference import InputKind
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import GROUPS

GOLDEN = Path(__file__).parent / "golden" / "prompts"
DOCUMENT = Path(__file__).parents[3] / "docs" / "prompts.md"


def sample(style: StyleId = StyleId.DAYMI, stage: EvolutionStage = EvolutionStage.MONTH) -> Recipe:
    """Return a reader who has met a goal, on the first day of the stage."""
    progress = Progress(
        active_days=FIRST_DAY[stage],
        major_achievement="never drawn",
        achievement_area=Area.LEARNING,
        discovered_traits=("creative",),
        goals_completed=1,
    )
    return shared_recipe(
        progress=progress,
        stage=stage,
        style=style,
        character="wren",
        renderer=Renderer("a model", "medium"),
        detail=RecipeDetail.HIGH,
    )


def headed(samples: dict[str, str]) -> str:
    return "\n\n".join(f"=== {title} ===\n\n{prompt}" for title, prompt in samples.items())


def at_quarter(recipe: Recipe) -> Recipe:
    return replace(recipe, stage=EvolutionStage.QUARTER, range=range_for(FIRST_DAY[EvolutionStage.QUARTER]))


def areas() -> str:
    return headed(
        {
            f"{area.value}, {when}": build_prompt(replace(recipe, area=area))
            for area in Area
            for when, recipe in (("goal met at month", sample()), ("quarter", at_quarter(sample())))
        }
    )


def personal() -> str:
    one = personal_recipe(sample(), "a-uid", ("digest",))
    later = (InputKind.PHOTO, InputKind.LATEST)
    return headed(
        {
            "photo": build_prompt(one),
            "photo and previous avatar": build_prompt(one, inputs=later),
            "first and previous avatar": build_prompt(one, inputs=(InputKind.FIRST, InputKind.LATEST)),
            "original": build_prompt(replace(one, timeline=Timeline.ORIGINAL)),
            "future 2048": build_prompt(replace(one, timeline=Timeline.FUTURE_2048)),
            "safer": build_prompt(one, inputs=later, safer=True),
        }
    )


SHORT = "huggingface:stabilityai/stable-diffusion-xl-base-1.0"


def costumes() -> str:
    """Return every choice once in a hero style, each style in full, and the other families of models."""
    whole = Costume(PaletteId.AZURE, PowerId.WIND, PlaceId.COAST)
    hero = sample(StyleId.SUPERHERO)
    alone = [
        *(Costume(palette=palette) for palette in PaletteId),
        *(Costume(power=power) for power in PowerId),
        *(Costume(place=place) for place in PlaceId),
    ]
    return headed(
        {
            **{
                "".join(one.to_document().values()): build_prompt(replace(hero, costume=one)) for one in alone
            },
            **{style.value: build_prompt(replace(sample(style), costume=whole)) for style in COSTUMED},
            "safer": build_prompt(replace(hero, costume=whole), safer=True),
            "photo": build_prompt(personal_recipe(replace(hero, costume=whole), "a-uid", ("digest",))),
            "prose": build_prompt(replace(hero, costume=whole, renderer="black-forest-labs/FLUX.1-dev")),
            "short": build_prompt(replace(hero, costume=whole, renderer=SHORT)),
        }
    )


def _sample_prompt(style: StyleId, stage: EvolutionStage) -> str:
    return build_prompt(sample(style, stage))


def of_family(renderer: str) -> str:
    """Return what models of another family are told: every style and stage once, each character, photos."""
    one = replace(personal_recipe(sample(), "a-uid", ("digest",)), renderer=renderer)
    made = {
        **{
            f"{s.value}, {stage.value}": sample(s, stage)
            for s, stage in zip(StyleId, [*STAGES, STAGES[-1]], strict=True)
        },
        **{name: replace(sample(), character=name) for name in CHARACTERS},
        "quarter": at_quarter(sample()),
    }
    prompts = {title: build_prompt(replace(recipe, renderer=renderer)) for title, recipe in made.items()}
    later = (InputKind.PHOTO, InputKind.LATEST)
    return headed(
        prompts
        | {
            "photo and previous avatar": build_prompt(one, inputs=later),
            "safer": build_prompt(replace(sample(), renderer=renderer), safer=True),
        }
    )


FILES: dict[str, Callable[[], str]] = {
    "family-prose": lambda: of_family("huggingface:black-forest-labs/FLUX.1-dev"),
    "family-short": lambda: of_family("huggingface:stabilityai/stable-diffusion-xl-base-1.0"),
    **{
        f"{style.value}-{stage.value}": partial(_sample_prompt, style, stage)
        for style in StyleId
        for stage in STAGES
    },
    "samples-safer": lambda: headed({s.value: build_prompt(sample(s), safer=True) for s in StyleId}),
    "samples-personal": personal,
    "samples-areas": areas,
    "samples-costumes": costumes,
    "samples-traits": lambda: headed(
        {group.id: build_prompt(replace(sample(), traits=(group.id,))) for group in GROUPS}
    ),
    "samples-characters": lambda: headed(
        {name: build_prompt(replace(sample(), character=name)) for name in CHARACTERS}
    ),
    "samples-personas": lambda: headed(
        {persona.value: build_prompt(replace(sample(), persona=persona)) for persona in PersonaId}
    ),
    "samples-timelines": lambda: headed(
        {time.value: build_prompt(replace(sample(), timeline=time)) for time in Timeline}
    ),
    "samples-variations": lambda: headed(
        {str(each): build_prompt(replace(sample(), variation=each)) for each in (0, 3, 27, 99)}
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_prompt_reads_as_its_golden_file_says(name: str) -> None:
    file = GOLDEN / f"{name}.txt"
    prompt = FILES[name]() + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(prompt, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == prompt


def test_no_golden_file_is_left_over_from_a_look_that_is_gone() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(FILES)


def test_the_example_in_the_document_is_the_real_prompt() -> None:
    assert build_prompt(sample()) in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("renderer", "family"),
    [
        ("gpt-image-2.5-flare-2026-09-08", Family.LABELLED),
        ("openrouter:google/gemini-nano-banana-2.1", Family.LABELLED),
        ("painter-1", Family.LABELLED),
        ("openrouter:black-forest-labs/flux.2-pro", Family.PROSE),
        ("huggingface:XLabs-AI/flux-RealismLora:fal-ai", Family.PROSE),
        ("huggingface:stabilityai/stable-diffusion-xl-base-1.0", Family.SHORT),
    ],
)
def test_a_models_name_tells_its_family(renderer: str, family: Family) -> None:
    assert family_of(renderer) is family


@pytest.mark.parametrize("style", StyleId)
@pytest.mark.parametrize("character", CHARACTERS)
def test_a_short_prompt_fits_and_has_what_makes_the_person_and_the_stage(
    style: StyleId, character: str
) -> None:
    recipe = replace(
        sample(style), character=character, renderer="x:stabilityai/stable-diffusion-xl-base-1.0"
    )
    prompt = build_prompt(recipe)
    assert tokens(prompt) <= SHORT_TOKENS
    who, _, *marks = CHARACTERS[character].sheet.split("; ")
    told = [mark for mark in marks if not mark.startswith("no ") and not mark.endswith("build")]
    expression = GROWTH[recipe.stage].mood.shown.partition(",")[0]
    assert [
        words for words in (who, *told, expression, CHARACTERS[character].outfit) if words not in prompt
    ] == []


@pytest.mark.parametrize("style", COSTUMED)
@pytest.mark.parametrize("character", CHARACTERS)
def test_a_short_prompt_has_all_that_was_chosen_of_a_costume(style: StyleId, character: str) -> None:
    hero = replace(sample(style), character=character, renderer=SHORT)
    for palette, power, place in zip(PaletteId, list(PowerId)[1:], PlaceId, strict=True):
        prompt = build_prompt(replace(hero, costume=Costume(palette, power, place)))
        assert tokens(prompt) <= SHORT_TOKENS
        assert PALETTES[palette].words in prompt
        assert POWERS[power].words.partition(";")[0] in prompt
        assert PLACES[place].words.partition(";")[0] in prompt


def test_a_short_prompt_does_not_cut_a_face_between_two_adjectives() -> None:
    recipe = replace(sample(stage=EvolutionStage.TWO_WEEKS), renderer="x:stable-diffusion-xl")
    assert "a more confident, self-aware smile" in build_prompt(recipe)


def test_no_two_stages_have_the_same_short_prompt() -> None:
    model = "x:stabilityai/stable-diffusion-xl-base-1.0"
    prompts = {build_prompt(replace(sample(stage=stage), renderer=model)) for stage in STAGES}
    assert len(prompts) == len(STAGES)


def test_a_model_that_draws_what_it_is_told_to_leave_out_is_not_told() -> None:
    prompt = build_prompt(replace(sample(), renderer="x:black-forest-labs/flux.2-pro"))
    assert "watermark" not in prompt
    assert "Image 1" not in prompt

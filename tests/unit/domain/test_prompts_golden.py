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
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import FIRST_DAY, STAGES, EvolutionStage, Progress, range_for
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


def _sample_prompt(style: StyleId, stage: EvolutionStage) -> str:
    return build_prompt(sample(style, stage))


FILES: dict[str, Callable[[], str]] = {
    **{
        f"{style.value}-{stage.value}": partial(_sample_prompt, style, stage)
        for style in StyleId
        for stage in STAGES
    },
    "samples-safer": lambda: headed({s.value: build_prompt(sample(s), safer=True) for s in StyleId}),
    "samples-personal": personal,
    "samples-areas": areas,
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

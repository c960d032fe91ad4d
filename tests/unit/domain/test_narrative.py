"""What I-There says: lower case, brief, its own for every stage and persona, the same for the same seed."""

import subprocess
import sys
import unicodedata
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.growth import Aspect
from mirror_realm.domain.narrative.achievement import LONGEST, spoken
from mirror_realm.domain.narrative.evolution import explain_evolution, growth_in_words
from mirror_realm.domain.narrative.languages import LANGUAGES, language
from mirror_realm.domain.narrative.messages import message
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import STAGES, EvolutionStage

FUNCTIONS = Path(__file__).parents[3] / "functions"
stages, personas = st.sampled_from(EvolutionStage), st.sampled_from(PersonaId)
seeds, languages = st.text(max_size=40), st.sampled_from(LANGUAGES)


def said(stage: EvolutionStage, persona: PersonaId = PersonaId.COMPANION, **changes: object) -> set[str]:
    """All that is said over many seeds."""
    arguments = {"achievement": "", "active_days": 40, **changes}
    return {
        message(stage, persona, life=str(seed // 2), seed=str(seed), **arguments)  # type: ignore[arg-type]  # a test's defaults
        for seed in range(300)
    }


@given(stages, personas, st.text(max_size=200), st.integers(0, 5000), seeds, languages)
def test_it_is_one_brief_line_in_lower_case_under_its_sign(
    stage: EvolutionStage, persona: PersonaId, achievement: str, days: int, seed: str, locale: str
) -> None:
    words = message(
        stage, persona, achievement=achievement, active_days=days, life=seed, seed=seed, locale=locale
    )
    assert words.startswith("🪞 ")
    assert words == words.lower()
    assert words == " ".join(words.split())
    assert len(words) <= 300
    assert words[-1] in ".?!"
    assert "{" not in words


@given(stages, personas, st.text(max_size=60), st.integers(0, 5000), seeds)
def test_the_same_seed_says_the_same(
    stage: EvolutionStage, persona: PersonaId, achievement: str, days: int, seed: str
) -> None:
    first, second = (
        message(stage, persona, achievement=achievement, active_days=days, life="ada", seed=seed)
        for _ in range(2)
    )
    assert first == second


def test_the_choice_is_the_same_in_another_process() -> None:
    program = (
        "from mirror_realm.domain.narrative.messages import message\n"
        "words = message('month', 'maker', achievement='a shelf', active_days=31, life='a', seed='s')\n"
        "import sys; sys.stdout.buffer.write(words.encode())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], cwd=FUNCTIONS, capture_output=True, check=True, timeout=60
    )
    here = message(
        EvolutionStage.MONTH, PersonaId.MAKER, achievement="a shelf", active_days=31, life="a", seed="s"
    )
    assert elsewhere.stdout.decode() == here


@pytest.mark.parametrize("stage", STAGES)
def test_seeds_reach_every_line_of_a_stage_and_every_way_to_speak_of_an_achievement(
    stage: EvolutionStage,
) -> None:
    spoken_in, words = language("en"), said(stage, achievement="a shelf")
    voice = spoken_in.voices[PersonaId.COMPANION]
    for line in spoken_in.stages[stage]:
        assert any(each.endswith(line) for each in words), line
    for line in voice.achievements:
        assert any(line.format(achievement="a shelf") in each for each in words), line
    assert len(said(stage)) >= 10


@given(stages, personas, seeds)
def test_an_achievement_is_quoted_and_its_absence_leaves_no_gap(
    stage: EvolutionStage, persona: PersonaId, seed: str
) -> None:
    with_it = message(stage, persona, achievement="Finished my Novel!", active_days=40, life=seed, seed=seed)
    assert "“finished my novel”" in with_it
    for nothing in ("", "   ", "\u200b", "<b></b>", "..."):
        without = message(stage, persona, achievement=nothing, active_days=40, life=seed, seed=seed)
        assert "“" not in without
        assert set(without.split()) <= set(with_it.split())


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    ("days", "right", "wrong"),
    [(0, "our first day", "0 day"), (1, "1 day", "1 days"), (12, "12 days", "12 day ")],
)
def test_days_are_counted_as_people_say_them(
    stage: EvolutionStage, days: int, right: str, wrong: str
) -> None:
    for persona in PersonaId:
        words = said(stage, persona, active_days=days)
        assert any(right in each for each in words)
        assert not any(wrong in each for each in words)


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("Finished my first novel", "finished my first novel"),
        ("  two\n\n lines\tand   gaps ", "two lines and gaps"),
        ("ran 5k!!!", "ran 5k"),
        ("<script>alert(1)</script> won", "alert(1) won"),
        ("**bold** _claim_ with `code` and [a link](x)", "bold claim with code and a link(x)"),
        ("# a heading", "a heading"),
        ("learned c# and 3 < 4", "learned c# and 3 4"),
        ('“said” "so"', "said so"),
        ("nul\x00 bell\x07 \u202eevil\u202c zero\u200bwidth", "nul bell evil zerowidth"),
        ("{achievement} {days}", "achievement days"),
        ("🎉", "🎉"),
        ("👩‍💻 job", "👩‍💻 job"),
        ("a lone \ud800 surrogate", "a lone surrogate"),
        ("!!!", ""),
    ],
)
def test_an_achievement_is_said_as_plain_words(typed: str, quoted: str) -> None:
    assert spoken(typed) == quoted


def test_a_long_achievement_is_cut_at_a_word() -> None:
    words = spoken("i wrote a very long sentence about everything that went well " * 30)
    assert words == "i wrote a very long sentence about everything that went well i wrote a very…"


def test_a_long_achievement_without_a_space_is_cut_all_the_same() -> None:
    assert spoken("a" * 10_000) == "a" * (LONGEST - 1) + "…"


@given(st.text(max_size=300) | st.text(alphabet="ab <>&*_#{}[]\n\u202e\u200d", max_size=300))
def test_whatever_is_typed_what_is_quoted_is_bounded_plain_and_storable(typed: str) -> None:
    quoted = spoken(typed)
    assert len(quoted) <= LONGEST
    assert not set(quoted) & set('<>*`[]{}\\|"“”_\n\t')
    assert all(unicodedata.category(each) not in {"Cc", "Cs", "Co", "Cn"} for each in quoted)
    assert quoted.encode("utf-8").decode("utf-8") == quoted


@given(stages, stages, personas, st.integers(0, 36_500), seeds, languages)
def test_an_evolution_is_explained_in_one_brief_line_of_the_same_voice(
    earlier: EvolutionStage, later: EvolutionStage, persona: PersonaId, days: int, seed: str, locale: str
) -> None:
    words = explain_evolution(earlier, later, persona, days=days, seed=seed, locale=locale)
    assert words == explain_evolution(earlier, later, persona, days=days, seed=seed, locale=locale)
    assert words.startswith("🪞 ")
    assert words == words.lower()
    assert len(words) <= 300
    assert (" of learning" if locale == "en" else " lernen") in words
    assert "{" not in words


@pytest.mark.parametrize(
    ("days", "phrase"), [(0, "less than a day of"), (1, " 1 day of"), (90, " 90 days of")]
)
def test_an_explanation_counts_the_days_of_learning_between(days: int, phrase: str) -> None:
    assert phrase in explain_evolution(STAGES[0], STAGES[3], PersonaId.MENTOR, days=days, seed="s")


@pytest.mark.parametrize(
    ("earlier", "later", "aspect"),
    [
        (EvolutionStage.NEW_REFLECTION, EvolutionStage.FIRST_WEEK, Aspect.PLACE),
        (EvolutionStage.FIRST_WEEK, EvolutionStage.TWO_WEEKS, Aspect.POSTURE),
        (EvolutionStage.TWO_WEEKS, EvolutionStage.MONTH, Aspect.MOOD),
        (EvolutionStage.MONTH, EvolutionStage.QUARTER, Aspect.POSTURE),
        (EvolutionStage.QUARTER, EvolutionStage.HALF_YEAR, Aspect.PLACE),
        (EvolutionStage.NEW_REFLECTION, EvolutionStage.HALF_YEAR, Aspect.MOOD),
    ],
)
def test_an_explanation_names_the_biggest_change_from_old_to_new(
    earlier: EvolutionStage, later: EvolutionStage, aspect: Aspect
) -> None:
    words = explain_evolution(earlier, later, PersonaId.COMPANION, days=9, seed="s")
    assert f"from {growth_in_words(earlier)[aspect]} to {growth_in_words(later)[aspect]}." in words


@pytest.mark.parametrize("stage", STAGES)
def test_two_pictures_of_one_stage_are_not_said_to_differ(stage: EvolutionStage) -> None:
    for persona, seed in product(PersonaId, range(10)):
        words = explain_evolution(stage, stage, persona, days=3, seed=str(seed))
        assert "biggest" not in words
        assert "3 days of learning" in words

"""I-There never says two of the six messages of a life in one frame, nor ends two alike.

A frame is what stays of a sentence when the days and the achievement are masked. Lines in one frame begin with the same
two words; endings are alike if their last word is the same.
"""

import re
from difflib import SequenceMatcher
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.narrative.language import Lines
from mirror_realm.domain.narrative.languages import LANGUAGES, language
from mirror_realm.domain.narrative.messages import message
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import FIRST_DAY, STAGES, EvolutionStage
from tests.drawing import Draw

ACHIEVEMENT = "Read a story aloud"
_STAGE_WORDS = re.compile(
    r"\b(reflection|version|authentic|evolving|becoming|spiegelbild|echter\w*|entwickel\w*)\b"
)
_DAYS = re.compile(
    r"\{days\w*\}|\b\d+ (?:days?|tage?n?)\b|our first day|unser(?:em)? erste[nr] tag", re.IGNORECASE
)
_ACHIEVEMENT = re.compile(r"[“„](?:\{achievement\}|[^”“]*)[”“]")


def words(text: str) -> list[str]:
    """Return the words of a frame: days are DAYS, achievements QUOTE, the stage's own words STAGE."""
    masked = _ACHIEVEMENT.sub(" QUOTE ", _DAYS.sub(" DAYS ", text))
    return re.findall(r"[\w'’-]+", _STAGE_WORDS.sub("STAGE", masked))


def life(
    persona: PersonaId, seed: str, locale: str, *, achievement: str = "", later: int = 0, turn: int = 0
) -> list[str]:
    """Return the six messages to one user, who wishes for each stage some days after it is earned."""
    return [
        message(
            stage,
            persona,
            achievement=achievement,
            active_days=FIRST_DAY[stage] + later,
            life=seed,
            seed=f"{seed} {stage}",
            turn=turn,
            locale=locale,
        )
        for stage in STAGES
    ]


def alike(one: str, other: str) -> float:
    """Return the share of words that two messages have in common, in order, from 0 to 1."""
    return SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


@pytest.mark.parametrize("achievement", ["", ACHIEVEMENT], ids=["without", "with an achievement"])
@pytest.mark.parametrize("persona", PersonaId)
@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_two_messages_of_a_life_share_a_beginning_an_ending_or_most_words(
    locale: str, persona: PersonaId, achievement: str, draw: Draw
) -> None:
    for seed in draw.of(range(300), 10, "lives"):
        said = life(persona, f"user-{seed}", locale, achievement=achievement, later=seed % 5)
        assert len({tuple(words(each)) for each in said}) == len(STAGES)
        assert len({tuple(words(each)[:3]) for each in said}) == len(STAGES), said
        assert len({words(each)[-1] for each in said}) == len(STAGES), said
        for one, other in combinations(said, 2):
            assert alike(one, other) < 0.6, (one, other)


@pytest.mark.parametrize("locale", LANGUAGES)
@given(st.sampled_from(PersonaId), st.text(max_size=30), st.integers(0, 200))
def test_an_achievement_is_spoken_of_in_six_ways_in_a_life(
    locale: str, persona: PersonaId, seed: str, turn: int
) -> None:
    ways = [line.split("{achievement}") for line in language(locale).voices[persona].achievements]
    said = life(persona, seed, locale, achievement=ACHIEVEMENT, turn=turn)
    used = [
        next(
            index
            for index, (before, after) in enumerate(ways)
            if f"{before}{ACHIEVEMENT.lower()}{after}" in each
        )
        for each in said
    ]
    assert len(set(used)) == len(STAGES)


def frames(lines: Lines) -> set[tuple[str, ...]]:
    return {tuple(words(line)[:2]) for line in lines}


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize(("one", "other"), list(combinations(STAGES, 2)))
def test_no_two_stages_begin_or_end_a_line_alike(
    locale: str, one: EvolutionStage, other: EvolutionStage
) -> None:
    spoken_in = language(locale)
    assert not frames(spoken_in.stages[one]) & frames(spoken_in.stages[other])
    endings = [{words(line)[-1] for line in spoken_in.stages[stage]} for stage in (one, other)]
    assert not endings[0] & endings[1]
    for voice in spoken_in.voices.values():
        assert not frames(voice.openings[one]) & frames(voice.openings[other])


@pytest.mark.parametrize("persona", PersonaId)
@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_two_ways_to_speak_of_an_achievement_begin_or_end_alike(locale: str, persona: PersonaId) -> None:
    lines = language(locale).voices[persona].achievements
    assert len(frames(lines)) == len(lines)
    assert len({words(line)[-1] for line in lines}) >= len(lines) - 1
    assert len({tuple(words(line)[-2:]) for line in lines}) == len(lines)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_trilogy_is_told_in_three_ways(locale: str) -> None:
    for stage, persona, seed in product(STAGES, PersonaId, range(30)):
        three = [
            message(
                stage,
                persona,
                achievement=ACHIEVEMENT,
                active_days=200,
                life=f"{seed}",
                seed=f"{seed} {stage}",
                turn=turn,
                locale=locale,
            )
            for turn in range(3)
        ]
        assert len({tuple(words(each)[:3]) for each in three}) == 3
        for one, other in combinations(three, 2):
            assert tuple(words(one)) != tuple(words(other))
            assert alike(one, other) < 0.75, (one, other)


def test_the_measure_finds_what_repeated_itself() -> None:
    heart = "your reflection is evolving into a more authentic version"
    one = f"🪞 12 days, and i like you. {heart}, at peace. how does that feel?"
    other = f"🪞 99 days, and i like us. {heart} of you. how does that feel?"
    assert alike(one, other) >= 0.6
    assert words(one)[:3] == words(other)[:3]
    assert words(one)[-1] == words(other)[-1]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_line_repeats_a_long_word_of_the_line_beside_it(locale: str) -> None:
    """An opening, an achievement and a last part are read as one: a long word is not in two of them."""
    spoken_in = language(locale)
    for persona, voice in spoken_in.voices.items():
        for stage in STAGES:
            parts = (voice.openings[stage], voice.achievements, spoken_in.stages[stage])
            for first, second in combinations(parts, 2):
                for one, other in product(first, second):
                    both = {word for word in words(one) if len(word) > 5} & set(words(other)) - {"QUOTE"}
                    assert not both, (persona, stage, both, one, other)

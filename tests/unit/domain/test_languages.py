"""Every language says all that English says, and is chosen by the primary subtag of a tag."""

import subprocess
import sys
from collections import Counter
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.growth import Aspect
from mirror_realm.domain.narrative.achievement import LONGEST
from mirror_realm.domain.narrative.evolution import growth_in_words
from mirror_realm.domain.narrative.language import Count, Language, Lines, Signs
from mirror_realm.domain.narrative.languages import (
    ENGLISH,
    LANGUAGES,
    LONGEST_TAG,
    is_tag,
    language,
    nearest,
)
from mirror_realm.domain.narrative.messages import message
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import MOST_DAYS, STAGES, EvolutionStage

FUNCTIONS = Path(__file__).parents[3] / "functions"
MEANINGS = {
    "en": {
        EvolutionStage.NEW_REFLECTION: ("new reflection",),
        EvolutionStage.FIRST_WEEK: ("more authentic", "difference", "see|notice", "?"),
        EvolutionStage.TWO_WEEKS: ("evolving", "more authentic", "feel", "?"),
        EvolutionStage.MONTH: ("confident", "i always sensed", "celebrate"),
        EvolutionStage.QUARTER: ("evolving", "more authentic", "feel", "?"),
        EvolutionStage.HALF_YEAR: ("evolving", "more authentic", "feel", "?"),
    },
    "de": {
        EvolutionStage.NEW_REFLECTION: ("neues spiegelbild|neuen spiegelbild",),
        EvolutionStage.FIRST_WEEK: ("echter", "unterschied", "siehst|sehe|erkennst|auf", "?"),
        EvolutionStage.TWO_WEEKS: ("entwickel", "echter", "fühl", "?"),
        EvolutionStage.MONTH: ("selbstsicher", "immer geahnt", "feier"),
        EvolutionStage.QUARTER: ("entwickel", "echter", "fühl", "?"),
        EvolutionStage.HALF_YEAR: ("entwickel", "echter", "fühl", "?"),
    },
}
"""What a line of each stage means, in the words of each language: a new language has its own here."""

SOME_DAYS = (0, 1, 2, 3, 5, 11, 21, 22, 25, 100, 101, 36_500)
"""Numbers that fall into every plural category of any language."""


def placeholders(line: str) -> Counter[str]:
    """Return the placeholders of a line; every form of a count is `days`."""
    names = (name for _, name, _, _ in Formatter().parse(line) if name is not None)
    return Counter("days" if name.startswith("days") else name for name in names)


def groups(spoken_in: Language) -> dict[str, Lines]:
    """Return all lines by their place in the language."""
    found = {
        f"{persona} {stage}": voice.openings[stage]
        for persona, voice in spoken_in.voices.items()
        for stage in voice.openings
    }
    for persona, voice in spoken_in.voices.items():
        found |= {f"{persona} achievements": voice.achievements, f"{persona} comparisons": voice.comparisons}
    found |= {f"stage {stage}": lines for stage, lines in spoken_in.stages.items()}
    found |= {f"sign {stage}": phrases(signs) for stage, signs in spoken_in.signs.items()}
    return found | {
        "aspects": phrases(spoken_in.aspects),
        "changed": spoken_in.changed,
        "unchanged": spoken_in.unchanged,
    }


def phrases(signs: Signs) -> Lines:
    return tuple(getattr(signs, field.name) for field in fields(Signs))


def shape(spoken_in: Language) -> dict[str, list[list[tuple[str, int]]]]:
    """Return the places of all lines, and which placeholders those of a place have."""
    return {
        place: sorted(sorted(placeholders(line).items()) for line in lines)
        for place, lines in groups(spoken_in).items()
    }


@pytest.mark.parametrize("name", LANGUAGES)
class TestALanguage:
    def test_has_as_many_lines_as_english_in_every_place_with_the_same_placeholders(self, name: str) -> None:
        assert shape(language(name)) == shape(language(ENGLISH))

    def test_has_every_persona_stage_and_aspect(self, name: str) -> None:
        spoken_in = language(name)
        assert set(spoken_in.voices) == set(PersonaId)
        assert all(set(voice.openings) == set(STAGES) for voice in spoken_in.voices.values())
        assert set(spoken_in.stages) == set(spoken_in.signs) == set(STAGES)
        assert [field.name for field in fields(Signs)] == list(Aspect)

    def test_uses_only_counts_that_it_has(self, name: str) -> None:
        spoken_in = language(name)
        for voice in spoken_in.voices.values():
            for lines in voice.openings.values():
                used = {each for line in lines for _, each, _, _ in Formatter().parse(line) if each}
                assert used <= set(spoken_in.days)

    def test_counts_any_number_of_days_in_each_of_its_plurals(self, name: str) -> None:
        spoken_in = language(name)
        for count in (*spoken_in.days.values(), spoken_in.between):
            assert isinstance(count, Count)
            assert {spoken_in.plural(number) for number in SOME_DAYS[1:]} == set(count.plurals)
            for number in SOME_DAYS[1:]:
                assert str(number) in spoken_in.count(count, number)
            assert not any(character.isdigit() for character in spoken_in.count(count, 0))

    def test_is_in_lower_case_ends_its_sentences_and_repeats_no_line(self, name: str) -> None:
        places = groups(language(name))
        everything = [line for lines in places.values() for line in lines]
        assert len(set(everything)) == len(everything)
        for place, lines in places.items():
            is_phrase = place.startswith(("sign", "aspects"))
            for line in lines:
                assert line == " ".join(line.lower().split())
                assert (line[-1] in ".!?") is not is_phrase, line

    def test_says_of_each_stage_what_the_stage_means(self, name: str) -> None:
        for stage, lines in language(name).stages.items():
            for line in lines:
                assert all(any(word in line for word in part.split("|")) for part in MEANINGS[name][stage]), (
                    line
                )

    def test_has_several_openings_and_a_way_to_speak_of_an_achievement_for_each_stage(
        self, name: str
    ) -> None:
        for voice in language(name).voices.values():
            assert all(len(lines) >= 3 for lines in voice.openings.values())
            assert all(any("days" in line for line in lines) for lines in voice.openings.values())
            assert len(voice.achievements) >= len(STAGES)
            assert all(placeholders(line) == {"achievement": 1} for line in voice.achievements)

    def test_says_growth_in_phrases_that_differ_at_every_stage(self, name: str) -> None:
        for one, other in combinations(STAGES, 2):
            before, after = growth_in_words(one, name), growth_in_words(other, name)
            assert all(before[aspect] != after[aspect] for aspect in Aspect)


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_longest_message_that_can_be_has_300_characters(name: str) -> None:
    spoken_in = language(name)
    days = {each: spoken_in.count(count, MOST_DAYS) for each, count in spoken_in.days.items()}
    for voice in spoken_in.voices.values():
        for stage in STAGES:
            opening = max(len(line.format(**days)) for line in voice.openings[stage])
            recalled = max(len(line.format(achievement="x" * LONGEST)) for line in voice.achievements)
            assert len("🪞   ") + opening + recalled + max(map(len, spoken_in.stages[stage])) <= 300


def test_no_language_says_a_line_as_another_does() -> None:
    for one, other in combinations(LANGUAGES, 2):
        theirs = [
            {line for lines in groups(language(name)).values() for line in lines} for name in (one, other)
        ]
        assert not theirs[0] & theirs[1]


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-at", "de"),
        ("de-Latn-CH-1996", "de"),
        ("en-US", "en"),
        ("fr", "en"),
        ("den", "en"),
        ("nds-DE", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_nearest_language_is_that_of_the_primary_subtag_else_english(tag: str | None, name: str) -> None:
    assert nearest(tag) == name


@pytest.mark.parametrize("tag", ["de", "en-US", "zh-Hans-CN", "es-419", "sl-rozaj-biske-1994", "x" * 8])
def test_a_tag_of_bcp_47_is_a_tag(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize(
    "text",
    ["", "d", "de_AT", "de-", "-de", "de--AT", "de AT", "de\n", "dé", "1de", "abcdefghi", "de-abcdefghi"],
)
def test_a_text_of_another_form_is_none(text: str) -> None:
    assert not is_tag(text)


def test_a_tag_has_a_longest_length() -> None:
    tag = "x" * 8 + "-12345678" * 3
    assert len(tag) == LONGEST_TAG
    assert is_tag(tag)
    assert not is_tag("x" * 2 + "-12345678" * 3 + "-123456")


@given(st.text(max_size=40))
def test_any_text_has_a_nearest_language(text: str) -> None:
    assert nearest(text) in LANGUAGES


@pytest.mark.parametrize("name", ["fr", "", "os", "..persona_lines", "en.x"])
def test_no_module_but_a_languages_is_loaded(name: str) -> None:
    with pytest.raises(ValueError, match="no such language"):
        language(name)


@pytest.mark.parametrize(
    ("days", "phrases"),
    [(0, ("unser erster tag",)), (1, ("1 tag",)), (12, ("12 tage", "12 tagen"))],
)
@pytest.mark.parametrize("stage", STAGES)
def test_german_counts_days_as_people_say_them(
    stage: EvolutionStage, days: int, phrases: tuple[str, ...]
) -> None:
    words = {
        message(stage, persona, achievement="", active_days=days, life="a", seed=str(seed), locale="de-AT")
        for persona in PersonaId
        for seed in range(60)
    }
    assert all(any(phrase in each for each in words) for phrase in phrases if stage in (STAGES[1], STAGES[2]))
    assert not any("1 tage" in each or "nach 12 tage " in each for each in words)


def test_a_message_loads_one_language_and_none_before_it() -> None:
    program = (
        "import sys\n"
        "from mirror_realm.domain.narrative.messages import message\n"
        "loaded = lambda: sorted(name.rpartition('.')[2] for name in sys.modules if '.languages.' in name)\n"
        "assert loaded() == [], loaded()\n"
        "message('month', 'maker', achievement='', active_days=31, life='a', seed='s', locale='de-CH')\n"
        "assert loaded() == ['de'], loaded()\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=FUNCTIONS, check=True, timeout=60)

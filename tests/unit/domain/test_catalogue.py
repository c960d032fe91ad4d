"""The catalogues are whole: every id has its entry, every entry its words, and trait words have one meaning."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.area_cues import AREA_CUES
from mirror_realm.domain.areas import Area
from mirror_realm.domain.character_ids import CHARACTER_IDS, character_for
from mirror_realm.domain.characters import CHARACTERS, HAIR_WORDS, SKIN_WORDS, Build, HairKind, Skin
from mirror_realm.domain.costume_catalogue import COSTUMED_WORDS, PALETTES, PLACES, POWERS
from mirror_realm.domain.costumes import COSTUMED, PaletteId, PlaceId, PowerId
from mirror_realm.domain.growth import GROWTH, RANGE_ADDS, Aspect, biggest_change
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import STAGES, EvolutionStage, ProgressRange
from mirror_realm.domain.style_catalogue import STYLES
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import CUES, GROUPS, canonical_groups
from mirror_realm.domain.variations import COUNT, POSES, VIEWS, pose_and_view

WORDS = [word for group in GROUPS for word in group.words]


@pytest.mark.parametrize(
    ("entries", "ids"),
    [
        (STYLES, StyleId),
        (PERSONAS, PersonaId),
        (AREA_CUES, Area),
        (GROWTH, EvolutionStage),
        (RANGE_ADDS, ProgressRange),
        (HAIR_WORDS, HairKind),
        (SKIN_WORDS, Skin),
        (PALETTES, PaletteId),
        (POWERS, PowerId),
        (PLACES, PlaceId),
        (COSTUMED_WORDS, COSTUMED),
    ],
)
def test_every_id_has_an_entry(entries: dict[Any, Any], ids: Any) -> None:
    assert list(entries) == list(ids)


@pytest.mark.parametrize("entries", [STYLES, PERSONAS, CHARACTERS, PALETTES, POWERS, PLACES])
def test_an_entry_is_filed_under_its_own_id(entries: dict[Any, Any]) -> None:
    assert all(entry.id == key for key, entry in entries.items())


@pytest.mark.parametrize("style", StyleId)
def test_a_style_says_all_that_a_prompt_needs_and_lets_the_character_colour_its_clothes(
    style: StyleId,
) -> None:
    entry = STYLES[style]
    assert all((entry.title, entry.rendering, entry.light, entry.framing, entry.setting, entry.safer))
    assert entry.clothing.count("{outfit}") == 1
    assert "adult" in entry.safer


@pytest.mark.parametrize("words", COSTUMED_WORDS.values())
def test_a_palette_colours_the_clothes_of_every_style_that_has_one(words: Any) -> None:
    assert words.clothing.count("{outfit}") == 1
    assert "lamp" not in words.light


@pytest.mark.parametrize("choices", [PALETTES, POWERS, PLACES])
def test_a_choice_of_a_costume_has_words_of_its_own_and_a_short_description(choices: Any) -> None:
    for told in ("title", "description", "words"):
        assert len({getattr(choice, told) for choice in choices.values()}) == len(choices)
    assert all(10 < len(choice.description) <= 60 for choice in choices.values())


def test_only_the_plain_companion_adds_nothing_to_the_style() -> None:
    plain = [persona.id for persona in PERSONAS.values() if not (persona.clothing and persona.place)]
    assert plain == [PersonaId.COMPANION]


def test_an_area_is_hinted_at_more_quietly_than_it_is_celebrated() -> None:
    assert all(len(cue.hint) < len(cue.symbols) for cue in AREA_CUES.values())
    assert len({text for cue in AREA_CUES.values() for text in (cue.hint, cue.symbols)}) == 2 * len(Area)


def test_twelve_characters_have_twelve_sheets_and_heads_of_hair_in_all_builds() -> None:
    assert len(CHARACTERS) == 12
    assert tuple(CHARACTERS) == CHARACTER_IDS, "in this order: a person's character is chosen by it"
    assert len({sheet.sheet for sheet in CHARACTERS.values()}) == 12
    assert {sheet.hair_kind for sheet in CHARACTERS.values()} == set(HairKind)
    assert {sheet.skin for sheet in CHARACTERS.values()} == set(Skin)
    assert {sheet.build for sheet in CHARACTERS.values()} == set(Build)


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_sheet_says_every_field_that_keeps_a_person_the_same(name: str) -> None:
    character = CHARACTERS[name]
    said = (character.presents, character.age, character.face, character.eyes, character.mark)
    assert all(part in character.sheet for part in said)
    assert SKIN_WORDS[character.skin] in character.sheet
    assert ("no glasses" in character.sheet) != character.glasses


@given(st.text(max_size=40))
def test_every_person_has_a_character_that_stays(uid: str) -> None:
    assert character_for(uid) == character_for(uid)
    assert character_for(uid) in CHARACTERS


def test_characters_are_spread_evenly_over_people() -> None:
    given_out = [character_for(f"person-{number}") for number in range(6000)]
    assert all(400 < given_out.count(name) < 600 for name in CHARACTERS)


def test_the_vocabulary_is_wide_enough_and_every_group_can_be_seen() -> None:
    assert len(WORDS) >= 60
    assert len(GROUPS) >= 24
    assert all(CUES[group.id] for group in GROUPS)
    assert len(set(CUES.values())) == len(CUES) == len(GROUPS)


def test_a_trait_word_belongs_to_one_group() -> None:
    assert len(set(WORDS)) == len(WORDS)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.id)
def test_a_group_is_found_by_each_of_its_words_and_named_by_one(group: Any) -> None:
    assert group.id in group.words
    assert all(canonical_groups((word,), 1) == (group.id,) for word in group.words)


@pytest.mark.parametrize(
    "written", ["Self-Confident", " self confident ", "SELF_CONFIDENT", "ｓｅｌｆ－ｃｏｎｆｉｄｅｎｔ"]
)
def test_spelling_does_not_matter(written: str) -> None:
    assert canonical_groups((written,), 1) == ("confident",)


trait_words = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=12)


@given(trait_words, st.integers(0, 5), st.randoms(use_true_random=False))
def test_order_case_and_repetition_of_trait_words_do_not_matter(
    words: list[str], most: int, dice: Any
) -> None:
    told = [dice.choice((word, f"  {word} ")) for word in words + words]
    told = [word.upper() if word.strip() in WORDS else word for word in told]
    dice.shuffle(told)
    assert canonical_groups(told, most) == canonical_groups(words, most)


@given(trait_words, st.integers(0, 5))
def test_canonical_groups_are_few_unique_known_and_in_the_order_of_the_vocabulary(
    words: list[str], most: int
) -> None:
    groups = canonical_groups(words, most)
    assert len(groups) <= most
    assert list(groups) == [group.id for group in GROUPS if group.id in groups]


def test_growth_never_goes_backwards_and_runs_from_none_to_all() -> None:
    for aspect in Aspect:
        levels = [GROWTH[stage].sign(aspect).level for stage in STAGES]
        assert levels == sorted(set(levels))
        assert (levels[0], levels[-1]) == (0.0, 1.0)


def test_the_biggest_change_is_the_same_both_ways_and_none_within_a_stage() -> None:
    for one in STAGES:
        for other in STAGES:
            assert biggest_change(one, other) == biggest_change(other, one)
            assert (biggest_change(one, other) is None) == (one == other)


def test_each_aspect_is_the_biggest_change_of_some_step() -> None:
    assert {biggest_change(STAGES[i], STAGES[i + 1]) for i in range(5)} == set(Aspect)


def test_the_hundred_variations_are_a_hundred() -> None:
    assert COUNT == 100
    assert len({pose_and_view(variation) for variation in range(COUNT)}) == 100
    assert len({*POSES.values(), *VIEWS.values()}) == 20

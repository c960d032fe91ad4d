"""Whatever the catalogues hold can be painted, and shows. An entry added there without a look fails here."""

from dataclasses import replace
from itertools import pairwise

import pytest

from mirror_realm.adapters.painter import paint
from mirror_realm.adapters.painter.appearance import SKINS, from_sheet
from mirror_realm.adapters.painter.colour import CLOTHES, EYES, HAIR, named
from mirror_realm.adapters.painter.figure.body import BUILDS
from mirror_realm.adapters.painter.hair import HAIR_DRAWINGS
from mirror_realm.adapters.painter.looks.stages import STAGE_LOOKS
from mirror_realm.adapters.painter.looks.styles import STYLE_LOOKS
from mirror_realm.adapters.painter.looks.traits import TRAIT_LOOKS
from mirror_realm.adapters.painter.looks.variations import POSE_ARMS, VIEW_LOOKS
from mirror_realm.adapters.painter.places.outdoors import OUTDOORS
from mirror_realm.adapters.painter.powers import POWERS
from mirror_realm.adapters.painter.props.areas import AREA_PROPS
from mirror_realm.adapters.painter.wardrobe.persona_layers import PERSONA_LAYERS
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS, Build, HairKind, Skin
from mirror_realm.domain.costumes import PlaceId, PowerId
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import GROUPS
from mirror_realm.domain.variations import COUNT, POSES, VIEWS
from tests.unit.adapters.painter.recipes import a_recipe, difference, painted

VISIBLE = 0.4
"""RMS levels over the whole picture: a small thing on a desk is more."""


def test_every_catalogue_has_a_look_for_each_of_its_entries() -> None:
    assert set(STYLE_LOOKS) == set(StyleId)
    assert set(STAGE_LOOKS) == set(EvolutionStage)
    assert set(AREA_PROPS) == set(Area)
    assert set(PERSONA_LAYERS) == set(PersonaId)
    assert set(TRAIT_LOOKS) == {group.id for group in GROUPS}
    assert set(POSE_ARMS) == set(POSES)
    assert set(VIEW_LOOKS) == set(VIEWS)
    assert set(HAIR_DRAWINGS) == set(HairKind)
    assert set(SKINS) == set(Skin)
    assert set(BUILDS) == set(Build)
    assert set(POWERS) == set(PowerId)
    assert set(OUTDOORS) == set(PlaceId)


@pytest.mark.parametrize("who", CHARACTERS)
def test_the_colours_a_character_sheet_names_are_known(who: str) -> None:
    character = CHARACTERS[who]
    assert character.hair_kind is HairKind.BALD or named(character.hair_colour, HAIR)
    assert named(character.eyes, EYES)
    assert named(character.outfit, CLOTHES)


@pytest.mark.parametrize("style", [StyleId.COMIC, StyleId.ANIME])
@pytest.mark.parametrize("kind", HairKind)
def test_every_kind_of_hair_can_be_drawn_with_ink_too(kind: HairKind, style: StyleId) -> None:
    person = replace(from_sheet(CHARACTERS["wren"]), hair_kind=kind)
    picture = paint(a_recipe(style=style, size=24), person)
    assert (picture.mode, picture.size) == ("RGB", (24, 24))


@pytest.mark.parametrize("size", [33, 256, 1024])
def test_the_picture_is_as_large_as_the_recipe_says(size: int) -> None:
    assert painted(a_recipe(size=size)).size == (size, size)


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("style", StyleId)
def test_every_stage_differs_from_the_one_before_in_every_style(style: StyleId) -> None:
    pictures = [painted(a_recipe(stage=stage, style=style)) for stage in EvolutionStage]
    for earlier, later in pairwise(pictures):
        assert difference(earlier, later) > 8


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("trait", [group.id for group in GROUPS])
def test_every_trait_shows(trait: str) -> None:
    assert difference(painted(a_recipe()), painted(a_recipe(traits=(trait,)))) > VISIBLE


def test_three_traits_show_together() -> None:
    pair, three = ("creative", "calm"), ("creative", "calm", "patient")
    assert difference(painted(a_recipe(traits=pair)), painted(a_recipe(traits=three))) > VISIBLE


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("area", Area)
def test_every_area_shows_in_full_from_a_quarter_on(area: Area) -> None:
    plain = painted(a_recipe(stage=EvolutionStage.QUARTER))
    assert difference(plain, painted(a_recipe(stage=EvolutionStage.QUARTER, area=area))) > VISIBLE


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("style", StyleId)
def test_areas_show_in_every_style(style: StyleId) -> None:
    looks = [
        a_recipe(stage=EvolutionStage.QUARTER, style=style, area=area)
        for area in (None, Area.CAREER, Area.HOME)
    ]
    plain, career, home = map(painted, looks)
    assert difference(plain, career) > VISIBLE
    assert difference(career, home) > VISIBLE


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("area", Area)
def test_every_area_is_hinted_at_once_a_goal_is_met(area: Area) -> None:
    assert difference(painted(a_recipe()), painted(a_recipe(area=area, goals_met=True))) > VISIBLE


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("persona", [persona for persona in PersonaId if persona is not PersonaId.COMPANION])
@pytest.mark.parametrize("style", [StyleId.DAYMI, StyleId.NOIR_HERO])
def test_every_persona_shows_indoors_and_out(persona: PersonaId, style: StyleId) -> None:
    assert (
        difference(painted(a_recipe(style=style)), painted(a_recipe(style=style, persona=persona))) > VISIBLE
    )


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("timeline", [Timeline.ORIGINAL, Timeline.FUTURE_2048])
@pytest.mark.parametrize("style", StyleId)
def test_past_and_future_show_in_every_style(timeline: Timeline, style: StyleId) -> None:
    assert difference(painted(a_recipe(style=style)), painted(a_recipe(style=style, timeline=timeline))) > 2


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("variation", range(1, COUNT, 9))
def test_a_variation_is_another_picture(variation: int) -> None:
    assert difference(painted(a_recipe()), painted(a_recipe(variation=variation))) > 2


def test_a_personal_picture_shows_somebody_fixed_by_its_references() -> None:
    def personal(digest: str) -> object:
        return painted(a_recipe(None, uid="someone", references=(digest,)))

    assert personal("AAAA") == personal("AAAA")
    assert personal("AAAA") != personal("BBBB")


def test_an_appearance_that_is_given_replaces_the_character() -> None:
    ash = paint(a_recipe("wren"), from_sheet(CHARACTERS["ash"]))
    assert difference(ash, painted(a_recipe("ash"))) < 0.2 * difference(ash, painted(a_recipe("wren")))

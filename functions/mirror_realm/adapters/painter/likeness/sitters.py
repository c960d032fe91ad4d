"""Sitters: people of known appearance, painted once as the reference for measurements."""

from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image

from mirror_realm.adapters.painter.appearance import SKINS, Appearance
from mirror_realm.adapters.painter.colour import CLOTHES, HAIR
from mirror_realm.adapters.painter.composition import backdrop_of, composed
from mirror_realm.adapters.painter.likeness.portrait import Face, Portrait
from mirror_realm.adapters.painter.likeness.tables import SIDE
from mirror_realm.adapters.painter.likeness.unmeasured import unmeasured
from mirror_realm.adapters.painter.looks.stages import STAGE_LOOKS
from mirror_realm.adapters.painter.looks.styles import STYLE_LOOKS
from mirror_realm.domain.characters import HairKind, Skin
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import FIRST_DAY, STAGES, EvolutionStage, range_for
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.styles import StyleId

SIZE = 128


@dataclass(frozen=True, slots=True)
class Setting:
    """What a picture shows besides the person."""

    style: StyleId
    stage: EvolutionStage
    persona: PersonaId = PersonaId.COMPANION
    timeline: Timeline = Timeline.CURRENT


def painted(setting: Setting, person: Appearance, digests: tuple[str, ...]) -> Portrait:
    """Return this person in the plainest picture of this setting."""
    recipe = _recipe(setting, digests)
    portrait = composed(recipe, person, _backdrop(recipe))
    return Portrait(portrait, face_in(setting.style, setting.stage))


def _recipe(setting: Setting, digests: tuple[str, ...]) -> Recipe:
    return Recipe(
        style=setting.style,
        stage=setting.stage,
        range=range_for(FIRST_DAY[setting.stage]),
        persona=setting.persona,
        timeline=setting.timeline,
        character=None,
        uid="sitter",
        references=digests,
        renderer="painter",
        quality="low",
        size=SIZE,
    )


@lru_cache(maxsize=4)
def _backdrop(recipe: Recipe) -> Image.Image:
    """Return the place of many sitters, which takes longer to paint than one of them."""
    return backdrop_of(recipe)


def face_in(style: StyleId, stage: EvolutionStage) -> Face:
    """Return the place where `composition` puts a face, apart from the turn of the head."""
    look, closeness = STYLE_LOOKS[style], STAGE_LOOKS[stage].closeness
    framing = look.framing
    scale = framing.scale * (1 + (closeness - 1) * (0.5 if look.legs else 1.0))
    y = framing.y + (framing.scale - scale) * 260 - 222 * scale
    return Face(framing.x / 1024, y / 1024, 170 * scale / 1024)


_PORTRAIT = Setting(StyleId.REALISTIC_PORTRAIT, STAGES[0])


def models() -> dict[HairKind, tuple[Portrait, ...]]:
    """Return portraits of each kind of hair on a light and on a dark head, in the style nearest to photos."""
    somebody = unmeasured(("sitter",))
    people = [
        replace(somebody, hair=HAIR[hair], hair_ends=HAIR[hair], skin=SKINS[skin], outfit=CLOTHES["teal"])
        for hair, skin in (("copper", Skin.FAIR), ("dark brown", Skin.BROWN))
    ]
    return {
        kind: tuple(painted(_PORTRAIT, replace(person, hair_kind=kind), ("sitter",)) for person in people)
        for kind in HairKind
    }


def places() -> dict[tuple[StyleId, EvolutionStage], Image.Image]:
    """Return tiny pictures of every style at every stage, to identify the setting of a painting by its surroundings."""
    somebody = unmeasured(("sitter",))
    return {
        (style, stage): tiny(painted(Setting(style, stage), somebody, ("sitter",)).picture)
        for style in StyleId
        for stage in STAGES
    }


def tiny(picture: Image.Image) -> Image.Image:
    return picture.resize((SIDE, SIDE), Image.Resampling.BOX)

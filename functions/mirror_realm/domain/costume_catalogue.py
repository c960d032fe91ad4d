"""The closed lists of costumes, as data: titles and descriptions for apps, words for prompts."""

from collections.abc import Mapping
from dataclasses import dataclass

from mirror_realm.domain.costumes import PaletteId, PlaceId, PowerId
from mirror_realm.domain.styles import StyleId


@dataclass(frozen=True, slots=True)
class Palette:
    """Two colours of a costume."""

    id: PaletteId
    title: str
    description: str
    words: str
    """They stand where the character's own colour would."""
    colours: tuple[str, str]
    """Main and second colour, `#rrggbb`: the painter's, and the swatch of an app."""


@dataclass(frozen=True, slots=True)
class Power:
    """A power: a gentle thing of nature around the figure, no weapon, nothing over the face."""

    id: PowerId
    title: str
    description: str
    words: str
    """What fits a short prompt, then its details after a semicolon."""


@dataclass(frozen=True, slots=True)
class CostumePlace:
    """A place outdoors. Hour and light are the style's and the stage's to say."""

    id: PlaceId
    title: str
    description: str
    words: str
    """What fits a short prompt, then its details after a semicolon."""


@dataclass(frozen=True, slots=True)
class CostumedWords:
    """The words of a style that a costume changes."""

    clothing: str
    """`{outfit}` is the palette's words."""
    light: str
    """The light away from the style's own place."""


PALETTES: Mapping[PaletteId, Palette] = {
    palette.id: palette
    for palette in (
        Palette(
            PaletteId.CRIMSON,
            "Crimson",
            "A deep red with cream, warm and brave",
            "crimson and cream",
            ("#bf2638", "#f3e2c4"),
        ),
        Palette(
            PaletteId.MARIGOLD,
            "Marigold",
            "A sunny yellow with slate grey",
            "marigold and slate",
            ("#f7b32b", "#4b5570"),
        ),
        Palette(
            PaletteId.EMERALD,
            "Emerald",
            "A clear green with sand",
            "emerald and sand",
            ("#15905c", "#e4c99a"),
        ),
        Palette(
            PaletteId.AZURE,
            "Azure",
            "A bright blue with white",
            "azure and white",
            ("#2b7de0", "#f1f5fa"),
        ),
        Palette(
            PaletteId.VIOLET,
            "Violet",
            "A rich purple with silver",
            "violet and silver",
            ("#7b46bd", "#c6c9d8"),
        ),
        Palette(
            PaletteId.PEARL,
            "Pearl",
            "A soft white with copper",
            "pearl and copper",
            ("#efe9df", "#bd6a3e"),
        ),
    )
}

POWERS: Mapping[PowerId, Power] = {
    power.id: power
    for power in (
        Power(
            PowerId.LIGHT,
            "Light",
            "Warm rays behind the shoulders",
            "golden rays of light; fanning out behind the shoulders, one small glowing orb over a hand",
        ),
        Power(
            PowerId.WIND,
            "Wind",
            "Ribbons of air that circle the body",
            "pale ribbons of wind; circling the body in wide bands, cloth stirring",
        ),
        Power(
            PowerId.WATER,
            "Water",
            "A bright stream that follows the arms",
            "a ring of clear water; flowing around the body at the waist, with drops in the air",
        ),
        Power(
            PowerId.FROST,
            "Frost",
            "Crystals of ice that grow behind you",
            "crystals of ice; rising like a fan behind the shoulders, with drifting snowflakes",
        ),
        Power(
            PowerId.LEAVES,
            "Leaves",
            "Green leaves that whirl around you",
            "whirling green leaves; rising on both sides of the body",
        ),
        Power(
            PowerId.LIGHTNING,
            "Lightning",
            "Harmless sparks from both hands",
            "small lightning; harmless, branching upwards from both hands beside the body",
        ),
        Power(
            PowerId.STARS,
            "Stars",
            "A wreath of small bright stars",
            "a wreath of small stars; bright, floating in an arc behind head and shoulders",
        ),
    )
}

PLACES: Mapping[PlaceId, CostumePlace] = {
    place.id: place
    for place in (
        CostumePlace(
            PlaceId.FOREST,
            "Forest",
            "Tall old trees and green light",
            "a deep forest; a clearing, tall mossy trunks, ferns, shafts of light",
        ),
        CostumePlace(
            PlaceId.PEAKS,
            "Peaks",
            "Snow and rock, high up",
            "snowy peaks; seen from a ledge high up, sharp ridges, thin clear air",
        ),
        CostumePlace(
            PlaceId.COAST,
            "Coast",
            "A cliff above the open sea",
            "a sea cliff; long waves, white surf, a far lighthouse",
        ),
        CostumePlace(
            PlaceId.DESERT,
            "Desert",
            "Dunes and arches of red stone",
            "red desert arches; carved by wind, long dunes, a wide empty horizon",
        ),
        CostumePlace(
            PlaceId.CLOUDS,
            "Clouds",
            "A sea of clouds below your feet",
            "above the clouds; a wide sea of piled white clouds, floating islands of stone",
        ),
        CostumePlace(
            PlaceId.AURORA,
            "Aurora",
            "Northern lights over a frozen lake",
            "northern lights; above a frozen lake, green and violet ribbons in a dark blue sky",
        ),
    )
}

COSTUMED_WORDS: Mapping[StyleId, CostumedWords] = {
    StyleId.SUPERHERO: CostumedWords(
        "an original {outfit} heroic costume, with a plain chest and a short cape",
        "dramatic low light with a warm rim around the figure",
    ),
    StyleId.CINEMATIC_HERO: CostumedWords(
        "a dark suit with {outfit} panels, fitted and tactical, no weapons",
        "controlled film light: one warm key, one cool rim",
    ),
    StyleId.NOIR_HERO: CostumedWords(
        "a dark cape with a {outfit} lining, long, over a scarf in the same, the one strong colour",
        "hard side light, strong shadow shapes",
    ),
}

"""The seven styles people can choose, as data: how a picture is made, not who or what is in it."""

from dataclasses import dataclass
from enum import StrEnum


class StyleId(StrEnum):
    DAYMI = "daymi"
    COMIC = "comic"
    SUPERHERO = "superhero"
    CINEMATIC_HERO = "cinematic_hero"
    NOIR_HERO = "noir_hero"
    ANIME = "anime"
    REALISTIC_PORTRAIT = "realistic_portrait"


@dataclass(frozen=True, slots=True)
class Style:
    """A named entry of the catalogue. All wording is ours: no trademark, no living artist."""

    id: StyleId
    title: str
    rendering: str
    """Medium and finish."""
    clothing: str
    """`{outfit}` is the character's own colour."""
    light: str
    framing: str
    setting: str
    """Where the style puts its people; the stage's place is read inside it."""
    safer: str
    """Milder wording, used once after the provider's policy refused an output."""


STYLES: dict[StyleId, Style] = {
    style.id: style
    for style in (
        Style(
            StyleId.DAYMI,
            "House style",
            "a friendly 3D cartoon character with film-animation quality, clean shapes, large expressive eyes and slightly stylised but believable proportions",
            "a comfortable {outfit} hoodie",
            "soft warm light; orange and amber dominate",
            "head and shoulders to the waist behind a desk, face centred, eyes to the viewer",
            "a cosy, idealised but realistic home office",
            "a friendly 3D cartoon character in everyday clothes at a desk",
        ),
        Style(
            StyleId.COMIC,
            "Comic",
            "a full-body comic-book illustration with confident ink outlines, flat colours and halftone shading",
            "a {outfit} hoodie, rolled trousers and sneakers",
            "bright even light with bold cast shadows; warm orange accents",
            "full body, standing, face clearly readable, eyes to the viewer",
            "a sunlit room drawn in simple comic shapes",
            "a cheerful comic-book illustration of a person in everyday clothes",
        ),
        Style(
            StyleId.SUPERHERO,
            "Superhero",
            "a heroic 3D animated character, polished materials, the face exactly preserved and unmasked",
            "an original {outfit} heroic costume with a plain emblem-free chest and a short cape",
            "dramatic low sunset light with a warm rim",
            "three-quarter body, proud stance, face centred",
            "a rooftop above a golden-hour city",
            "a person in a colourful plain costume on a rooftop at sunset",
        ),
        Style(
            StyleId.CINEMATIC_HERO,
            "Cinematic hero",
            "a cinematic film-poster portrait with rich depth and fine material detail",
            "a dark tactical suit with {outfit} accents",
            "controlled studio light: one warm key, one cool rim",
            "waist up, strong central composition, eyes to the viewer",
            "a dark studio backdrop with drifting haze",
            "a studio portrait of a person in a dark jacket",
        ),
        Style(
            StyleId.NOIR_HERO,
            "Noir hero",
            "a high-contrast noir illustration with deep blacks and one warm accent colour",
            "a long dark cape over a {outfit} scarf",
            "hard side light from a street lamp, strong shadow shapes",
            "waist up, slightly low angle, face half lit but readable",
            "a rain-wet night city of lit windows",
            "a moody black-and-amber illustration of a person in a long coat",
        ),
        Style(
            StyleId.ANIME,
            "Anime",
            "a hand-drawn anime illustration with crisp line work, cel shading and luminous eyes",
            "a {outfit} hoodie with loose sleeves",
            "late afternoon glow with soft light bloom; warm palette",
            "bust to waist, face centred, eyes to the viewer",
            "a painterly room with a wide window and evening sky",
            "a gentle cel-shaded illustration of a person in a hoodie",
        ),
        Style(
            StyleId.REALISTIC_PORTRAIT,
            "Realistic portrait",
            "a realistic editorial portrait photograph, natural skin texture, shallow depth of field",
            "a simple {outfit} knit top",
            "soft window light with a warm tone",
            "head and shoulders, face centred, eyes to the viewer",
            "a lived-in room out of focus",
            "a plain natural portrait photograph of a fully clothed adult",
        ),
    )
}

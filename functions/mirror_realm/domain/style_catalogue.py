"""The seven styles that users can choose, as data: the look of a picture, not its content."""

from dataclasses import dataclass

from mirror_realm.domain.styles import StyleId


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
    """The setting of the style, within which the stage's place appears."""
    safer: str
    """Milder wording in place of `rendering`, used once after the provider's policy refused an output."""
    indoors: bool = True
    """Whether the setting is a room, whose desk shows progress; else the foreground shows it."""


STYLES: dict[StyleId, Style] = {
    style.id: style
    for style in (
        Style(
            StyleId.DAYMI,
            "House style",
            "a clean, friendly 3D cartoon character of film-animation quality: rounded shapes, large "
            "expressive eyes, a warm genuine expression, slightly stylised but believable proportions",
            "a comfortable {outfit} hoodie",
            "soft warm light; orange and amber dominate the whole picture",
            "head and shoulders down to the waist, face centred, eyes to the viewer",
            "a cosy, idealised but realistic home office with a desk and a window",
            "a friendly 3D cartoon illustration of an adult at home, in warm orange and amber",
        ),
        Style(
            StyleId.COMIC,
            "Comic",
            "a comic-book illustration with confident ink outlines, flat colours and halftone shading",
            "a {outfit} hoodie, rolled trousers and plain sneakers",
            "bright even light with bold cast shadows and warm orange accents",
            "full body from head to shoes, standing, face large enough to read, eyes to the viewer",
            "a sunlit study drawn in simple comic shapes",
            "a cheerful comic-book illustration of an adult in everyday clothes",
        ),
        Style(
            StyleId.SUPERHERO,
            "Superhero",
            "a heroic 3D animated character with polished materials, the face bare and unmasked",
            "an original {outfit} heroic costume with a plain chest and a short cape",
            "dramatic low sunset light with a warm rim around the figure",
            "three-quarter body, standing, face centred, eyes to the viewer",
            "a rooftop high above a golden-hour city",
            "a cheerful 3D animated illustration of an adult in a colourful plain stage costume",
            indoors=False,
        ),
        Style(
            StyleId.CINEMATIC_HERO,
            "Cinematic hero",
            "a cinematic film-poster portrait with rich depth and fine material detail",
            "a dark fitted tactical suit with {outfit} accents, no weapons",
            "controlled studio light: one warm key, one cool rim",
            "waist up, strong central composition, eyes to the viewer",
            "a dark studio backdrop with drifting haze",
            "a calm studio portrait of an adult in a plain dark jacket",
            indoors=False,
        ),
        Style(
            StyleId.NOIR_HERO,
            "Noir hero",
            "a high-contrast noir illustration with deep blacks and one warm accent colour",
            "a long dark cape over a {outfit} scarf",
            "hard side light from a street lamp, strong shadow shapes",
            "waist up, face half lit but clearly readable, eyes to the viewer",
            "a rain-wet night city of lit windows",
            "a calm black-and-amber illustration of an adult in a long coat",
            indoors=False,
        ),
        Style(
            StyleId.ANIME,
            "Anime",
            "a hand-drawn anime illustration with crisp line work, cel shading and luminous eyes",
            "a {outfit} hoodie with loose sleeves",
            "late afternoon glow with soft light bloom and a warm palette",
            "bust to waist, face centred, eyes to the viewer",
            "a painterly study with a wide window and an evening sky",
            "a gentle cel-shaded illustration of an adult",
        ),
        Style(
            StyleId.REALISTIC_PORTRAIT,
            "Realistic portrait",
            "a realistic editorial portrait photograph with natural skin texture and shallow depth of field",
            "a simple {outfit} knit top",
            "soft window light with a warm tone",
            "head and shoulders, face centred, eyes to the viewer",
            "a lived-in study softly out of focus",
            "a plain, natural portrait photograph of a fully clothed adult",
        ),
    )
}

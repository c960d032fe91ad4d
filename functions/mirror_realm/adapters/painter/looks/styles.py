"""The seven styles as a painter sees them: medium, proportions, costume, light, framing and place."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.adapters.painter.appearance import Appearance
from mirror_realm.adapters.painter.colour import Colour
from mirror_realm.adapters.painter.figure.head import AVERAGE, Proportions
from mirror_realm.adapters.painter.figure.legs import Legwear
from mirror_realm.adapters.painter.finish import PLAIN, Finish, Light
from mirror_realm.adapters.painter.places.city import CITY
from mirror_realm.adapters.painter.places.comic_room import COMIC_ROOM
from mirror_realm.adapters.painter.places.evening_room import EVENING_ROOM
from mirror_realm.adapters.painter.places.home_office import HOME_OFFICE
from mirror_realm.adapters.painter.places.night_city import NIGHT_CITY
from mirror_realm.adapters.painter.places.place import Place
from mirror_realm.adapters.painter.places.portrait_room import PORTRAIT_ROOM
from mirror_realm.adapters.painter.places.studio import STUDIO
from mirror_realm.adapters.painter.wardrobe.casual import HOODIE, KNIT, jeans
from mirror_realm.adapters.painter.wardrobe.costume import HERO_SUIT, hero_legs
from mirror_realm.adapters.painter.wardrobe.garment import Garment
from mirror_realm.adapters.painter.wardrobe.night_cape import NIGHT_CAPE
from mirror_realm.adapters.painter.wardrobe.tactical import TACTICAL
from mirror_realm.domain.styles import StyleId


@dataclass(frozen=True, slots=True)
class Framing:
    """Where the base of the neck lies and how large the figure is, in units of the picture."""

    y: float
    scale: float
    x: float = 512.0
    seated: bool = False
    """At a desk; else arms hang or act freely."""


@dataclass(frozen=True, slots=True)
class StyleLook:
    """One style."""

    place: Place
    garment: Garment
    framing: Framing
    finish: Finish = PLAIN
    proportions: Proportions = AVERAGE
    light: Light | None = None
    """Replaces the stage's light; where none, the stage's own."""
    stage_light: float = 1.0
    """How much of the stage's light colours show through a style's own light."""
    heroic: float = 0.0
    legs: Callable[[Appearance], Legwear] | None = None
    """Given where the figure is shown whole."""
    backdrop_share: float = 0.5
    """Resolution of the backdrop: below 1 it lies out of focus."""
    backdrop_blur: float = 1.5
    vignette: tuple[Colour, float] = ((110, 60, 60), 0.55)


STYLE_LOOKS: dict[StyleId, StyleLook] = {
    StyleId.DAYMI: StyleLook(HOME_OFFICE, HOODIE, Framing(640, 1.0, seated=True)),
    StyleId.COMIC: StyleLook(
        COMIC_ROOM,
        HOODIE,
        Framing(404, 0.655),
        Finish(tones=2, ink=4.2, halftone=0.55, gloss=0.6, shadow_blur=0.12, bloom=0.0, saturation=1.12),
        Proportions(eye=1.04, iris=1.02),
        legs=jeans,
        backdrop_share=1.0,
        backdrop_blur=0.0,
        vignette=((255, 255, 255), 0.0),
    ),
    StyleId.SUPERHERO: StyleLook(
        CITY,
        HERO_SUIT,
        Framing(490, 0.80),
        Finish(gloss=1.35, contrast=1.15, bloom=0.6),
        Proportions(jaw=1.02),
        Light(-0.8, -0.45, (255, 220, 150), (140, 76, 96), 1.1, (255, 190, 100), 1.0),
        0.5,
        heroic=1.0,
        legs=hero_legs,
        vignette=((96, 44, 64), 0.6),
    ),
    StyleId.CINEMATIC_HERO: StyleLook(
        STUDIO,
        TACTICAL,
        Framing(610, 0.98),
        Finish(gloss=1.2, contrast=1.35, bloom=0.6, saturation=0.95, blood=0.75),
        Proportions(eye=0.94, length=1.02),
        Light(-0.8, -0.5, (255, 222, 170), (104, 92, 124), 1.1, (150, 204, 250), 1.5),
        0.3,
        heroic=0.7,
        vignette=((40, 36, 56), 0.6),
    ),
    StyleId.NOIR_HERO: StyleLook(
        NIGHT_CITY,
        NIGHT_CAPE,
        Framing(630, 1.0),
        Finish(
            gloss=0.8,
            contrast=2.3,
            bloom=0.5,
            saturation=0.3,
            tint=(255, 236, 214),
            tint_share=0.6,
            blood=0.5,
        ),
        Proportions(eye=0.96, length=1.02),
        Light(-0.95, -0.25, (255, 236, 206), (62, 58, 82), 1.25, (255, 196, 110), 0.9),
        0.12,
        heroic=0.6,
        vignette=((20, 18, 30), 0.7),
    ),
    StyleId.ANIME: StyleLook(
        EVENING_ROOM,
        HOODIE,
        Framing(650, 1.04, seated=True),
        Finish(tones=3, ink=1.7, ink_share=0.45, gloss=0.7, shadow_blur=0.35, bloom=0.65, saturation=1.12),
        Proportions(eye=1.1, eye_height=1.14, iris=1.24, nose=0.55, mouth=0.82, jaw=0.9, length=0.97),
        backdrop_share=1.0,
        backdrop_blur=0.0,
        vignette=((150, 80, 100), 0.4),
    ),
    StyleId.REALISTIC_PORTRAIT: StyleLook(
        PORTRAIT_ROOM,
        KNIT,
        Framing(706, 1.14),
        Finish(gloss=0.7, contrast=0.9, saturation=0.9, bloom=0.4),
        Proportions(eye=0.74, eye_height=0.86, iris=0.94, nose=1.12, mouth=1.02, length=1.06),
        backdrop_share=0.25,
        backdrop_blur=9.0,
        vignette=((90, 60, 56), 0.7),
    ),
}

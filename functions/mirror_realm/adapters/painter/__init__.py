"""Painter: draws a reflection with Pillow alone; no key, no cost, the fallback's last rung.

From a recipe to pixels, each step in a module or folder of its own:

    appearance   who: a character sheet or digests as shapes and colours
    looks        how: stages, styles, traits and variations as numbers
    scene        the plan of one picture, computed from its recipe before anything is drawn
    composition  the order of painting: backdrop, body, desk, head, foreground, air
    figure, hair, wardrobe, places, props    what is drawn, each through a brush
    mirror       shown in a place while there is no picture of a person
    brush        local units, light and finish; canvas, shape: pixels; finish, colour, geometry: numbers
    sheets       contact sheets to judge it all by eye; placeholders: the static ones for Hosting
"""

from typing import TYPE_CHECKING

from mirror_realm.adapters.painter.provider import PAINTER_VERSION, Painter
from mirror_realm.domain.recipe import Recipe

if TYPE_CHECKING:
    from PIL.Image import Image

    from mirror_realm.adapters.painter.appearance import Appearance
    from mirror_realm.settings import Settings

__all__ = ["PAINTER_VERSION", "Painter", "build", "paint"]


def build(settings: "Settings") -> Painter:
    """Return the painter. It needs no setting; the table of providers builds all alike."""
    return Painter()


def paint(recipe: Recipe, appearance: "Appearance | None" = None) -> "Image":
    """Return the picture of a recipe: RGB, `recipe.size` pixels square, with the same pixels on every machine.

    appearance: the person to show, for instance measured from a photo; by default the recipe's own.
    """
    from mirror_realm.adapters.painter.composition import composed

    return composed(recipe, appearance)

"""Painter: draws a reflection with Pillow alone; no key, no cost, the fallback's last rung."""

from typing import TYPE_CHECKING

from mirror_realm.adapters.providers.painter.appearance import Appearance
from mirror_realm.adapters.providers.painter.provider import PAINTER_VERSION, Painter
from mirror_realm.domain.recipe import Recipe

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["PAINTER_VERSION", "Appearance", "Painter", "paint"]


def paint(recipe: Recipe, appearance: Appearance | None = None) -> "Image":
    """The picture of a recipe: RGB, `recipe.size` pixels square, the same to the pixel wherever painted.

    `appearance` replaces who is shown, for instance by what a photo was measured to show.
    """
    from mirror_realm.adapters.providers.painter.composition import composed

    return composed(recipe, appearance)

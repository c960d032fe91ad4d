"""The painter as an image provider: pictures at no cost, with no key, from the recipe alone."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mirror_realm.adapters.painter.appearance import Appearance
    from mirror_realm.services.ports.providers import ImageRequest, ProviderImage

PAINTER_VERSION = 1
"""Part of every painted recipe: raised when the painter draws the same recipe differently."""


class Painter:
    """An `ImageProvider` that paints. It never fails for reasons outside its own code."""

    @property
    def name(self) -> str:
        return "painter"

    def renderer(self, *, personal: bool) -> str:
        return f"painter-{PAINTER_VERSION}"

    def worst_case_micros(self, request: "ImageRequest") -> int:
        return 0

    def render(self, request: "ImageRequest") -> "ProviderImage":
        from mirror_realm.adapters.painter.composition import composed
        from mirror_realm.services.ports.providers import ProviderImage

        sitter = _sitter(request)
        picture = composed(request.recipe, sitter)
        encoded = io.BytesIO()
        # The picture is decoded and encoded again. JPEG 4:4:4 at 95 has no visible loss,
        # in a third of the time and bytes of the fastest PNG.
        picture.save(encoded, "JPEG", quality=95, subsampling=0)
        return ProviderImage(encoded.getvalue(), cost_micros=0, looks=_kept(sitter))


def _sitter(request: "ImageRequest") -> "Appearance | None":
    """Return the person in the request's pictures; None without any, for the person of the recipe."""
    if not request.references:
        return None
    from mirror_realm.adapters.painter.likeness import likeness

    return likeness(request.recipe, request.references)


def _kept(sitter: "Appearance | None") -> str | None:
    """Return the looks to be stored with the picture; None for the person of a recipe, which has them already."""
    if sitter is None:
        return None
    from mirror_realm.adapters.painter.likeness import kept

    return kept(sitter)

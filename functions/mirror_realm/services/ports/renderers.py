"""Renderers: the provider of each recipe, and the request to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mirror_realm.domain.recipe import Recipe, Renderer

if TYPE_CHECKING:
    from mirror_realm.domain.listed_price import ListedPrice
    from mirror_realm.services.ports.providers import AnyProvider, ImageRequest, ReferenceImage


@dataclass(frozen=True, slots=True)
class Renderers:
    chosen: "Callable[[], AnyProvider]"
    """The chosen provider. Raises Misconfigured."""
    of_photos: "Callable[[], AnyProvider]"
    """The provider of pictures from photos, the only one that gets them. Raises Misconfigured."""
    fallbacks: Callable[[], tuple[str, ...]]
    """The renderers that make pictures, in their order, while the chosen provider is down."""
    maker_of: "Callable[[str], AnyProvider]"
    """The provider of a renderer's pictures. Raises Misconfigured if it is not configured."""
    painter: "AnyProvider"
    """The painter, which is always available for fallbacks."""
    quality: str
    timeout: timedelta
    """The timeout of one provider call."""
    sealed: Callable[[str], str]
    """Makes a name from which only the project's secret leads back. Raises Misconfigured."""
    seeing_micros: Callable[[str, int], int] | None = None
    """What a call by a renderer, from so many references, holds besides for a look at its picture; None: nothing."""

    def for_wishes(self, *, personal: bool) -> Renderer:
        """Return the renderer of new recipes. Raises Misconfigured."""
        provider = self.of_photos() if personal else self.chosen()
        return Renderer(provider.renderer(personal=personal), self.quality)

    def others(self, wished: Recipe) -> tuple[Recipe, ...]:
        """Return the recipes by which others make this picture while its provider is down; none of a personal one."""
        if wished.personal:
            return ()
        names = dict.fromkeys(name for name in self.fallbacks() if name != wished.renderer)
        return tuple(replace(wished, renderer=name) for name in names)

    def for_recipe(self, recipe: Recipe) -> "AnyProvider":
        """Return the provider whose renderer the recipe names, and no other. Raises Misconfigured."""
        return self.maker_of(recipe.renderer)

    def request(
        self,
        recipe: Recipe,
        person: str | None = None,
        *,
        references: "Sequence[ReferenceImage]" = (),
        safer: bool = False,
    ) -> "ImageRequest":
        """Return the call that makes this picture; a personal one is edited from the references.

        person: the user's pseudonym. The provider, which distinguishes users, gets another name made from it, which
            appears in no document. None for a picture by the painter, or for a price.
        """
        from mirror_realm.domain.prompts import build_prompt  # imported here: a hit calls no provider
        from mirror_realm.services.ports.providers import ImageRequest

        return ImageRequest(
            recipe=recipe,
            prompt=build_prompt(recipe, inputs=[given.kind for given in references], safer=safer),
            safety_identifier=self.sealed(f"provider\n{person}") if person is not None else "",
            timeout_seconds=self.timeout.total_seconds(),
            references=tuple(references),
        )

    def call_micros(self, provider: "AnyProvider", request: "ImageRequest") -> int:
        """Return the most that a call costs by our tables, with the look at its picture."""
        own = provider.worst_case_micros(request)
        if self.seeing_micros is None:
            return own
        return own + self.seeing_micros(request.recipe.renderer, len(request.references))

    def worst_case_micros(self, recipe: Recipe, dear_models: "Sequence[ListedPrice]", now: datetime) -> int:
        """Return the most that one call for this recipe can cost.

        dear_models: the renderers that cost more by their provider's list than by our table.
        """
        from mirror_realm.domain.listed_price import listed_of, worst_case_micros
        from mirror_realm.domain.reference import InputKind
        from mirror_realm.services.ports.providers import ReferenceImage

        most = (InputKind.PHOTO, InputKind.LATEST) if recipe.personal else ()
        references = [ReferenceImage(kind, b"") for kind in most]
        own = self.call_micros(self.for_recipe(recipe), self.request(recipe, references=references))
        return worst_case_micros(listed_of(dear_models, recipe.renderer, now), own, len(references))

    def dearest_micros(self, recipe: Recipe) -> int:
        """Return the worst case of the dearest call that the settings allow, by our table.

        recipe: the recipe of a picture, by which the others are judged.
        """
        from mirror_realm.domain.reference import InputKind
        from mirror_realm.services.ports.providers import ReferenceImage

        photo = [ReferenceImage(kind, b"") for kind in (InputKind.PHOTO, InputKind.LATEST)]
        of_photos = self.of_photos()
        makers = [
            (of_photos, of_photos.renderer(personal=True), photo),
            *((self.maker_of(name), name, []) for name in self.fallbacks()),
            (self.chosen(), self.chosen().renderer(personal=False), []),
        ]
        return max(
            self.call_micros(maker, self.request(replace(recipe, renderer=name), references=references))
            for maker, name, references in makers
        )

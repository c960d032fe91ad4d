"""Renderers: which provider makes which look, and what it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.domain.recipe import Recipe, Renderer
from mirror_realm.domain.reference import InputKind
from mirror_realm.services.ports.providers import ImageProvider, ImageRequest, ReferenceImage

_AS_MANY_AS_THERE_CAN_BE = tuple(ReferenceImage(kind, b"") for kind in (InputKind.PHOTO, InputKind.LATEST))


@dataclass(frozen=True, slots=True)
class Renderers:
    chosen: Callable[[], ImageProvider]
    """The provider of the settings. Raises Misconfigured."""
    maker_of: Callable[[str], ImageProvider]
    """The provider that makes a renderer's pictures. Raises Misconfigured where it is not configured."""
    painter: ImageProvider
    """Always there: the ladder's last rung."""
    quality: str
    timeout: timedelta
    """Of one provider call."""
    pseudonyms: Pseudonyms

    def for_wishes(self, *, personal: bool) -> Renderer:
        """What a new wish's recipe says of who makes it. Raises Misconfigured."""
        return Renderer(self.chosen().renderer(personal=personal), self.quality)

    def for_recipe(self, recipe: Recipe) -> ImageProvider:
        """Return the provider whose renderer the recipe names, and no other. Raises Misconfigured."""
        return self.maker_of(recipe.renderer)

    def request(
        self,
        recipe: Recipe,
        person: str | None = None,
        *,
        references: Sequence[ReferenceImage] = (),
        safer: bool = False,
    ) -> ImageRequest:
        """Return the call that makes this picture, edited from these pictures where it is a personal one.

        person: a pseudonym of whom it is made for. A provider that wants to tell users apart gets another name made
        from it, which leads to no document of ours. None: our own painter makes it, or it is only priced.
        """
        return ImageRequest(
            recipe=recipe,
            prompt=build_prompt(recipe, inputs=[given.kind for given in references], safer=safer),
            safety_identifier=self.pseudonyms.sealed(f"provider\n{person}") if person is not None else "",
            timeout_seconds=self.timeout.total_seconds(),
            references=tuple(references),
        )

    def worst_case_micros(self, recipe: Recipe) -> int:
        """The most one call for this look can cost."""
        references = _AS_MANY_AS_THERE_CAN_BE if recipe.personal else ()
        return self.for_recipe(recipe).worst_case_micros(self.request(recipe, references=references))

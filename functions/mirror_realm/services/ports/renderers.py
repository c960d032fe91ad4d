"""Renderers: which provider makes which look, and what it is asked."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mirror_realm.domain.recipe import Recipe, Renderer

if TYPE_CHECKING:
    from mirror_realm.services.ports.providers import ImageProvider, ImageRequest, ReferenceImage


@dataclass(frozen=True, slots=True)
class Renderers:
    chosen: "Callable[[], ImageProvider]"
    """The provider of the settings. Raises Misconfigured."""
    maker_of: "Callable[[str], ImageProvider]"
    """The provider that makes a renderer's pictures. Raises Misconfigured where it is not configured."""
    painter: "ImageProvider"
    """Always there: the ladder's last rung."""
    quality: str
    timeout: timedelta
    """Of one provider call."""
    salt: str

    def for_wishes(self, *, personal: bool) -> Renderer:
        """What a new wish's recipe says of who makes it. Raises Misconfigured."""
        return Renderer(self.chosen().renderer(personal=personal), self.quality)

    def for_recipe(self, recipe: Recipe) -> "ImageProvider":
        """Return the provider whose renderer the recipe names, and no other. Raises Misconfigured."""
        return self.maker_of(recipe.renderer)

    def request(
        self, recipe: Recipe, uid: str, *, references: "Sequence[ReferenceImage]" = (), safer: bool = False
    ) -> "ImageRequest":
        """The call that makes this look for this person, edited from these pictures where it is a personal one."""
        from mirror_realm.domain.prompts import build_prompt  # here: a hit asks no provider for anything
        from mirror_realm.services.ports.providers import ImageRequest

        return ImageRequest(
            recipe=recipe,
            prompt=build_prompt(recipe, inputs=[given.kind for given in references], safer=safer),
            safety_identifier=hashlib.sha256(
                f"{self.salt}\n{uid}".encode("utf-8", "surrogatepass")
            ).hexdigest(),
            timeout_seconds=self.timeout.total_seconds(),
            references=tuple(references),
        )

    def worst_case_micros(self, recipe: Recipe) -> int:
        """The most one call for this look can cost."""
        from mirror_realm.domain.reference import InputKind
        from mirror_realm.services.ports.providers import ReferenceImage

        most = (InputKind.PHOTO, InputKind.LATEST) if recipe.personal else ()
        references = [ReferenceImage(kind, b"") for kind in most]
        return self.for_recipe(recipe).worst_case_micros(self.request(recipe, "", references=references))

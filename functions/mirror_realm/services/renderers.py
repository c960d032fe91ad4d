"""Renderers: which provider makes which look, and what it is asked."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.recipe import Recipe, Renderer
from mirror_realm.services.providers import ImageProvider, ImageRequest


@dataclass(frozen=True, slots=True)
class Renderers:
    chosen: Callable[[], ImageProvider]
    """The provider of the settings. Raises Misconfigured."""
    painter: ImageProvider
    """Always there: the ladder's last rung."""
    quality: str
    timeout: timedelta
    """Of one provider call."""
    salt: str

    def for_wishes(self, *, personal: bool) -> Renderer:
        """What a new wish's recipe says of who makes it. Raises Misconfigured."""
        return Renderer(self.chosen().renderer(personal=personal), self.quality)

    def for_recipe(self, recipe: Recipe) -> ImageProvider:
        """Whoever the recipe names. Raises Misconfigured."""
        if recipe.renderer == self.painter.renderer(personal=recipe.personal):
            return self.painter
        return self.chosen()

    def request(self, recipe: Recipe, uid: str, *, safer: bool = False) -> ImageRequest:
        """The call that makes this look for this person."""
        return ImageRequest(
            recipe=recipe,
            prompt=build_prompt(recipe, safer=safer),
            safety_identifier=hashlib.sha256(
                f"{self.salt}\n{uid}".encode("utf-8", "surrogatepass")
            ).hexdigest(),
            timeout_seconds=self.timeout.total_seconds(),
        )

    def worst_case_micros(self, recipe: Recipe) -> int:
        """The most one call for this look can cost."""
        return self.for_recipe(recipe).worst_case_micros(self.request(recipe, ""))

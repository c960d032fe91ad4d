"""Placeholders: the static picture of a style and stage, shown until there is a real one."""

from dataclasses import dataclass

from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.styles import StyleId


@dataclass(frozen=True, slots=True)
class Placeholders:
    hosting_url: str
    """The URL of Hosting's public folder, without a trailing slash."""

    def url(self, style: StyleId, stage: EvolutionStage) -> str:
        return f"{self.hosting_url}/placeholders/{style}/{stage}.jpg"

    def preview(self, kind: str, name: str) -> str:
        """Return the URL of a preview in the house style, of a costume in a hero style.

        kind: `personas`, `characters`, `presets`, `examples` (of personas), `palettes`, `powers` or `places`.
        """
        return f"{self.hosting_url}/previews/{kind}/{name}.jpg"

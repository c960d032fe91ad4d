"""Avatar filter: what a list of a user's avatars is narrowed to, besides their status."""

from dataclasses import dataclass

from mirror_realm.domain.origin import Origin
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.styles import StyleId


@dataclass(frozen=True, slots=True)
class AvatarFilter:
    """Each field narrows the list; None does not."""

    project: str | None = None
    """The id of a project."""
    tag: str | None = None
    """A tag as it is stored."""
    style: StyleId | None = None
    stage: EvolutionStage | None = None
    origin: Origin | None = None
    """A stored one, which is not `progress`."""

    @property
    def empty(self) -> bool:
        """Whether it narrows nothing."""
        return self == AvatarFilter()

    def equalities(self) -> dict[str, str]:
        """Return the stored fields that have one value, with their values; the tag is not among them."""
        wanted = {
            "project_id": self.project,
            "style": self.style,
            "evolution_stage": self.stage,
            "origin": self.origin,
        }
        return {name: str(value) for name, value in wanted.items() if value is not None}

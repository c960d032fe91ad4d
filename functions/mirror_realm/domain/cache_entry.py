"""Cache entry: what is known of a shared look. Never a uid, a message or free text: it is everybody's."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mirror_realm.domain.avatar import Picture
from mirror_realm.domain.codec import Defaulted, Document, Flat, derived
from mirror_realm.domain.recipe import Recipe


class CacheState(StrEnum):
    RENDERING = "rendering"
    READY = "ready"
    RETIRED = "retired"
    HIDDEN = "hidden"
    """Reported; until an administrator decides it is neither handed out nor rendered."""
    TAKEN_DOWN = "taken_down"
    """For ever."""


@dataclass(frozen=True, slots=True)
class CacheEntry(Document):
    """`cache/{cache_key}`."""

    recipe: Recipe
    state: CacheState
    render_id: str
    """The job that makes it, or made it."""
    updated_at: datetime
    picture: Flat[Picture | None] = None
    reuse_until: datetime | None = None
    retired_at: datetime | None = None
    reported: Defaulted[bool] = False
    """Whether anybody has reported its picture: they are not handed it again."""

    def usable(self, now: datetime) -> bool:
        """Whether its picture may be handed out: ready, and not past its reuse date."""
        return self.state is CacheState.READY and self.reuse_until is not None and now < self.reuse_until

    @property
    def rendering(self) -> bool:
        return self.state is CacheState.RENDERING

    @derived
    def rendering_since(self) -> datetime | None:
        """Return since when a job has been making it: those that take too long are found by this."""
        return self.updated_at if self.rendering else None

    def ready(self, picture: Picture, *, now: datetime, reuse_until: datetime) -> "CacheEntry":
        return replace(self, state=CacheState.READY, picture=picture, reuse_until=reuse_until, updated_at=now)

    def retire(self, now: datetime) -> "CacheEntry":
        """Handed out no more; its files stay until nothing shows them."""
        return replace(self, state=CacheState.RETIRED, retired_at=now, updated_at=now)

    @property
    def withheld(self) -> bool:
        """Handed to nobody, and not rendered either."""
        return self.state in (CacheState.HIDDEN, CacheState.TAKEN_DOWN)

    def report(self, image_path: str, now: datetime) -> "CacheEntry":
        """Somebody does not want to see this picture, if it is still the one it has."""
        if self.picture is None or self.picture.image_path != image_path or self.reported:
            return self
        return replace(self, reported=True, updated_at=now)

    def hide(self, now: datetime) -> "CacheEntry":
        return replace(self, state=CacheState.HIDDEN, updated_at=now)

    def restore(self, now: datetime) -> "CacheEntry":
        """As it was before; without a picture a job is making it, or the reaper sees that none is."""
        state = CacheState.READY if self.picture is not None else CacheState.RENDERING
        return replace(self, state=state, updated_at=now)

    def take_down(self, now: datetime) -> "CacheEntry":
        return replace(self, state=CacheState.TAKEN_DOWN, picture=None, reuse_until=None, updated_at=now)

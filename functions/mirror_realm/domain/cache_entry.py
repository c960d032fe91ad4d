"""Cache entry: a shared picture and its state. It serves all users, so it has no uid, message or free text."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mirror_realm.domain.avatar import Picture
from mirror_realm.domain.codec import Defaulted, Document, Flat, OmittedAtDefault, derived
from mirror_realm.domain.recipe import Recipe


class CacheState(StrEnum):
    RENDERING = "rendering"
    READY = "ready"
    RETIRED = "retired"
    HIDDEN = "hidden"
    """Reported: until an administrator decides, it is neither shown nor rendered."""
    TAKEN_DOWN = "taken_down"
    """Removed by an administrator, for ever."""


@dataclass(frozen=True, slots=True)
class CacheEntry(Document):
    """`cache/{cache_key}`."""

    recipe: Recipe
    state: CacheState
    render_id: str
    """The job that makes or made it."""
    updated_at: datetime
    picture: Flat[Picture | None] = None
    reuse_until: datetime | None = None
    retired_at: datetime | None = None
    reported: Defaulted[bool] = False
    """Whether a user has reported its picture; reporters do not get it again."""
    expected_at: OmittedAtDefault[datetime | None] = None
    """The time at which its job was expected to start, if that had to wait for the provider's pace."""

    def usable(self, now: datetime) -> bool:
        """Return whether its picture may be used: it is ready and not past its reuse date."""
        return self.state is CacheState.READY and self.reuse_until is not None and now < self.reuse_until

    @property
    def rendering(self) -> bool:
        return self.state is CacheState.RENDERING

    @derived
    def rendering_since(self) -> datetime | None:
        """Return the time since which a job makes it, or is expected to; the reaper finds late ones by it."""
        if not self.rendering:
            return None
        return self.updated_at if self.expected_at is None else max(self.updated_at, self.expected_at)

    def ready(self, picture: Picture, *, now: datetime, reuse_until: datetime) -> "CacheEntry":
        return replace(
            self,
            state=CacheState.READY,
            picture=picture,
            reuse_until=reuse_until,
            expected_at=None,
            updated_at=now,
        )

    def retire(self, now: datetime) -> "CacheEntry":
        """Return the entry retired: it is not used any more, but its files stay while avatars show them."""
        return replace(self, state=CacheState.RETIRED, retired_at=now, updated_at=now)

    @property
    def withheld(self) -> bool:
        """Whether it is neither shown nor rendered."""
        return self.state in (CacheState.HIDDEN, CacheState.TAKEN_DOWN)

    def report(self, image_path: str, now: datetime) -> "CacheEntry":
        """Return the entry marked as reported, if it still has this picture."""
        if self.picture is None or self.picture.image_path != image_path or self.reported:
            return self
        return replace(self, reported=True, updated_at=now)

    def hide(self, now: datetime) -> "CacheEntry":
        return replace(self, state=CacheState.HIDDEN, updated_at=now)

    def restore(self, now: datetime) -> "CacheEntry":
        """Return the entry ready again, or rendering if it has no picture; the reaper finds it if no job makes it."""
        state = CacheState.READY if self.picture is not None else CacheState.RENDERING
        return replace(self, state=state, updated_at=now)

    def take_down(self, now: datetime) -> "CacheEntry":
        return replace(self, state=CacheState.TAKEN_DOWN, picture=None, reuse_until=None, updated_at=now)

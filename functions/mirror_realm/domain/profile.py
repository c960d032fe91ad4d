"""Profile: what the backend itself remembers of a person between wishes."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mirror_realm.domain.avatar import Picture


@dataclass(frozen=True, slots=True)
class Profile:
    """`users/{uid}`."""

    latest_avatar_id: str | None = None
    latest: Picture | None = None
    """The person's newest picture: shown while the next one is made."""
    updated_at: datetime | None = None

    def with_latest(self, avatar_id: str, picture: Picture, now: datetime) -> "Profile":
        return replace(self, latest_avatar_id=avatar_id, latest=picture, updated_at=now)

    def to_document(self) -> dict[str, Any]:
        latest = {"avatar_id": self.latest_avatar_id, **self.latest.to_document()} if self.latest else None
        return {"latest": latest, "updated_at": self.updated_at}

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "Profile":
        latest = data.get("latest")
        return cls(
            latest_avatar_id=latest["avatar_id"] if latest else None,
            latest=Picture.from_document(latest) if latest else None,
            updated_at=data.get("updated_at"),
        )

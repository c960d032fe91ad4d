"""Profile: what the backend itself remembers of a person between wishes."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mirror_realm.domain.avatar import Picture


@dataclass(frozen=True, slots=True)
class Milestone:
    """The furthest point of a person's way that was already celebrated with a picture of its own."""

    stage: str
    goals_met: bool
    area: str | None
    day: str
    """When: at most one automatic picture a day."""

    def to_document(self) -> dict[str, Any]:
        return {"stage": self.stage, "goals_met": self.goals_met, "area": self.area, "day": self.day}

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "Milestone":
        return cls(data["stage"], data["goals_met"], data["area"], data["day"])


@dataclass(frozen=True, slots=True)
class Consent:
    """The person pictured is an adult and agrees to the use of their photo, in the words of this version."""

    version: str
    at: datetime

    def to_document(self) -> dict[str, Any]:
        return {"version": self.version, "adult": True, "at": self.at}

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "Consent":
        return cls(data["version"], data["at"])


@dataclass(frozen=True, slots=True)
class Profile:
    """`users/{uid}`."""

    latest_avatar_id: str | None = None
    latest: Picture | None = None
    """The person's newest picture: shown while the next one is made."""
    credits: int | None = None
    """The second purse. None: never touched, it holds what everybody starts with."""
    milestone: Milestone | None = None
    consent: Consent | None = None
    """To the use of photos. None: never given, or withdrawn."""
    updated_at: datetime | None = None

    def with_latest(self, avatar_id: str, picture: Picture, now: datetime) -> "Profile":
        return replace(self, latest_avatar_id=avatar_id, latest=picture, updated_at=now)

    def without_latest(self) -> "Profile":
        """Until the next one is made or chosen."""
        return replace(self, latest=None, latest_avatar_id=None)

    def with_credits(self, credits: int, now: datetime) -> "Profile":
        return replace(self, credits=credits, updated_at=now)

    def with_milestone(self, milestone: Milestone, now: datetime) -> "Profile":
        return replace(self, milestone=milestone, updated_at=now)

    def with_consent(self, consent: Consent | None, now: datetime) -> "Profile":
        return replace(self, consent=consent, updated_at=now)

    def to_document(self) -> dict[str, Any]:
        latest = {"avatar_id": self.latest_avatar_id, **self.latest.to_document()} if self.latest else None
        return {
            "latest": latest,
            "credits": self.credits,
            "milestone": self.milestone.to_document() if self.milestone else None,
            "photo_consent": self.consent.to_document() if self.consent else None,
            "updated_at": self.updated_at,
        }

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "Profile":
        latest, milestone = data.get("latest"), data.get("milestone")
        return cls(
            latest_avatar_id=latest["avatar_id"] if latest else None,
            latest=Picture.from_document(latest) if latest else None,
            credits=data.get("credits"),
            milestone=Milestone.from_document(milestone) if milestone else None,
            consent=Consent.from_document(data["photo_consent"]) if data.get("photo_consent") else None,
            updated_at=data.get("updated_at"),
        )

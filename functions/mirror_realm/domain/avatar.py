"""Avatar: what the app shows, and the moves its status can make.

    (new), failed, completed ──queue──> queued ──start──> generating
    queued, generating ──queue──> queued          behind another job (a stand-in is being made)
    generating ──requeue──> queued                its worker died; the next attempt starts
    (any) ──complete──> completed                 shown: as wished, or degraded
    (any) ──fail──> failed                        a shown one only where its picture is withdrawn

A picture that is shown stays until a better one replaces it: queueing a degraded avatar keeps its picture, and if
the better one never comes it is completed with the old one again.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.recipe import Recipe
from mirror_realm.errors import IllegalMove


class Status(StrEnum):
    QUEUED = "queued"
    GENERATING = "generating"
    COMPLETED = "completed"
    FAILED = "failed"


class Source(StrEnum):
    """Where a picture came from. The last three are the rungs of the ladder."""

    GENERATED = "generated"
    CACHE = "cache"
    SIMILAR = "similar"
    STAGE = "stage"
    PAINTED = "painted"


SHARED_SOURCES = (Source.CACHE, Source.SIMILAR, Source.STAGE)
"""Pictures that were there already."""


class RequestedBy(StrEnum):
    CALL = "call"
    DOCUMENT = "document"
    MILESTONE = "milestone"


class Move(StrEnum):
    QUEUE = "queue"
    START = "start"
    REQUEUE = "requeue"
    COMPLETE = "complete"
    FAIL = "fail"


MOVES: dict[tuple[Status | None, Move], Status] = {
    (None, Move.QUEUE): Status.QUEUED,
    (None, Move.COMPLETE): Status.COMPLETED,
    (None, Move.FAIL): Status.FAILED,
    (Status.QUEUED, Move.QUEUE): Status.QUEUED,
    (Status.GENERATING, Move.QUEUE): Status.QUEUED,
    (Status.QUEUED, Move.START): Status.GENERATING,
    (Status.QUEUED, Move.COMPLETE): Status.COMPLETED,
    (Status.QUEUED, Move.FAIL): Status.FAILED,
    (Status.GENERATING, Move.REQUEUE): Status.QUEUED,
    (Status.GENERATING, Move.COMPLETE): Status.COMPLETED,
    (Status.GENERATING, Move.FAIL): Status.FAILED,
    (Status.FAILED, Move.QUEUE): Status.QUEUED,
    (Status.FAILED, Move.COMPLETE): Status.COMPLETED,
    (Status.FAILED, Move.FAIL): Status.FAILED,
    (Status.COMPLETED, Move.QUEUE): Status.QUEUED,
    (Status.COMPLETED, Move.COMPLETE): Status.COMPLETED,
    (Status.COMPLETED, Move.FAIL): Status.FAILED,
}


def after(status: Status | None, move: Move) -> Status:
    """The status after a move. Raises IllegalMove."""
    try:
        return MOVES[status, move]
    except KeyError:
        raise IllegalMove("avatar", str(status), move) from None


def avatar_id_for(uid: str, recipe: Recipe) -> str:
    """The same person's same wish is the same document: 32 hex digits of SHA-256 over uid and cache key."""
    return hashlib.sha256(f"{uid}\n{recipe.cache_key}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no picture, or only a degraded one, as the app sees it."""

    reason: str
    message: str
    retryable: bool

    def to_document(self) -> dict[str, Any]:
        return {"reason": self.reason, "message": self.message, "retryable": self.retryable}

    @classmethod
    def from_document(cls, data: dict[str, Any] | None) -> "Problem | None":
        return None if data is None else cls(data["reason"], data["message"], data["retryable"])


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture: where its largest file is, the links the app loads, what to show meanwhile, how good it is."""

    image_path: str
    image_url: str
    thumbnail_url: str
    blurhash: str
    quality: Quality | None = None
    """None: made before pictures were judged."""

    def to_document(self) -> dict[str, Any]:
        return {
            "image_path": self.image_path,
            "image_url": self.image_url,
            "thumbnail_url": self.thumbnail_url,
            "blurhash": self.blurhash,
            "quality": self.quality.to_document() if self.quality else None,
        }

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "Picture":
        return cls(
            data["image_path"],
            data["image_url"],
            data["thumbnail_url"],
            data["blurhash"],
            Quality.from_document(data.get("quality")),
        )


@dataclass(frozen=True, slots=True)
class Avatar:
    """`users/{uid}/avatars/{avatar_id}`."""

    avatar_id: str
    recipe: Recipe
    placeholder_url: str
    """The static picture, shown while there is no other: never empty."""
    requested_by: RequestedBy
    ithere_message: str
    created_at: datetime
    updated_at: datetime
    status: Status | None = None
    """None: drafted, not stored yet."""
    active_days: int = 0
    """The person's days when they last wished for it."""
    allow_fallback: bool = True
    meanwhile_url: str | None = None
    """The person's latest picture, shown instead of the static one while this one is under way."""
    picture: Picture | None = None
    source: Source | None = None
    cached: bool = False
    degraded: bool = False
    upgrade_at: datetime | None = None
    """When asking again may bring a better picture. None: no reason to think it will."""
    render_id: str | None = None
    """Its own job, the last one: while the avatar is under way that job alone may write it."""
    follows: str | None = None
    """The job of somebody else's wish for the same look, while it is under way."""
    cost_micros: int = 0
    problem: Problem | None = None
    reported_path: str | None = None
    """The picture it showed that its person reported last; forgotten with the next one that was wished for."""
    completed_at: datetime | None = None
    waiting_since: datetime | None = None
    """When it was last queued, while it is under way: how those are found whose job is gone."""

    @property
    def shown(self) -> bool:
        """Completed with the very picture that was wished for: a hit for as long as it exists."""
        return self.status is Status.COMPLETED and not self.degraded

    @property
    def under_way(self) -> bool:
        return self.status in (Status.QUEUED, Status.GENERATING)

    def queue(
        self,
        *,
        now: datetime,
        render_id: str | None = None,
        follows: str | None = None,
        instead: Problem | None = None,
        upgrade_at: datetime | None = None,
    ) -> "Avatar":
        """Waiting for its own job, or behind another's. With `instead`, what comes will only stand in for the wish."""
        return replace(
            self,
            status=after(self.status, Move.QUEUE),
            render_id=render_id,
            follows=follows,
            degraded=instead is not None,
            problem=instead,
            upgrade_at=upgrade_at,
            waiting_since=now,
            updated_at=now,
        )

    def start(self, now: datetime) -> "Avatar":
        return replace(self, status=after(self.status, Move.START), updated_at=now)

    def requeue(self, now: datetime) -> "Avatar":
        return replace(self, status=after(self.status, Move.REQUEUE), updated_at=now)

    def complete(self, picture: Picture, *, source: Source, cost_micros: int, now: datetime) -> "Avatar":
        """Shown with the wished picture."""
        return replace(
            self._shown_with(picture, source, now),
            degraded=False,
            upgrade_at=None,
            cost_micros=cost_micros,
            problem=None,
            reported_path=None,
        )

    def degrade(
        self,
        picture: Picture,
        *,
        source: Source,
        problem: Problem,
        upgrade_at: datetime | None,
        now: datetime,
    ) -> "Avatar":
        """Shown with the best there is instead, and why."""
        return replace(
            self._shown_with(picture, source, now), degraded=True, problem=problem, upgrade_at=upgrade_at
        )

    def _shown_with(self, picture: Picture, source: Source, now: datetime) -> "Avatar":
        return replace(
            self,
            status=after(self.status, Move.COMPLETE),
            picture=picture,
            source=source,
            cached=source in SHARED_SOURCES,
            follows=None,
            waiting_since=None,
            completed_at=now,
            updated_at=now,
        )

    def without_picture(self, reported: str | None = None) -> "Avatar":
        """Its picture is withdrawn, for good; a completed one has to move on. `reported`: by its person, which one.

        What was shown before it came may have been withdrawn since: the static placeholder is shown meanwhile.
        """
        return replace(
            self,
            picture=None,
            source=None,
            cached=False,
            meanwhile_url=None,
            reported_path=reported or self.reported_path,
        )

    def without_meanwhile(self, image_url: str) -> "Avatar":
        """While it is under way the static placeholder is shown, where that was this picture."""
        return replace(self, meanwhile_url=None) if self.meanwhile_url == image_url else self

    def fail(self, problem: Problem, *, now: datetime) -> "Avatar":
        """No picture came. An older one that was shown is shown again."""
        if self.picture is not None and self.source is not None:
            return self.degrade(
                self.picture,
                source=self.source,
                problem=problem,
                upgrade_at=now if problem.retryable else None,
                now=now,
            )
        return replace(
            self,
            status=after(self.status, Move.FAIL),
            problem=problem,
            follows=None,
            waiting_since=None,
            completed_at=None,
            updated_at=now,
        )

    @property
    def generation_time(self) -> datetime:
        """Completion, else creation; never None, since the app parses it."""
        return self.completed_at or self.created_at

    def to_document(self) -> dict[str, Any]:
        """As stored: the app's fields flat, then ours."""
        stand_in = self.meanwhile_url if self.under_way and self.meanwhile_url else self.placeholder_url
        picture: dict[str, Any] = (
            self.picture.to_document()
            if self.picture
            else {
                "image_path": None,
                "image_url": stand_in,
                "thumbnail_url": stand_in,
                "blurhash": None,
                "quality": None,
            }
        )
        return {
            "status": self.status,
            "evolution_stage": self.recipe.stage,
            "style": self.recipe.style,
            "recipe": self.recipe.to_document(),
            **picture,
            "source": self.source,
            "requested_by": self.requested_by,
            "cached": self.cached,
            "degraded": self.degraded,
            "upgrade_at": self.upgrade_at,
            "ithere_message": self.ithere_message,
            "cost": usd_from_micros(self.cost_micros),
            "cost_micros": self.cost_micros,
            "generation_time": self.generation_time.isoformat(),
            "error": self.problem.to_document() if self.problem else None,
            "reported_path": self.reported_path,
            "render_id": self.render_id,
            "follows": self.follows,
            "active_days": self.active_days,
            "allow_fallback": self.allow_fallback,
            "placeholder_url": self.placeholder_url,
            "meanwhile_url": self.meanwhile_url,
            "completed_at": self.completed_at,
            "waiting_since": self.waiting_since,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }

    @classmethod
    def from_document(cls, avatar_id: str, data: dict[str, Any]) -> "Avatar":
        return cls(
            avatar_id=avatar_id,
            recipe=Recipe.from_document(data["recipe"]),
            status=Status(data["status"]),
            placeholder_url=data["placeholder_url"],
            requested_by=RequestedBy(data["requested_by"]),
            ithere_message=data["ithere_message"],
            created_at=data["created_at"],
            updated_at=data["updated_at"],
            active_days=data["active_days"],
            allow_fallback=data["allow_fallback"],
            meanwhile_url=data.get("meanwhile_url"),
            picture=Picture.from_document(data) if data["image_path"] else None,
            source=Source(data["source"]) if data["source"] else None,
            cached=data["cached"],
            degraded=data["degraded"],
            upgrade_at=data["upgrade_at"],
            render_id=data["render_id"],
            follows=data["follows"],
            cost_micros=data["cost_micros"],
            problem=Problem.from_document(data["error"]),
            reported_path=data.get("reported_path"),
            completed_at=data["completed_at"],
            waiting_since=data["waiting_since"],
        )

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
from typing import Annotated, Any

from mirror_realm.domain.codec import (
    Defaulted,
    Document,
    DocumentWithId,
    Flat,
    OmittedAtDefault,
    Stored,
    derived,
    encode,
)
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId
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
class Problem(Document):
    """Why there is no picture, or only a degraded one, as the app sees it."""

    reason: str
    message: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class Picture(Document):
    """A stored picture: where its largest file is, the links the app loads, what to show meanwhile, how good it is."""

    image_path: str
    image_url: str
    thumbnail_url: str
    blurhash: str
    quality: Annotated[Quality | None, Stored(defaulted=True, strict=True)] = None
    """None: made before pictures were judged."""


@dataclass(frozen=True, slots=True)
class Avatar(DocumentWithId):
    """`users/{uid}/avatars/{avatar_id}`."""

    avatar_id: str
    recipe: Recipe
    placeholder_url: str
    """The static picture, shown while there is no other: never empty."""
    requested_by: RequestedBy
    ithere_message: str
    created_at: datetime
    updated_at: datetime
    status: Annotated[Status | None, Stored(decode=Status)] = None
    """None: drafted, not stored yet. A stored one always has a status."""
    active_days: int = 0
    """The person's days when they last wished for it."""
    allow_fallback: bool = True
    guest: OmittedAtDefault[bool] = False
    """Whether it was wished for by an anonymous account: whose share a fallback picture for it is taken from."""
    meanwhile_url: Defaulted[str | None] = None
    """The person's latest picture, shown instead of the static one while this one is under way."""
    picture: Flat[Picture | None] = None
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
    problem: Annotated[Problem | None, Stored("error", strict=True)] = None
    reported_path: Defaulted[str | None] = None
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

    @derived
    def evolution_stage(self) -> EvolutionStage:
        """Return what the app reads of the recipe."""
        return self.recipe.stage

    @derived
    def style(self) -> StyleId:
        """Return what the app reads of the recipe."""
        return self.recipe.style

    @derived
    def cost(self) -> float:
        """Return the cost in USD, for the app."""
        return usd_from_micros(self.cost_micros)

    @derived
    def generation_time(self) -> str:
        """Return the time of completion, else of creation, in ISO 8601: the app parses it, so it is never None."""
        return (self.completed_at or self.created_at).isoformat()

    def to_document(self) -> dict[str, Any]:
        """Return the stored form. Without a picture the links lead to what is shown instead."""
        document = encode(self)
        if self.picture is None:
            instead = self.meanwhile_url if self.under_way and self.meanwhile_url else self.placeholder_url
            document |= {"image_url": instead, "thumbnail_url": instead, "blurhash": None, "quality": None}
        return document

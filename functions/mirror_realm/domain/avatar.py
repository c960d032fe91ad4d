"""Avatar: the picture that the app shows, and the transitions of its status.

    (new), failed, completed ──queue──> queued ──start──> generating
    queued, generating ──queue──> queued          behind another job (a fallback is being made)
    generating ──requeue──> queued                its worker died; the next attempt starts
    (any) ──complete──> completed                 shown, as wished or degraded
    (any) ──fail──> failed                        a shown one only if its picture was taken down

A shown picture stays until a better one replaces it: queueing a degraded avatar keeps its picture, and if the better
one fails, the avatar is completed with the old one again.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
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
from mirror_realm.domain.origin import Origin
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.renderers import PAINTER, UPLOAD, provider_of
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.variation_set import VariationSet
from mirror_realm.errors import IllegalMove


class Status(StrEnum):
    QUEUED = "queued"
    GENERATING = "generating"
    COMPLETED = "completed"
    FAILED = "failed"


class Source(StrEnum):
    """The origin of a picture. The last three are the rungs of the ladder."""

    GENERATED = "generated"
    CACHE = "cache"
    SIMILAR = "similar"
    STAGE = "stage"
    PAINTED = "painted"


SHARED_SOURCES = (Source.CACHE, Source.SIMILAR, Source.STAGE)
"""The origins of pictures that existed before."""


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
    """Return the status after a move. Raises IllegalMove."""
    try:
        return MOVES[status, move]
    except KeyError:
        raise IllegalMove("avatar", str(status), move) from None


def avatar_id_for(uid: str, recipe: Recipe) -> str:
    """Return the id for a user's recipe: 32 hex digits of SHA-256 over uid and cache key.

    The same wish of the same user is the same document.
    """
    return hashlib.sha256(f"{uid}\n{recipe.cache_key}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Problem(Document):
    """The reason, for the app, why there is no picture or only a fallback."""

    reason: str
    message: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class Picture(Document):
    """A stored picture: the path of its largest file, its links, its blurhash and its quality."""

    image_path: str
    image_url: str
    thumbnail_url: str
    blurhash: str
    quality: Annotated[Quality | None, Stored(defaulted=True, strict=True)] = None
    """None for a picture made before pictures were judged."""


@dataclass(frozen=True, slots=True)
class Queue(Document):
    """The wait for a provider's pace, as it was seen when the avatar was queued."""

    place: int | None
    """The place in the queue, from 1; None for an avatar that waits for another user's job."""
    expected_at: datetime
    """The time at which its job is expected to start."""


@dataclass(frozen=True, slots=True)
class Avatar(DocumentWithId):
    """`users/{uid}/avatars/{avatar_id}`."""

    avatar_id: str
    recipe: Recipe
    placeholder_url: str
    """The static picture that is shown without any other; never empty."""
    requested_by: RequestedBy
    ithere_message: str
    created_at: datetime
    updated_at: datetime
    status: Annotated[Status | None, Stored(decode=Status)] = None
    """None for a draft; a stored avatar has a status."""
    active_days: int = 0
    """The user's active days at their last wish for it."""
    allow_fallback: bool = True
    guest: OmittedAtDefault[bool] = False
    """Whether the last wish came from an anonymous account, whose share then counts its fallback pictures."""
    plan: OmittedAtDefault[str | None] = None
    """The plan of the last wish, which then bounds its fallback pictures; None for a guest's and a free account's."""
    maker: OmittedAtDefault[str | None] = None
    """The renderer whose picture it waits for or shows, if that is another than the recipe's, which was down."""
    meanwhile_url: Defaulted[str | None] = None
    """The user's latest picture, shown instead of the static one while this avatar is queued or generating."""
    picture: Flat[Picture | None] = None
    source: Source | None = None
    cached: bool = False
    degraded: bool = False
    upgrade_at: datetime | None = None
    """The time from which on another wish may give a better picture; None if it will not."""
    render_id: str | None = None
    """Its own last job. While the avatar is queued or generating, only that job may write it."""
    follows: str | None = None
    """The job of another user's wish for the same picture, while that is in progress."""
    cost_micros: int = 0
    problem: Annotated[Problem | None, Stored("error", strict=True)] = None
    reported_path: Defaulted[str | None] = None
    """The path of its picture that the user reported last; removed when a new one is completed."""
    completed_at: datetime | None = None
    waiting_since: datetime | None = None
    """The time of the last queueing, or of the expected start, while queued or generating.

    It finds avatars whose job was deleted.
    """
    waits: Annotated[Queue | None, Stored("queue", defaulted=True, omitted=True)] = None
    """The queue that its job waits in; None if the job starts at once, and as soon as it has started."""
    push: OmittedAtDefault[bool] = False
    """Whether its user has devices that get a push at the end of the wait, while queued or generating."""
    name: OmittedAtDefault[str] = field(default="", repr=False)
    """What the user calls it."""
    note: OmittedAtDefault[str] = field(default="", repr=False)
    """What the user wrote about it."""
    tags: OmittedAtDefault[tuple[str, ...]] = field(default=(), repr=False)
    """The user's own tags, as `domain/tags.py` normalises them."""
    project: Annotated[str | None, Stored("project_id", defaulted=True, omitted=True)] = None
    """The id of the project that it is in; None for a loose one."""
    used: OmittedAtDefault[bool] = False
    """Whether apps have recorded uses of it, which are documents below it."""
    origin: OmittedAtDefault[Origin] = Origin.PROGRESS
    """What the last wish for it began with."""
    preset: OmittedAtDefault[str | None] = None
    """The preset that the last wish for it named."""
    in_set: Annotated[VariationSet | None, Stored("set", defaulted=True, omitted=True)] = None
    """Its place in a set of variations of which the user keeps one; None if it stays anyway."""

    @property
    def made_recipe(self) -> Recipe:
        """Return the recipe of the picture that it waits for or shows, unless that is a fallback."""
        return self.recipe if self.maker is None else replace(self.recipe, renderer=self.maker)

    @property
    def shown(self) -> bool:
        """Whether it is completed with the wished picture, not a fallback; then it is a hit as long as it exists."""
        return self.status is Status.COMPLETED and not self.degraded

    @property
    def kept(self) -> bool:
        """Whether it shows the user's own picture as it is."""
        return self.origin is Origin.UPLOAD and self.shown

    @property
    def under_way(self) -> bool:
        return self.status in (Status.QUEUED, Status.GENERATING)

    def described(
        self, name: str | None, note: str | None, now: datetime, tags: tuple[str, ...] | None = None
    ) -> "Avatar":
        """Return the avatar with this name, this note and these tags; None leaves what is there."""
        changed = replace(
            self,
            name=self.name if name is None else name,
            note=self.note if note is None else note,
            tags=self.tags if tags is None else tags,
        )
        return self if changed == self else replace(changed, updated_at=now)

    def placed(self, project: str | None, now: datetime) -> "Avatar":
        """Return the avatar in this project; None sets it loose."""
        return self if project == self.project else replace(self, project=project, updated_at=now)

    def marked_used(self, now: datetime) -> "Avatar":
        """Return the avatar of which uses are recorded."""
        return self if self.used else replace(self, used=True, updated_at=now)

    def queue(
        self,
        *,
        now: datetime,
        render_id: str | None = None,
        follows: str | None = None,
        instead: Problem | None = None,
        upgrade_at: datetime | None = None,
        waits: Queue | None = None,
    ) -> "Avatar":
        """Return the avatar queued for its own job, or behind another one.

        instead: the reason why the job makes only a fallback; None if it makes the wished picture.
        waits: the queue that the job waits in, if it does not start at once.
        """
        since = now
        if waits is not None:
            # The expected start is the same for all that wait for a job. Pages continue after the last one's time.
            since = max(now, waits.expected_at) + timedelta(microseconds=now.microsecond)
        return replace(
            self,
            status=after(self.status, Move.QUEUE),
            render_id=render_id,
            follows=follows,
            degraded=instead is not None,
            problem=instead,
            upgrade_at=upgrade_at,
            waiting_since=since,
            waits=waits,
            updated_at=now,
        )

    def start(self, now: datetime) -> "Avatar":
        return replace(self, status=after(self.status, Move.START), waits=None, updated_at=now)

    def requeue(self, now: datetime) -> "Avatar":
        return replace(self, status=after(self.status, Move.REQUEUE), updated_at=now)

    def complete(self, picture: Picture, *, source: Source, cost_micros: int, now: datetime) -> "Avatar":
        """Return the avatar completed with the wished picture."""
        return replace(
            self._shown_with(picture, source, now),
            degraded=False,
            upgrade_at=None,
            cost_micros=cost_micros,
            problem=None,
            reported_path=None,
        )

    def keep(self, picture: Picture, now: datetime) -> "Avatar":
        """Return the avatar completed with the user's own picture.

        Nothing made it: it has no source, and no time at which it was made, by which pictures are counted.
        """
        return replace(self, status=after(self.status, Move.COMPLETE), picture=picture, updated_at=now)

    def degrade(
        self,
        picture: Picture,
        *,
        source: Source,
        problem: Problem,
        upgrade_at: datetime | None,
        now: datetime,
    ) -> "Avatar":
        """Return the avatar completed with a fallback, and the reason for it."""
        return replace(
            self._shown_with(picture, source, now),
            degraded=True,
            problem=problem,
            upgrade_at=upgrade_at,
            maker=None,
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
            waits=None,
            push=False,
            completed_at=now,
            updated_at=now,
        )

    def without_picture(self, reported: str | None = None) -> "Avatar":
        """Return the avatar without its picture, for good; a completed one needs another move next.

        reported: the path of the picture that the user reported, if they did.

        The static placeholder is shown, because the user's earlier picture may have been taken down as well.
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
        """Return the avatar with the static placeholder in place of this picture while it is queued or generating."""
        return replace(self, meanwhile_url=None) if self.meanwhile_url == image_url else self

    def fail(self, problem: Problem, *, now: datetime) -> "Avatar":
        """Return the avatar after a failed job. If it had an older picture, it shows that again."""
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
            waits=None,
            push=False,
            completed_at=None,
            updated_at=now,
        )

    @derived
    def evolution_stage(self) -> EvolutionStage:
        """Return the recipe's stage, for the app."""
        return self.recipe.stage

    @derived
    def style(self) -> StyleId:
        """Return the recipe's style, for the app."""
        return self.recipe.style

    @derived
    def made_by(self) -> str | None:
        """Return the name of the provider that made the picture it shows; None without one, and for an upload."""
        if self.picture is None:
            return None
        maker = PAINTER if self.source is Source.PAINTED else provider_of(self.made_recipe.renderer)
        return None if maker == UPLOAD else maker

    @derived
    def cost(self) -> float:
        """Return the cost in USD, for the app."""
        return usd_from_micros(self.cost_micros)

    @derived
    def generation_time(self) -> str:
        """Return the time of completion, else of creation, in ISO 8601. The app parses it, so it is never None."""
        return (self.completed_at or self.created_at).isoformat()

    def to_document(self) -> dict[str, Any]:
        """Return the stored form. Without a picture, the links are those of the picture shown instead."""
        document = encode(self)
        if self.picture is None:
            instead = self.meanwhile_url if self.under_way and self.meanwhile_url else self.placeholder_url
            document |= {"image_url": instead, "thumbnail_url": instead, "blurhash": None, "quality": None}
        return document

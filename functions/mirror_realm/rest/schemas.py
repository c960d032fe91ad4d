"""The answers of the REST API, for its OpenAPI document. The acts make them; a test compares them with these models."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mirror_realm.api.callable_requests import AvatarId
from mirror_realm.domain.areas import Area
from mirror_realm.domain.avatar import RequestedBy, Source, Status
from mirror_realm.domain.credit_history import CreditMove
from mirror_realm.domain.growth import Aspect
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage, ProgressRange
from mirror_realm.domain.quality import Fault
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.usage_report import Period
from mirror_realm.domain.variation_set import MOST
from mirror_realm.domain.variations import COUNT
from mirror_realm.rest.reasons import REASONS

Url = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
Usd = Annotated[float, Field(ge=0, description="In USD.")]


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Recipe(Answer):
    """Everything that decides how the picture looks. Equal recipes share a picture."""

    style: StyleId
    stage: EvolutionStage
    range: ProgressRange
    character: str | None
    renderer: str
    quality: str
    traits: list[str]
    area: Area | None
    goals_met: bool
    persona: PersonaId
    timeline: Timeline
    variation: Annotated[int, Field(ge=0, lt=COUNT)]
    size: int
    uid: str | None
    references: list[str]
    template: int


class Quality(Answer):
    """How good the picture is, by measurement."""

    score: Annotated[float, Field(ge=0, le=1)]
    reasons: list[Fault]


class Trouble(Answer):
    """Why there is no picture, or only a fallback."""

    reason: str
    message: str
    retryable: bool


class Month(Answer):
    """What a plan with a monthly limit leaves of the month."""

    limit: int
    used: int
    remaining: Annotated[int, Field(ge=0)]
    resets_at: datetime


class Usage(Answer):
    """What is left of the day."""

    user_remaining: Annotated[int, Field(ge=0)]
    global_remaining: Annotated[int, Field(ge=0)]
    resets_at: datetime
    credits_remaining: int | None = None
    month: Month | None = None


class Queue(Answer):
    """The wait for the provider's pace, as it was when the request was answered."""

    place: Annotated[int, Field(ge=1)] | None
    expected_at: datetime


class Set(Answer):
    """The place in a set of variations, of which the user keeps one. One that stays has no `expires_at`."""

    id: str
    number: Annotated[int, Field(ge=1, le=MOST)]
    of: Annotated[int, Field(ge=2, le=MOST)]
    expires_at: datetime | None


class Avatar(Answer):
    """A picture at a stage, or the state of its making. `image_url` can be shown at once, always."""

    avatar_id: AvatarId
    name: str
    note: str
    queue: Queue | None
    set: Set | None
    status: Status
    evolution_stage: EvolutionStage
    style: StyleId
    recipe: Recipe
    image_path: str | None
    image_url: Url
    thumbnail_url: Url
    blurhash: str | None
    quality: Quality | None
    source: Source | None
    made_by: str | None
    requested_by: RequestedBy
    cached: bool
    degraded: bool
    upgrade_at: datetime | None
    ithere_message: str
    cost: Usd
    generation_time: datetime
    error: Trouble | None
    created_at: datetime
    updated_at: datetime


class Generated(Avatar):
    """An avatar as the request for it is answered."""

    usage: Usage | None = None


class GeneratedSet(Answer):
    """Several variations of a picture, the one asked for first; the user keeps one."""

    avatars: Annotated[list[Generated], Field(min_length=2, max_length=MOST)]


class Trilogy(Answer):
    """One person at three times of their life."""

    original: Generated
    current: Generated
    future_2048: Generated


class Reel(Answer):
    """The stages as an animation and as a contact sheet."""

    reel_url: Url
    sheet_url: Url
    stages: list[Avatar]


class Change(Answer):
    """One aspect, then and now, in I-There's words."""

    aspect: Aspect
    old: str
    new: str


class Evolution(Answer):
    """The change between two avatars."""

    message: str
    days: int
    changes: list[Change]


class Push(Answer):
    enabled: bool
    devices: Annotated[int, Field(ge=0)]


class Merge(Answer):
    status: Literal["merging", "done"]
    avatars: Annotated[int, Field(ge=0)]
    moved: dict[AvatarId, AvatarId]


Outcome = Literal["own", "under_way", "hit", "follow", "queue", "fallback", "refused"]


class Quote(Answer):
    """What a request would be answered and cost now."""

    outcome: Outcome
    reason: str | None
    cost: Usd
    credits: int
    queue: Queue | None
    usage: Usage | None
    outcomes: list[Outcome] | None = None
    """Of several variations, the outcome of each; the other numbers are those of all together."""


class Consent(Answer):
    """The user's consent to the use of photos."""

    version: str
    at: datetime
    recipients: list[str]
    current: bool


class Latest(Answer):
    """The picture that represents the user."""

    avatar_id: AvatarId
    image_path: str
    image_url: Url
    thumbnail_url: Url
    blurhash: str
    quality: Quality | None


class Allowance(Answer):
    """The user's day."""

    day: str
    limit: int
    used: int
    remaining: Annotated[int, Field(ge=0)]
    resets_at: datetime
    month: Month | None


class Photos(Answer):
    """Whether pictures can be made from photos."""

    offered: bool
    recipients: list[str]


class Me(Answer):
    """The user's own state."""

    user_id: str
    guest: bool
    plan: str
    photo_consent: Consent | None
    latest: Latest | None
    credits: int | None
    allowance: Allowance
    photos: Photos


class CreditEntry(Answer):
    at: datetime
    move: CreditMove
    credits: int
    render_id: str | None
    payment_id: str | None


class Credits(Answer):
    """The user's credits, and a page of their history."""

    credits: int | None
    owed: int
    entries: list[CreditEntry]
    next_page_token: str | None


class Choice(Answer):
    id: str
    title: str
    description: str
    preview_url: Url


class StyleChoice(Choice):
    plans: list[str]


class Stage(Answer):
    id: EvolutionStage
    title: str
    from_day: int
    description: str


class AreaChoice(Answer):
    id: Area
    title: str


class Trait(Answer):
    """A group of words for the same trait."""

    id: str
    title: str
    examples: list[str]


class Catalogue(Answer):
    """What can be chosen."""

    styles: list[StyleChoice]
    personas: list[Choice]
    characters: list[Choice]
    stages: list[Stage]
    areas: list[AreaChoice]
    traits: list[Trait]


class ConsentGiven(Answer):
    granted: Literal[True]
    version: str
    recorded_at: datetime
    recipients: list[str]


class ConsentWithdrawn(Answer):
    granted: Literal[False]
    pictures_deleted: Annotated[int, Field(ge=0)]


class CountedTo(Answer):
    """The bounds of counting: a figure that reaches its bound means that or more."""

    completed: int
    each: int


class LastAvatar(Answer):
    avatar_id: AvatarId
    evolution_stage: EvolutionStage
    style: StyleId
    created_at: datetime


class CreditFigures(Answer):
    held: int
    granted: int
    used: int


class Stats(Answer):
    """The user's own totals."""

    avatars: Annotated[int, Field(ge=0)]
    by_status: dict[str, int]
    by_source: dict[str, int]
    by_stage: dict[str, int]
    by_style: dict[str, int]
    counted_to: CountedTo
    last: LastAvatar | None
    credits: CreditFigures | None
    active_days: int | None


class ExportFile(Answer):
    name: str
    url: Url
    bytes: int
    pictures: int


class Export(Answer):
    """The copy of the user's data."""

    status: Literal["none", "preparing", "ready", "failed", "gone"]
    asked_at: datetime | None
    ready_at: datetime | None
    gone_at: datetime | None
    links_until: datetime | None
    next_at: datetime | None
    files: list[ExportFile]


class ErasureState(Answer):
    status: Literal["erasing", "done"]
    started_at: datetime
    done_at: datetime | None


Number = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0)]
Published = int | Literal["<5"] | None
"""A number that never points at a person: `<5` if fewer than five people are behind it, null if it is withheld."""


class ReportedAllowance(Answer):
    """Pictures of the time, by how their reservations ended."""

    reserved: Number
    made: Number
    refunded: Number
    open: int
    limit_a_day: Number


class ReportedMix(Answer):
    """Pictures by one dimension."""

    cells: dict[str, Published]
    at_least: bool


class ReportedMixes(Answer):
    """Pictures by one dimension at a time."""

    source: ReportedMix | None
    style: ReportedMix | None
    stage: ReportedMix | None
    plan: ReportedMix | None


class ReportedPeople(Answer):
    active: Published
    asking: Published


class ReportedSpending(Answer):
    """What jobs of the time have spent on one model."""

    provider: str
    model: str
    spent: float


class ReportedMoney(Answer):
    """Money, in USD."""

    spent: Usd
    held: Usd
    overrun: Usd
    calls: Number
    budget_a_day: Usd
    by_model: list[ReportedSpending] | None


class ReportedSeconds(Answer):
    """How long settled pictures took, from the wish on."""

    pictures: Number | None
    p50: float | None
    p95: float | None
    within_30: Annotated[float, Field(ge=0, le=1)] | None


class ReportedQueue(Answer):
    """The render jobs that are under way now."""

    waiting: Number | None
    rendering: Number | None
    oldest_seconds: Number | None


class ReportedFreeTier(Answer):
    """An estimate of Firestore's reads and writes on the mean day, of what is free a day."""

    reads_a_day: Number
    writes_a_day: Number
    reads_share: Share
    writes_share: Share
    statistics_reads_a_day: Number
    statistics_share: Share


class ReportedPoint(Answer):
    """A day, or a month."""

    period: str
    made: Number
    refunded: Number
    spent: Usd
    people: Published
    sources: dict[str, Published] | None
    hit_rate: float | None


class ReportedAdvice(Answer):
    """What to change: a setting, why, and what it costs a month; negative if it saves, null if no figure tells."""

    setting: str
    text: str
    usd_a_month: float | None


class UsageReport(Answer):
    """The figures of a time that ends now. What could not be had is null, never 0."""

    period: Period
    first_day: str
    last_day: str
    at: datetime
    days_missing: list[str]
    estimated: list[str]
    reads: Number
    allowance: ReportedAllowance
    refused: Number | None
    refunds: dict[str, Number] | None
    hit_rate: Annotated[float, Field(ge=0, le=1)] | None
    mixes: ReportedMixes
    people: ReportedPeople
    money: ReportedMoney
    seconds: ReportedSeconds
    queue: ReportedQueue
    free_tier: ReportedFreeTier | None
    series: list[ReportedPoint]
    advice: list[ReportedAdvice] | None


class Health(Answer):
    """What this deployment is set to. It says nothing about its users."""

    status: Literal["ok"]
    image_provider: str | None
    fallback_providers: list[str]
    photo_provider: str | None
    photos: bool
    app_check: bool
    credits: bool


class Problem(BaseModel):
    """An error as RFC 9457 describes it. `type` is an address that explains the reason."""

    type: str
    title: str
    status: int
    detail: str
    reason: Annotated[str, Field(json_schema_extra={"enum": list(REASONS)})]
    retryable: bool
    fields: dict[str, str] | None = None
    limit: float | None = None
    used: float | None = None
    resets_at: datetime | None = None
    stage: EvolutionStage | None = None
    needs_days: int | None = None
    active_days: int | None = None
    recipients: list[str] | None = None
    field: str | None = None
    plan: str | None = None
    plans: list[str] | None = None
    error_id: str | None = None

"""The answers of the REST API, for its OpenAPI document. The acts make them; a test compares them with these models."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mirror_realm.api.callable_requests import AvatarId, ProjectId
from mirror_realm.domain.areas import Area
from mirror_realm.domain.avatar import RequestedBy, Source, Status
from mirror_realm.domain.costumes import PaletteId, PlaceId, PowerId
from mirror_realm.domain.credit_history import CreditMove
from mirror_realm.domain.growth import Aspect
from mirror_realm.domain.origin import Origin
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.presets import Category
from mirror_realm.domain.progress import EvolutionStage, ProgressRange
from mirror_realm.domain.quality import Fault
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.share import ShareState
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.usage_report import Period
from mirror_realm.domain.use import UseAction
from mirror_realm.domain.variation_set import MOST
from mirror_realm.domain.variations import COUNT
from mirror_realm.domain.verdict import BEST
from mirror_realm.rest.reasons import REASONS

Url = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
Usd = Annotated[float, Field(ge=0, description="In USD.")]


Mark = Annotated[int, Field(ge=0, le=BEST)]


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Costume(Answer):
    """What was chosen of a hero's looks. A choice that was not made is absent."""

    palette: PaletteId | None = None
    power: PowerId | None = None
    place: PlaceId | None = None


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
    costume: Costume | None = None


class Verdict(Answer):
    """What a vision model says of the picture, where one is asked. Marks are 0 to 4."""

    one_adult: bool
    whole_face: bool
    expression: Mark
    style: Mark
    clean: bool
    safe: bool
    same_person: Mark | None = None


class Quality(Answer):
    """How good the picture is, by measurement."""

    score: Annotated[float, Field(ge=0, le=1)]
    reasons: list[Fault]
    verdict: Verdict | None = None


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
    tags: list[str]
    project_id: ProjectId | None
    origin: Origin
    preset: str | None
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


class Project(Answer):
    """An album of avatars."""

    project_id: ProjectId
    name: str
    note: str
    created_at: datetime
    updated_at: datetime
    avatars: Annotated[int | None, Field(ge=0)] = None


class Projects(Answer):
    """A page of the user's projects."""

    projects: list[Project]
    next_page_token: str | None


class ProjectEnd(Answer):
    """The state of a project's deletion."""

    project_id: ProjectId
    status: Literal["done", "under_way"]


class Use(Answer):
    """What an app did with an avatar on a day."""

    app: str
    day: str
    counts: dict[UseAction, int]
    first_at: datetime
    last_at: datetime


class AppUse(Answer):
    """What an app did with an avatar, over all days."""

    app: str
    counts: dict[UseAction, int]
    first_at: datetime
    last_at: datetime


class UseSummary(Answer):
    """The uses of an avatar by app, the one that used it last first."""

    apps: list[AppUse]
    whole: bool


class Uses(Answer):
    """A page of the uses of an avatar."""

    uses: list[Use]
    next_page_token: str | None
    summary: UseSummary | None = None


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
    """Whether pictures can be made from photos, and photos be avatars as they are."""

    offered: bool
    as_is: bool
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
    monthly_due: int
    entries: list[CreditEntry]
    next_page_token: str | None


class SharedPicture(Answer):
    """A picture at a public address."""

    share_id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    slug: str
    url: Url
    avatar_id: AvatarId
    state: ShareState
    show_name: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class SharedPictures(Answer):
    """A page of the user's public addresses."""

    shares: list[SharedPicture]
    next_page_token: str | None


class Choice(Answer):
    id: str
    title: str
    description: str
    preview_url: Url


class PaletteChoice(Choice):
    colours: Annotated[list[str], Field(min_length=2, max_length=2)]


class CostumeChoices(Answer):
    """What can be chosen of a hero's looks, each or none."""

    palettes: list[PaletteChoice]
    powers: list[Choice]
    places: list[Choice]


class StyleChoice(Choice):
    plans: list[str]
    costume: CostumeChoices | None


class ExampleProgress(Answer):
    """The progress of an example, as a request names it."""

    active_days: int
    major_achievement: str
    achievement_area: Area
    discovered_traits: list[str]
    goals_completed: int


class PersonaExample(Answer):
    """The progress of a user, and the message that it gives in a persona's voice."""

    character: str
    evolution_stage: EvolutionStage
    progress_metrics: ExampleProgress
    ithere_message: str
    preview_url: Url


class PersonaChoice(Choice):
    example: PersonaExample


class PresetCategory(Answer):
    id: Category
    title: str


class PresetChoice(Choice):
    """A named starting point, and what it fills in."""

    category: Category
    preview_stage: EvolutionStage
    style: StyleId
    persona: PersonaId
    character: str
    discovered_traits: list[str]
    achievement_area: Area
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
    personas: list[PersonaChoice]
    characters: list[Choice]
    stages: list[Stage]
    areas: list[AreaChoice]
    traits: list[Trait]
    preset_categories: list[PresetCategory]
    presets: list[PresetChoice]


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
    preset: ReportedMix | None
    verdict: ReportedMix | None


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

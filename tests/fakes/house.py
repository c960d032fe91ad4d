"""The whole house on fakes: admission, rendering and their store, with a trigger a test delivers by hand."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.assembly import assemble
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.money import MICROS
from mirror_realm.domain.plans import FREE, Plan
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.recipe import RecipeDetail
from mirror_realm.domain.wish import User, Wish
from mirror_realm.providers import PROVIDERS
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.admission.waiting import Waiting
from mirror_realm.services.ports.accounts import People, Tokens
from mirror_realm.services.ports.administration import AdministrationQueries
from mirror_realm.services.ports.alerts import AlertSender
from mirror_realm.services.ports.census import Census
from mirror_realm.services.ports.erasure_records import ErasureRecords
from mirror_realm.services.ports.exports import ExportFiles, OwnRecords
from mirror_realm.services.ports.figures import Figures
from mirror_realm.services.ports.person_files import PersonFiles
from mirror_realm.services.ports.photos import Moderation, PhotoFiles, PhotoReader
from mirror_realm.services.ports.pictures import PictureCodec, PictureFiles, PictureStore
from mirror_realm.services.ports.providers import AnyProvider
from mirror_realm.services.ports.push import PushSender
from mirror_realm.services.ports.quality import QualityJudge, VisionJudge
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.reels import ReelFiles, ReelMaker
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Database
from mirror_realm.services.ports.tasks import Tasks
from mirror_realm.settings import Settings
from tests import invariants
from tests.fakes.given_settings import given
from tests.fakes.memory_administration import MemoryAdministration
from tests.fakes.memory_figures import MemoryFigures
from tests.fakes.memory_queries import MemoryQueries
from tests.fakes.memory_store import MemoryStore
from tests.fakes.memory_tasks import MemoryTasks
from tests.fakes.outside import (
    Clock,
    LenientJudge,
    LenientModeration,
    MemoryAlerts,
    MemoryCensus,
    MemoryErasureRecords,
    MemoryExports,
    MemoryOwnRecords,
    MemoryPeople,
    MemoryPersonFiles,
    MemoryPhotos,
    MemoryPictures,
    MemoryPushes,
    MemoryReels,
    MemoryTokens,
    PlainCodec,
    PlainReader,
    PlainReelMaker,
    ScriptedProvider,
    ScriptedQueue,
    ScriptedVision,
)

Port = TypeVar("Port")


@dataclass(frozen=True)
class HousePorts:
    """What the services need from outside, in memory."""

    runtime: Runtime
    database: Database
    queries: Queries
    figures: Figures
    administration: AdministrationQueries
    pictures: PictureStore
    picture_files: PictureFiles
    photos: PhotoFiles
    person_files: PersonFiles
    censuses: Mapping[str, Census]
    people: People
    tokens: Tokens
    providers: Mapping[str, AnyProvider]
    codec: PictureCodec
    judge: QualityJudge
    vision: VisionJudge | None
    reader: PhotoReader
    moderation: Moderation
    reels: ReelFiles
    reel_maker: ReelMaker
    tasks: Tasks | None
    push: PushSender
    alerts: AlertSender
    erasure_records: ErasureRecords
    own_records: OwnRecords
    export_files: ExportFiles

    def provider(self, name: str) -> AnyProvider:
        return self.providers[name]


@dataclass
class House:
    user_limit: int = 3
    global_limit: int = 20
    guest_share: float = 0.5
    shares: int = 1
    """GLOBAL_DAY_SHARES."""
    budget_micros: int = 2_000_000
    user_paintings: int = 10
    global_paintings: int = 500
    max_calls: int = 3
    retry_after_timeout: bool = False
    credits: int = 0
    """Price of a picture; everybody starts with 30."""
    images_per_minute: int = 0
    """The pace of the provider; 0: none."""
    jobs_per_minute: int = 0
    """Of one user; 0: no limit, because the clock of a house stands still."""
    detail: RecipeDetail = RecipeDetail.MEDIUM
    degrade_from: float = 0.8
    zone: str = "UTC"
    plans: str = ""
    """PLANS."""
    since: datetime | None = None
    """When this deployment began, in a world that an older one has lived in."""
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: Clock = field(default_factory=Clock)
    provider: ScriptedProvider = field(default_factory=ScriptedProvider)
    painter: ScriptedProvider = field(
        default_factory=lambda: ScriptedProvider("painter", "painter-1", worst_case=0, cost=0)
    )
    fallback_providers: tuple[str, ...] = ()
    """FALLBACK_PROVIDERS; `openrouter` is the second fake."""
    second: ScriptedProvider = field(
        default_factory=lambda: ScriptedProvider("openrouter", "openrouter:maker/model")
    )
    image_provider: str | None = None
    """The maker of pictures: `replicate` is the queued fake; None: the synchronous one."""
    codec: PlainCodec = field(default_factory=PlainCodec)
    judge: LenientJudge = field(default_factory=LenientJudge)
    vision: ScriptedVision | None = None
    """The vision model; None: QUALITY_JUDGE=statistics."""
    sees: bool = False
    """Whether there is one that finds all well."""
    pictures: MemoryPictures = field(init=False)
    reader: PlainReader = field(default_factory=PlainReader)
    moderation: LenientModeration = field(default_factory=LenientModeration)
    reel_maker: PlainReelMaker = field(default_factory=PlainReelMaker)
    tasks: MemoryTasks | None = None
    """The queue of page tasks; None: the reaper alone works on fan-outs."""
    push: MemoryPushes = field(default_factory=MemoryPushes)
    pushes_on: bool = True
    """PUSH_NOTIFICATIONS."""
    pages_on: bool = True
    """TIMELINE_PAGES."""
    alerts: MemoryAlerts = field(default_factory=MemoryAlerts)
    webhook: str = ""
    """ALERT_WEBHOOK_URL."""
    records: MemoryErasureRecords = field(default_factory=MemoryErasureRecords)

    def __post_init__(self) -> None:
        if self.sees:
            self.vision = self.vision or ScriptedVision()
        if self.fallback_providers:
            self.provider.name = "openai"  # the breakers know a provider by its name in the table
        if self.tasks is not None:
            self.tasks.now = lambda: self.clock.time
        self.queries = self.make_queries()
        self.queue = ScriptedQueue(self.clock)
        self.pictures = MemoryPictures(self.clock)
        self.photos, self.people, self.tokens = MemoryPhotos(self.clock), MemoryPeople(), MemoryTokens()
        self.reel_files = MemoryReels(self.pictures)
        self.zips = MemoryExports(self.pictures)
        pictures = self.wire(self.pictures)
        files = MemoryCensus(lambda: [*self.pictures.files, *self.photos.files], ("people/", "uploads/"))
        ports = HousePorts(
            runtime=self.clock.runtime(),
            database=self.wire(self.store),
            queries=self.wire(self.queries),
            figures=self.wire(self.make_figures()),
            administration=self.wire(self.make_administration()),
            pictures=pictures,
            picture_files=pictures,
            photos=self.wire(self.photos),
            person_files=self.wire(MemoryPersonFiles(self.pictures, self.photos)),
            censuses={"documents": self.wire(self.make_census()), "files": self.wire(files)},
            people=self.wire(self.people),
            tokens=self.wire(self.tokens),
            providers={
                self.second.name: self.wire(self.second),
                self.provider_name: self.wire(self.provider),
                self.queue.name: self.wire(self.queue),
                "painter": self.wire(self.painter),
            },
            codec=self.codec,
            judge=self.judge,
            vision=self.wire(self.vision) if self.vision is not None else None,
            reader=self.reader,
            moderation=self.wire(self.moderation),
            reels=self.wire(self.reel_files),
            reel_maker=self.reel_maker,
            tasks=self.wire(self.tasks) if self.tasks is not None else None,
            push=self.wire(self.push),
            alerts=self.wire(self.alerts),
            erasure_records=self.wire(self.records),
            own_records=self.wire(self.make_records()),
            export_files=self.wire(self.zips),
        )
        self.services = assemble(ports, self.settings)
        self.policy = self.services.policy
        self.policy.calendar(self.clock.now())  # as in an instance that has had a wish
        self.waiting = Waiting(self.services.store, ports.runtime, threading.BoundedSemaphore(1))

    @property
    def provider_name(self) -> str:
        """The row of the table of providers that the provider stands in for."""
        if self.image_provider is not None:
            return self.image_provider
        return self.provider.name if self.provider.name in PROVIDERS else "openai"

    @property
    def settings(self) -> Settings:
        """What an operator would have set."""
        return given(
            image_provider=self.provider_name,
            fallback_providers=self.fallback_providers,
            **{
                secret.lower(): "sk-test"
                for name in (self.provider_name, *(one.partition(":")[0] for one in self.fallback_providers))
                for secret in PROVIDERS[name].secrets
            },
            user_daily_limit=self.user_limit,
            global_daily_limit=self.global_limit,
            anonymous_daily_share=self.guest_share,
            global_day_shares=self.shares,
            user_daily_paintings=self.user_paintings,
            global_daily_paintings=self.global_paintings,
            daily_budget_usd=self.budget_micros / MICROS,
            max_provider_calls=self.max_calls,
            retry_after_timeout=self.retry_after_timeout,
            credits_per_avatar=self.credits,
            credits_kept_for=frozenset({"content_rejected"}),
            **(
                {PROVIDERS[self.provider_name].pace.lower(): self.images_per_minute}
                if self.images_per_minute
                else {}
            ),
            jobs_per_minute=self.jobs_per_minute,
            degrade_from=self.degrade_from,
            recipe_detail=self.detail,
            quota_timezone=ZoneInfo(self.zone),
            plans=self.plans,
            push_notifications=self.pushes_on,
            timeline_pages=self.pages_on,
            quality_judge="vision" if self.vision is not None else "statistics",
            alert_webhook_url=self.webhook,
            fcm_base_url="http://localhost",  # an emulator sends none without
        )

    def __getattr__(self, name: str) -> Any:
        """Return the services by name, as production has them."""
        if name == "services":  # not assembled yet
            raise AttributeError(name)
        return getattr(self.services, name)

    def wire(self, port: Port) -> Port:
        """Return the port as the services get it: a test may put something in between."""
        return port

    def answer(self, uid: str, request_id: str) -> None:
        """Answer a wish document, as the trigger does."""
        plan = self.people.plans.get(uid, FREE)
        self.answering.answer(User(uid, plan), request_id, parse_wish)

    def celebrate(self, uid: str) -> None:
        """Handle a user's new progress, as the trigger does."""
        self.milestones.progressed(User(uid, self.people.plans.get(uid, FREE)))

    def write(self, path: str, data: dict[str, Any]) -> None:
        """Write a document as the app does, past the services."""
        self.store.documents[path] = data

    def remove(self, path: str) -> None:
        """Delete a document as the app or an operator does."""
        del self.store.documents[path]

    def take_attempts(self) -> list[tuple[str, int]]:
        """Return attempts created since the last call: what the trigger has to deliver."""
        return self.store.take_attempts()

    def ask(self, uid: str = "ada", *, plan: Plan = FREE, **wish: Any) -> Admitted:
        """One wish of this person; equal arguments are the same look for everybody."""
        admitted: Admitted = self.admission.admit(a_wish(uid, plan=plan, **wish))
        return admitted

    def make_queries(self) -> Queries:
        return MemoryQueries(self.store)

    def make_figures(self) -> Figures:
        return MemoryFigures(self.store)

    def make_administration(self) -> AdministrationQueries:
        return MemoryAdministration(self.store)

    def make_census(self) -> Census:
        return MemoryCensus(lambda: self.store.documents, ("users/",))

    def make_records(self) -> OwnRecords:
        return MemoryOwnRecords(lambda: self.store.documents)

    @property
    def documents(self) -> dict[str, dict[str, Any]]:
        """Everything stored, by path."""
        return self.store.documents

    def deliver(self) -> int:
        """Delivers every attempt created so far, and those that these create; returns how many."""
        count = 0
        while attempts := self.take_attempts():
            for render_id, number in attempts:
                self.rendering.run(render_id, number)
                count += 1
        return count

    def work_on_tasks(self) -> int:
        """Deliver every task enqueued so far, and those that these enqueue; return how many."""
        count = 0
        while self.tasks is not None and (tasks := self.tasks.take()):
            for task in tasks:
                self.paging.run(task)
                count += 1
        return count

    def avatar(self, admitted: Admitted, uid: str = "ada") -> Avatar:
        """Return the avatar as it is stored now."""
        data = self.documents[f"users/{uid}/avatars/{admitted.avatar.avatar_id}"]
        return Avatar.from_document(admitted.avatar.avatar_id, data)

    def only(self, prefix: str) -> dict[str, Any]:
        """Return the one document whose path begins so."""
        (document,) = [data for path, data in self.documents.items() if path.startswith(prefix)]
        return document

    def check(self, *, quiet: bool = True, answered: bool = True) -> None:
        """Assert the invariants.

        answered: whether the queued provider has always answered.
        """
        plans = self.policy.limits.plans.values()
        invariants.check(
            self.documents,
            user_limit=max(one.daily for one in plans),
            global_limit=self.global_limit,
            month_limit=max(one.monthly for one in plans),
            user_paintings=max(one.paintings for one in plans),
            global_paintings=self.global_paintings,
            guest_share=self.guest_share,
            max_calls=self.max_calls,
            budget_micros=self.budget_micros,
            files=self.pictures.files if quiet else None,
            quiet=quiet,
            erased=self.people.gone,
            noted=self.pictures.noted,
            paces=self.policy.images_per_minute,
            since=self.since,
        )
        invariants.predictions_are_ordered_once(self.queue.predictions, self.documents, answered=answered)


def a_wish(
    uid: str = "ada",
    *,
    plan: Plan = FREE,
    days: int = 40,
    character: str | None = "wren",
    progress: Progress | None = None,
    **fields: Any,
) -> Wish:
    return Wish(
        user=User(uid, plan),
        progress=progress or Progress(active_days=days),
        character=character,
        **fields,
    )

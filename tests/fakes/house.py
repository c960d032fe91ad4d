"""The whole house on fakes: admission, rendering and their store, with a trigger a test delivers by hand."""

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.allowance import Limits
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.recipe import RecipeDetail
from mirror_realm.domain.wish import Person, Wish
from mirror_realm.services.admission.admission import Admission
from mirror_realm.services.admission.decision import Bench
from mirror_realm.services.admission.limit_memory import Exhaustion
from mirror_realm.services.admission.milestones import Celebrating
from mirror_realm.services.admission.nights import Nights
from mirror_realm.services.admission.photo_references import Referencing
from mirror_realm.services.admission.request import Admitted
from mirror_realm.services.admission.waiting import Waiting
from mirror_realm.services.admission.wish_documents import Answering
from mirror_realm.services.allowance.grants import Granting
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.fallback.ladder import Ladder
from mirror_realm.services.fallback.placeholders import Placeholders
from mirror_realm.services.jobs.start import JobStarter
from mirror_realm.services.maintenance.dead_letters import DeadLetters
from mirror_realm.services.maintenance.reaper import Reaping
from mirror_realm.services.maintenance.sweeper import Sweeping
from mirror_realm.services.moderation.report import Reporting
from mirror_realm.services.moderation.review import Reviewing
from mirror_realm.services.moderation.takedown import Withdrawing
from mirror_realm.services.photos.consent import Consenting
from mirror_realm.services.photos.delete_avatar import Deleting
from mirror_realm.services.photos.personal_data import PersonalData
from mirror_realm.services.ports.census import Census
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.renderers import Renderers
from mirror_realm.services.privacy.account_merge import Merging
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.privacy.erasure_steps import Belongings
from mirror_realm.services.privacy.orphaned_accounts import Gone
from mirror_realm.services.rendering.cancel import Cancelling
from mirror_realm.services.rendering.completion import Ending
from mirror_realm.services.rendering.followers import Following
from mirror_realm.services.rendering.inputs import Inputs
from mirror_realm.services.rendering.lease import Leasing
from mirror_realm.services.rendering.release_photos import Releasing
from mirror_realm.services.rendering.settle import Settling
from mirror_realm.services.rendering.worker import Rendering
from mirror_realm.services.timeline.timeline import Timeline
from tests import invariants
from tests.fakes.memory_queries import MemoryQueries
from tests.fakes.memory_store import MemoryStore
from tests.fakes.outside import (
    Clock,
    LenientJudge,
    LenientModeration,
    MemoryCensus,
    MemoryPeople,
    MemoryPersonFiles,
    MemoryPhotos,
    MemoryPictures,
    MemoryTokens,
    PlainCodec,
    PlainReader,
    ScriptedProvider,
)

Port = TypeVar("Port")


@dataclass
class House:
    user_limit: int = 3
    global_limit: int = 20
    anonymous_share: float = 0.5
    budget_micros: int = 2_000_000
    user_paintings: int = 10
    global_paintings: int = 500
    max_calls: int = 3
    credits: int = 0
    """Price of a picture; everybody starts with 30."""
    detail: RecipeDetail = RecipeDetail.MEDIUM
    zone: str = "UTC"
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: Clock = field(default_factory=Clock)
    provider: ScriptedProvider = field(default_factory=ScriptedProvider)
    painter: ScriptedProvider = field(
        default_factory=lambda: ScriptedProvider("painter", "painter-1", worst_case=0, cost=0)
    )
    codec: PlainCodec = field(default_factory=PlainCodec)
    judge: LenientJudge = field(default_factory=LenientJudge)
    pictures: MemoryPictures = field(init=False)
    reader: PlainReader = field(default_factory=PlainReader)
    moderation: LenientModeration = field(default_factory=LenientModeration)

    def __post_init__(self) -> None:
        self.queries = self.make_queries()
        self.pictures = MemoryPictures(self.clock)
        ambient = self.clock.ambient()
        store, queries, pictures = self.wire(self.store), self.wire(self.queries), self.wire(self.pictures)
        provider, painter = self.wire(self.provider), self.wire(self.painter)
        self.policy = Policy(
            limits=Limits(
                self.user_limit,
                self.global_limit,
                self.anonymous_share,
                self.budget_micros,
                self.user_paintings,
                self.global_paintings,
            ),
            zone=ZoneInfo(self.zone),
            detail=self.detail,
            cache_ttl=timedelta(days=30),
            provider_timeout=timedelta(seconds=120),
            max_provider_calls=self.max_calls,
            max_attempts=3,
            lease=timedelta(seconds=180),
            ledger_salt="salt",
            credits_per_avatar=self.credits,
            credits_kept_for=frozenset({"content_rejected"}),
        )
        renderers = Renderers(lambda: provider, painter, "medium", self.policy.provider_timeout, "salt")
        starter = JobStarter(self.policy)
        ladder = Ladder("painter-1", queries, starter)
        ending = Ending(ladder, self.policy)
        self.following = Following(store, queries, ladder, ambient)
        self.leasing = Leasing(store, self.policy, ambient)
        self.exhaustion = Exhaustion()
        bench = Bench(
            store=store,
            ladder=ladder,
            starter=starter,
            placeholders=Placeholders("https://app.test"),
            exhaustion=self.exhaustion,
            policy=self.policy,
        )
        self.photos = MemoryPhotos(self.clock)
        photos = self.wire(self.photos)
        self.admission = Admission(renderers, bench, Referencing(store, photos, ambient), ambient)
        releasing = Releasing(store, photos)
        self.rendering = Rendering(
            leasing=self.leasing,
            settling=Settling(store, ending, ambient),
            following=self.following,
            renderers=renderers,
            codec=self.codec,
            judge=self.judge,
            pictures=pictures,
            files=pictures,
            inputs=Inputs(store, photos, self.reader, self.wire(self.moderation), pictures),
            releasing=releasing,
            policy=self.policy,
            ambient=ambient,
        )
        self.people = MemoryPeople()
        self.belongings = Belongings(
            store=store,
            queries=queries,
            files=self.wire(MemoryPersonFiles(self.pictures, self.photos)),
            people=self.wire(self.people),
            ending=ending,
            following=self.following,
            ambient=ambient,
        )
        self.erasing = Erasing(store, queries, self.belongings, ambient)
        withdrawing = Withdrawing(store, queries, ladder, pictures, ambient)
        self.reaping = Reaping(
            store,
            queries,
            ending,
            self.following,
            releasing,
            starter,
            withdrawing,
            self.erasing,
            self.policy,
            ambient,
        )
        files = MemoryCensus(lambda: [*self.pictures.files, *self.photos.files], ("people/", "uploads/"))
        self.gone = Gone(
            store,
            {"documents": self.wire(self.make_census()), "files": self.wire(files)},
            self.wire(self.people),
            self.erasing,
            ambient,
        )
        self.sweeping = Sweeping(store, queries, pictures, photos, self.gone, ambient)
        self.cancelling = Cancelling(store, ending, self.following, releasing, ambient)
        self.granting = Granting(store, self.policy, ambient)
        self.answering = Answering(store, self.admission, ambient)
        self.celebrating = Celebrating(store, self.admission, self.policy, ambient)
        self.nights = Nights(store, queries, self.people, self.celebrating, self.policy, ambient)
        personal = PersonalData(store, queries, photos, pictures, ambient)
        self.consenting = Consenting(store, personal, ambient)
        self.deleting = Deleting(store, self.cancelling, personal)
        self.timeline = Timeline(store, queries, ambient)
        self.reporting = Reporting(store, ladder, personal, withdrawing, ambient)
        self.reviewing = Reviewing(store, queries, pictures, withdrawing, ambient)
        self.tokens = MemoryTokens()
        self.merging = Merging(
            store=store,
            queries=queries,
            pictures=pictures,
            files=pictures,
            people=self.wire(self.people),
            tokens=self.wire(self.tokens),
            erasing=self.erasing,
            salt="salt",
            ambient=ambient,
        )
        self.dead_letters = DeadLetters(store, queries, ambient)
        self.waiting = Waiting(store, ambient, threading.BoundedSemaphore(1))

    def wire(self, port: Port) -> Port:
        """The port as the services get it: a test may put something in between."""
        return port

    def answer(self, uid: str, request_id: str) -> None:
        """What the trigger does for a wish document."""
        self.answering.answer(Person(uid, anonymous=False), request_id, parse_wish)

    def celebrate(self, uid: str) -> None:
        """What the trigger does for a person's progress."""
        self.celebrating.progressed(Person(uid, anonymous=False))

    def write(self, path: str, data: dict[str, Any]) -> None:
        """Writes a document as the app does, past the services."""
        self.store.documents[path] = data

    def remove(self, path: str) -> None:
        """Deletes a document as the app or an operator does."""
        del self.store.documents[path]

    def take_attempts(self) -> list[tuple[str, int]]:
        """Attempts created since the last call: what the trigger has to deliver."""
        return self.store.take_attempts()

    def ask(self, uid: str = "ada", *, anonymous: bool = False, **wish: Any) -> Admitted:
        """One wish of this person; equal arguments are the same look for everybody."""
        return self.admission.admit(a_wish(uid, anonymous=anonymous, **wish))

    def make_queries(self) -> Queries:
        return MemoryQueries(self.store)

    def make_census(self) -> Census:
        return MemoryCensus(lambda: self.store.documents, ("users/",))

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

    def avatar(self, admitted: Admitted, uid: str = "ada") -> Avatar:
        """The avatar as it is stored now."""
        data = self.documents[f"users/{uid}/avatars/{admitted.avatar.avatar_id}"]
        return Avatar.from_document(admitted.avatar.avatar_id, data)

    def only(self, prefix: str) -> dict[str, Any]:
        """The one document whose path begins so."""
        (document,) = [data for path, data in self.documents.items() if path.startswith(prefix)]
        return document

    def check(self, *, quiet: bool = True) -> None:
        """Asserts the invariants."""
        invariants.check(
            self.documents,
            user_limit=self.user_limit,
            global_limit=self.global_limit,
            user_paintings=self.user_paintings,
            global_paintings=self.global_paintings,
            max_calls=self.max_calls,
            budget_micros=self.budget_micros,
            files=self.pictures.files if quiet else None,
            quiet=quiet,
            erased=self.people.gone,
        )


def a_wish(
    uid: str = "ada",
    *,
    anonymous: bool = False,
    days: int = 40,
    character: str | None = "wren",
    progress: Progress | None = None,
    **fields: Any,
) -> Wish:
    return Wish(
        person=Person(uid, anonymous),
        progress=progress or Progress(active_days=days),
        character=character,
        **fields,
    )

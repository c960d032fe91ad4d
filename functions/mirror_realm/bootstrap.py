"""Composition root: builds the services from the settings. Lazy, once, thread-safe."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mirror_realm import events, settings
from mirror_realm.errors import Misconfigured
from mirror_realm.settings import Settings

if TYPE_CHECKING:
    from mirror_realm.services.admission.admission import Admission
    from mirror_realm.services.admission.milestones import Celebrating
    from mirror_realm.services.admission.nights import Nights
    from mirror_realm.services.admission.throttle import Throttle
    from mirror_realm.services.admission.waiting import Waiting
    from mirror_realm.services.admission.wish_documents import Answering
    from mirror_realm.services.allowance.grants import Granting
    from mirror_realm.services.allowance.policy import Policy
    from mirror_realm.services.fallback.placeholders import Placeholders
    from mirror_realm.services.maintenance.dead_letters import DeadLetters
    from mirror_realm.services.maintenance.reaper import Reaping
    from mirror_realm.services.maintenance.sweeper import Sweeping
    from mirror_realm.services.moderation.report import Reporting
    from mirror_realm.services.moderation.review import Reviewing
    from mirror_realm.services.photos.consent import Consenting
    from mirror_realm.services.photos.delete_avatar import Deleting
    from mirror_realm.services.ports.accounts import People
    from mirror_realm.services.ports.photos import Moderation
    from mirror_realm.services.ports.providers import ImageProvider
    from mirror_realm.services.privacy.account_merge import Merging
    from mirror_realm.services.privacy.erasure import Erasing
    from mirror_realm.services.rendering.cancel import Cancelling
    from mirror_realm.services.rendering.worker import Rendering
    from mirror_realm.services.timeline.reels import Reels
    from mirror_realm.services.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Services:
    """Everything an entry point may call."""

    settings: Settings
    admission: "Admission"
    rendering: "Rendering"
    waiting: "Waiting"
    reaping: "Reaping"
    sweeping: "Sweeping"
    cancelling: "Cancelling"
    deleting: "Deleting"
    granting: "Granting"
    answering: "Answering"
    celebrating: "Celebrating"
    merging: "Merging"
    nights: "Nights"
    dead_letters: "DeadLetters"
    consenting: "Consenting"
    erasing: "Erasing"
    timeline: "Timeline"
    reels: "Reels"
    throttle: "Throttle"
    reporting: "Reporting"
    reviewing: "Reviewing"
    placeholders: "Placeholders"
    people: "People"


_lock = threading.Lock()
_services: Services | None = None


def services() -> Services:
    """The instance's services, built on first use. Raises Misconfigured (and builds again next time)."""
    global _services
    if _services is None:
        with _lock:
            if _services is None:
                _services = build(settings.load())
    return _services


def initialize_admin() -> None:
    """Gives the Admin SDK its app, without which no token can be verified. Once a process; cheap."""
    import firebase_admin

    try:
        firebase_admin.get_app()
    except ValueError:
        firebase_admin.initialize_app()


def build(config: Settings) -> Services:
    """Wires the adapters into the services. Imports here, so that deploy discovery and cold starts stay quick."""
    from google.cloud import firestore, storage

    from mirror_realm.adapters.auth_people import AuthPeople
    from mirror_realm.adapters.auth_tokens import AuthTokens
    from mirror_realm.adapters.firestore_census import FirestoreCensus
    from mirror_realm.adapters.firestore_queries import FirestoreQueries
    from mirror_realm.adapters.firestore_store import FirestoreStore
    from mirror_realm.adapters.jpegs import JpegCodec
    from mirror_realm.adapters.painter import Painter
    from mirror_realm.adapters.person_files import StorageCensus, StoragePersonFiles
    from mirror_realm.adapters.photos.reader import SandboxedReader
    from mirror_realm.adapters.photos.storage_photos import StoragePhotos
    from mirror_realm.adapters.quality import PictureJudge
    from mirror_realm.adapters.reels import PillowReelMaker, StorageReels
    from mirror_realm.adapters.storage_pictures import StoragePictures
    from mirror_realm.domain.rate import Rate
    from mirror_realm.services.admission.admission import Admission
    from mirror_realm.services.admission.decision import Bench
    from mirror_realm.services.admission.limit_memory import Exhaustion
    from mirror_realm.services.admission.milestones import Celebrating
    from mirror_realm.services.admission.nights import Nights
    from mirror_realm.services.admission.photo_references import Referencing
    from mirror_realm.services.admission.throttle import Throttle
    from mirror_realm.services.admission.waiting import Waiting
    from mirror_realm.services.admission.wish_documents import Answering
    from mirror_realm.services.allowance.grants import Granting
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
    from mirror_realm.services.ports.renderers import Renderers
    from mirror_realm.services.ports.runtime import Ambient
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
    from mirror_realm.services.timeline.reels import Reels
    from mirror_realm.services.timeline.timeline import Timeline

    events.to_stderr()
    ambient, policy = Ambient(), policy_of(config)
    client = firestore.Client(project=config.project)
    store, queries = FirestoreStore(client, ambient), FirestoreQueries(client)
    painter = Painter()
    renderers = Renderers(
        chosen=_provider(config, painter),
        painter=painter,
        quality=config.image_quality,
        timeout=policy.provider_timeout,
        salt=policy.ledger_salt,
    )
    starter = JobStarter(policy)
    ladder = Ladder(painter.renderer(personal=False), queries, starter)
    ending = Ending(ladder, policy)
    following = Following(store, queries, ladder, ambient)
    bench = Bench(
        store=store,
        ladder=ladder,
        starter=starter,
        placeholders=Placeholders(config.hosting_url),
        exhaustion=Exhaustion(),
        policy=policy,
    )
    bucket = storage.Client(project=config.project).bucket(config.bucket)
    pictures = StoragePictures(bucket, config.download_url, ambient)
    photos = StoragePhotos(bucket)
    admission = Admission(renderers, bench, Referencing(store, photos, ambient), ambient)
    releasing = Releasing(store, photos)
    rendering = Rendering(
        leasing=Leasing(store, policy, ambient),
        settling=Settling(store, ending, ambient),
        following=following,
        renderers=renderers,
        codec=JpegCodec(),
        judge=PictureJudge(),
        pictures=pictures,
        files=pictures,
        inputs=Inputs(store, photos, SandboxedReader(), _moderation(config), pictures),
        releasing=releasing,
        policy=policy,
        ambient=ambient,
    )
    people, celebrating = AuthPeople(), Celebrating(store, admission, policy, ambient)
    cancelling = Cancelling(store, ending, following, releasing, ambient)
    personal = PersonalData(store, queries, photos, pictures, ambient)
    belongings = Belongings(
        store=store,
        queries=queries,
        files=StoragePersonFiles(bucket),
        people=people,
        ending=ending,
        following=following,
        ambient=ambient,
    )
    erasing = Erasing(store, queries, belongings, ambient)
    censuses: dict[str, Census] = {"documents": FirestoreCensus(client), "files": StorageCensus(bucket)}
    gone = Gone(store, censuses, people, erasing, ambient)
    withdrawing = Withdrawing(store, queries, ladder, pictures, ambient)
    return Services(
        settings=config,
        admission=admission,
        rendering=rendering,
        waiting=Waiting(store, ambient),
        reaping=Reaping(
            store, queries, ending, following, releasing, starter, withdrawing, erasing, policy, ambient
        ),
        sweeping=Sweeping(store, queries, pictures, photos, gone, ambient),
        cancelling=cancelling,
        deleting=Deleting(store, cancelling, personal),
        granting=Granting(store, policy, ambient),
        answering=Answering(store, admission, ambient),
        celebrating=celebrating,
        nights=Nights(store, queries, people, celebrating, policy, ambient),
        dead_letters=DeadLetters(store, queries, ambient),
        consenting=Consenting(store, personal, ambient),
        erasing=erasing,
        merging=Merging(
            store=store,
            queries=queries,
            pictures=pictures,
            files=pictures,
            people=people,
            tokens=AuthTokens(),
            erasing=erasing,
            salt=policy.ledger_salt,
            ambient=ambient,
        ),
        timeline=Timeline(store, queries, ambient),
        reels=Reels(
            store=store,
            queries=queries,
            pictures=pictures,
            files=pictures,
            reels=StorageReels(bucket, config.download_url, ambient),
            maker=PillowReelMaker(),
        ),
        throttle=Throttle(Rate(config.calls_per_minute), ambient),
        reporting=Reporting(store, ladder, personal, withdrawing, ambient),
        reviewing=Reviewing(store, queries, pictures, withdrawing, ambient),
        placeholders=bench.placeholders,
        people=people,
    )


def _moderation(config: Settings) -> "Moderation":
    """Who judges photos: OpenAI where it makes the pictures; nobody where our own painter draws."""
    from mirror_realm.adapters.moderation import NoModeration, OpenAIModeration

    if not config.openai_api_key:
        return NoModeration()
    return OpenAIModeration(api_key=config.openai_api_key, base_url=config.openai_base_url or None)


def _provider(config: Settings, painter: "ImageProvider") -> "Callable[[], ImageProvider]":
    """The chosen provider, built when first asked for: a missing key is told to who asks, not to the log at start."""
    made: list[ImageProvider] = []
    making = threading.Lock()

    def chosen() -> "ImageProvider":
        if config.provider == "painter":
            return painter
        with making:
            if not made:
                from mirror_realm.adapters.providers.openai_images import OpenAIImages

                made.append(
                    OpenAIImages(
                        api_key=config.openai_api_key,
                        base_url=config.openai_base_url or None,
                        model=config.image_model,
                        edit_model=config.image_edit_model,
                    )
                )
            return made[0]

    return chosen


def policy_of(config: Settings) -> "Policy":
    """The numbers the services go by. Raises Misconfigured where they leave no job the time for a single call."""
    from mirror_realm.domain.allowance import Limits
    from mirror_realm.domain.money import micros_from_usd
    from mirror_realm.services.allowance.policy import Policy
    from mirror_realm.services.rendering.lease import AFTER_CALL

    policy = Policy(
        limits=Limits(
            user_daily=config.user_daily_limit,
            global_daily=config.global_daily_limit,
            anonymous_share=config.anonymous_daily_share,
            budget_micros=micros_from_usd(config.daily_budget_usd),
            user_paintings=config.user_daily_paintings,
            global_paintings=config.global_daily_paintings,
        ),
        zone=config.quota_timezone,
        detail=config.recipe_detail,
        cache_ttl=timedelta(days=config.cache_ttl_days),
        provider_timeout=timedelta(seconds=config.provider_timeout_seconds),
        max_provider_calls=config.max_provider_calls,
        max_attempts=config.max_attempts,
        lease=timedelta(seconds=config.lease_seconds),
        ledger_salt=config.project,
        night_share=config.night_share,
        credits_per_avatar=config.credits_per_avatar,
        initial_credits=config.initial_credits,
        credits_kept_for=config.credits_kept_for,
    )
    if policy.provider_timeout + AFTER_CALL > policy.working_time:
        raise Misconfigured(
            "PROVIDER_TIMEOUT_SECONDS is longer than MAX_ATTEMPTS and LEASE_SECONDS give a job: none could be rendered"
        )
    return policy

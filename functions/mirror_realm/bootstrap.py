"""The ports of production: adapters on Google's clients and the image providers, each built on first use.

The instance's services are made once, thread-safe. Imports stand in the methods, so that deploy discovery and cold
starts load only what they need.
"""

import os
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from mirror_realm import events, settings
from mirror_realm.once import Lazy, once
from mirror_realm.providers import PROVIDERS
from mirror_realm.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from google.cloud.firestore import Client
    from google.cloud.storage import Bucket

    from mirror_realm.adapters.alert_webhook import AlertWebhook
    from mirror_realm.adapters.auth_people import AuthPeople
    from mirror_realm.adapters.auth_tokens import AuthTokens
    from mirror_realm.adapters.cloud_tasks import CloudTasks
    from mirror_realm.adapters.erasure_records import StorageErasureRecords
    from mirror_realm.adapters.export_files import StorageExports
    from mirror_realm.adapters.firestore_administration import FirestoreAdministration
    from mirror_realm.adapters.firestore_figures import FirestoreFigures
    from mirror_realm.adapters.firestore_queries import FirestoreQueries
    from mirror_realm.adapters.firestore_store import FirestoreStore
    from mirror_realm.adapters.jpegs import JpegCodec
    from mirror_realm.adapters.own_records import FirestoreOwnRecords
    from mirror_realm.adapters.person_files import StoragePersonFiles
    from mirror_realm.adapters.photos.reader import SandboxedReader
    from mirror_realm.adapters.photos.storage_photos import StoragePhotos
    from mirror_realm.adapters.push.fcm import FcmSender
    from mirror_realm.adapters.quality import PictureJudge
    from mirror_realm.adapters.reels import PillowReelMaker, StorageReels
    from mirror_realm.adapters.storage_pictures import StoragePictures
    from mirror_realm.assembly import Services
    from mirror_realm.services.allowance.account_plans import AccountPlans
    from mirror_realm.services.ports.census import Census
    from mirror_realm.services.ports.photos import Moderation
    from mirror_realm.services.ports.providers import AnyProvider
    from mirror_realm.services.ports.quality import VisionJudge
    from mirror_realm.services.ports.runtime import Runtime

_lock = threading.Lock()
_services: "Services | None" = None


def services() -> "Services":
    """Return the instance's services, built on first use. Raises Misconfigured, and builds them again next time."""
    global _services
    if _services is None:
        with _lock:
            if _services is None:
                events.to_stderr(settings.project_id())  # before: settings that are refused are logged too
                _services = build(settings.load())
    return _services


def live_by(now: "Callable[[], datetime]") -> None:
    """Build the instance's services anew on another clock: for the demo, in which half a year passes in seconds."""
    global _services
    with _lock:
        _services = build(settings.load(), now)


def initialize_admin() -> None:
    """Initialise the Admin SDK, which is needed to verify tokens. It is cheap and happens once a process."""
    import firebase_admin

    try:
        firebase_admin.get_app()
    except ValueError:
        firebase_admin.initialize_app()


def build(config: Settings, now: "Callable[[], datetime] | None" = None) -> "Services":
    """Return the services on the ports of production.

    now: the clock; by default the machine's.
    """
    from mirror_realm.assembly import assemble

    events.to_stderr(config.project)
    return assemble(ProductionPorts(config, now), config)


class ProductionPorts(Lazy):
    """The ports on Cloud Firestore, Cloud Storage, Firebase Auth and the chosen image provider."""

    def __init__(self, config: Settings, now: "Callable[[], datetime] | None" = None) -> None:
        super().__init__()
        self._config = config
        self._now = now
        self._providers: dict[str, AnyProvider] = {}

    @once
    def runtime(self) -> "Runtime":
        from mirror_realm.services.ports.runtime import Runtime

        return Runtime() if self._now is None else Runtime(now=self._now)

    # Firestore

    @once
    def client(self) -> "Client":
        from google.cloud import firestore

        return firestore.Client(project=self._config.project)

    @once
    def database(self) -> "FirestoreStore":
        from mirror_realm.adapters.firestore_store import FirestoreStore

        return FirestoreStore(self.client, self.runtime)

    @once
    def queries(self) -> "FirestoreQueries":
        from mirror_realm.adapters.firestore_queries import FirestoreQueries

        return FirestoreQueries(self.client)

    @once
    def own_records(self) -> "FirestoreOwnRecords":
        from mirror_realm.adapters.own_records import FirestoreOwnRecords

        return FirestoreOwnRecords(self.client)

    @once
    def figures(self) -> "FirestoreFigures":
        from mirror_realm.adapters.firestore_figures import FirestoreFigures

        return FirestoreFigures(self.client)

    @once
    def administration(self) -> "FirestoreAdministration":
        from mirror_realm.adapters.firestore_administration import FirestoreAdministration

        return FirestoreAdministration(self.client)

    # Storage

    def bucket(self) -> "Bucket":
        """Return the bucket. Adapters get this function, so that the client is imported with the first file."""
        return self._bucket

    @once
    def _bucket(self) -> "Bucket":
        from google.cloud import storage

        return storage.Client(project=self._config.project).bucket(self._config.bucket)

    @once
    def pictures(self) -> "StoragePictures":
        from mirror_realm.adapters.storage_pictures import StoragePictures

        return StoragePictures(self.bucket, self._config.download_url, self.runtime)

    @property
    def picture_files(self) -> "StoragePictures":
        return self.pictures

    @once
    def photos(self) -> "StoragePhotos":
        from mirror_realm.adapters.photos.storage_photos import StoragePhotos

        return StoragePhotos(self.bucket)

    @once
    def person_files(self) -> "StoragePersonFiles":
        from mirror_realm.adapters.person_files import StoragePersonFiles

        return StoragePersonFiles(self.bucket)

    @once
    def erasure_records(self) -> "StorageErasureRecords":
        from mirror_realm.adapters.erasure_records import StorageErasureRecords

        return StorageErasureRecords(self.bucket)

    @once
    def export_files(self) -> "StorageExports":
        from mirror_realm.adapters.export_files import StorageExports

        return StorageExports(self.bucket, self._config.download_url, self.runtime)

    @once
    def reels(self) -> "StorageReels":
        from mirror_realm.adapters.reels import StorageReels

        return StorageReels(self.bucket, self._config.download_url, self.runtime)

    @once
    def reel_maker(self) -> "PillowReelMaker":
        from mirror_realm.adapters.reels import PillowReelMaker

        return PillowReelMaker()

    @once
    def censuses(self) -> "Mapping[str, Census]":
        from mirror_realm.adapters.firestore_census import FirestoreCensus
        from mirror_realm.adapters.person_files import StorageCensus

        return {"documents": FirestoreCensus(self.client), "files": StorageCensus(self.bucket)}

    # Auth

    @once
    def people(self) -> "AuthPeople":
        from mirror_realm.adapters.auth_people import AuthPeople

        return AuthPeople(self.plans)

    @once
    def tokens(self) -> "AuthTokens":
        from mirror_realm.adapters.auth_tokens import AuthTokens

        return AuthTokens(self.plans)

    @once
    def plans(self) -> "AccountPlans":
        from mirror_realm.assembly import plan_claim_of
        from mirror_realm.services.allowance.account_plans import AccountPlans

        return AccountPlans(plan_claim_of(self._config))

    # Cloud Tasks

    @once
    def tasks(self) -> "CloudTasks | None":
        """Return the queue, unless FAN_OUT_TASKS is off or the emulators that run have none."""
        from mirror_realm.adapters.cloud_tasks import EMULATOR, CloudTasks

        config = self._config
        if not config.fan_out_tasks or (config.emulated and not os.environ.get(EMULATOR)):
            return None
        return CloudTasks(config.region)

    # Pictures

    def provider(self, name: str) -> "AnyProvider":
        """Return the provider of this name, built on first use. Raises Misconfigured."""
        with self._building:
            if name not in self._providers:
                self._providers[name] = PROVIDERS[name].builder()(self._config)
            return self._providers[name]

    @once
    def codec(self) -> "JpegCodec":
        from mirror_realm.adapters.jpegs import JpegCodec

        return JpegCodec()

    @once
    def judge(self) -> "PictureJudge":
        from mirror_realm.adapters.quality import PictureJudge

        return PictureJudge()

    @once
    def vision(self) -> "VisionJudge | None":
        """Return the vision model that looks at pictures; None where statistics alone judge them."""
        config = self._config
        if not config.pictures_seen:
            return None
        from mirror_realm.adapters.vision import OpenAIVision

        return OpenAIVision(
            api_key=config.openai_api_key,
            model=config.quality_model,
            base_url=config.openai_base_url or None,
        )

    @once
    def reader(self) -> "SandboxedReader":
        from mirror_realm.adapters.photos.reader import SandboxedReader

        return SandboxedReader()

    @once
    def moderation(self) -> "Moderation":
        """Return the moderation of photos: OpenAI's if there is a key.

        Without a key every photo passes if the painter makes the pictures, and none if a model does.
        """
        from mirror_realm.adapters.moderation import MissingModeration, NoModeration, OpenAIModeration

        config = self._config
        if not config.openai_api_key:
            return NoModeration() if config.photos_stay else MissingModeration()
        return OpenAIModeration(api_key=config.openai_api_key, base_url=config.openai_base_url or None)

    # Pushes

    @once
    def push(self) -> "FcmSender":
        """Return the sender of pushes; one to a local server, which asks for no credentials, has none."""
        from mirror_realm.adapters.push.fcm import SCOPE, FcmSender

        config = self._config
        if config.fcm_is_local:
            return FcmSender(config.project, config.fcm_base_url)
        from mirror_realm.adapters.push.bearer import Bearer

        return FcmSender(config.project, config.fcm_base_url, Bearer(SCOPE).token)

    # Alerts

    @once
    def alerts(self) -> "AlertWebhook":
        from mirror_realm.adapters.alert_webhook import AlertWebhook

        return AlertWebhook(self._config.alert_webhook_url)

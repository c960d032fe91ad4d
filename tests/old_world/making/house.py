# mypy: ignore-errors
"""Wire the services of cecf284 to a whole embedded Firebase, under a clock and with ids that repeat.

Documents go through the Firestore client, files through Storage's and accounts through the Admin SDK. Only the
provider, the judge and the photo reader are scripted: no picture costs money and each is a few hundred bytes.
"""

import colorsys
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import firebase_admin
from emulator.auth import passwords
from emulator.firestore.engine import CommitClock
from emulator.suite import Suite
from firebase_admin import auth
from google.cloud import firestore, storage
from mirror_realm.services.providers import ImageRequest, ProviderImage
from PIL import Image

from mirror_realm.adapters.auth_people import AuthPeople
from mirror_realm.adapters.person_files import StorageCensus, StoragePersonFiles
from mirror_realm.adapters.photos.storage_photos import StoragePhotos
from mirror_realm.adapters.storage_pictures import StoragePictures
from tests.fakes.outside import (
    Clock,
    MemoryCensus,
    MemoryPeople,
    MemoryPersonFiles,
    MemoryPhotos,
    MemoryPictures,
    ScriptedProvider,
)
from tests.integration.firestore_house import CreatedAttempts, FirestoreHouse

PROJECT = "salt"
"""cecf284 salts pseudonyms with the project's id, the tests' house with `salt`: so both read the same ones."""

MODEL = "gpt-image-2.5-flare-2026-09-08"
EDIT_MODEL = "gpt-image-2.5-sunburst-2026-09-08"
PRICE = 30
"""Credits of one picture: all that everybody starts with."""

DOWNLOADS = "https://firebasestorage.googleapis.com"
BEGINS = datetime(2026, 10, 12, 9, tzinfo=UTC)
PASSWORD = "correct horse"


class WorkerDied(BaseException):
    """The process is gone: nothing in the services may catch this."""


class DiesAt:
    """A port or service whose named methods end the worker's process before they do anything."""

    def __init__(self, real: Any, *names: str) -> None:
        self._real, self._names = real, names

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            return getattr(self._real, name)

        def die(*_: Any, **__: Any) -> None:
            raise WorkerDied(name)

        return die


def tiny_jpeg(number: int) -> bytes:
    """Return a picture of one colour, another for each number."""
    red, green, blue = colorsys.hsv_to_rgb(number * 0.381966 % 1, 0.6, 0.9)
    written = io.BytesIO()
    colour = (int(255 * red), int(255 * green), int(255 * blue))
    Image.new("RGB", (8, 8), colour).save(written, "JPEG", quality=50, optimize=True)
    return written.getvalue()


@dataclass
class TinyPictures(ScriptedProvider):
    """Makes tiny pictures, shared ones and personal ones with different models."""

    model: str = MODEL
    edit_model: str = EDIT_MODEL

    def renderer(self, *, personal: bool) -> str:
        return self.edit_model if personal else self.model

    def render(self, request: ImageRequest) -> ProviderImage:
        if not self.script:
            self.script.append(ProviderImage(tiny_jpeg(len(self.calls)), self.cost))
        return super().render(request)


@dataclass
class WholeHouse(FirestoreHouse):
    """As `FirestoreHouse`, with files in Storage and accounts in Auth too."""

    bucket: Any = field(kw_only=True)

    def wire(self, port: Any) -> Any:
        ambient = self.clock.ambient()
        match port:
            case MemoryPictures():
                return StoragePictures(self.bucket, DOWNLOADS, ambient)
            case MemoryPhotos():
                return StoragePhotos(self.bucket)
            case MemoryPersonFiles():
                return StoragePersonFiles(self.bucket)
            case MemoryPeople():
                return AuthPeople()
            case MemoryCensus():
                return StorageCensus(self.bucket)
        return port


@contextmanager
def whole_house() -> Iterator[tuple[Suite, WholeHouse]]:
    """Run a Firebase whose times are the house's clock's."""
    clock = Clock(BEGINS)
    with Suite(free_ports=True, functions=False, project=PROJECT) as suite:
        suite.firestore._engine.clock = CommitClock(lambda: int(clock.time.timestamp() * 1_000_000) * 1000)
        _date_files(suite, clock)
        app = firebase_admin.initialize_app(options={"projectId": PROJECT})
        client = firestore.Client(project=PROJECT)
        bucket = storage.Client(project=PROJECT).bucket(
            json.loads(os.environ["FIREBASE_CONFIG"])["storageBucket"]
        )
        yield (
            suite,
            WholeHouse(
                client=client,
                attempts=CreatedAttempts(suite.firestore),
                bucket=bucket,
                clock=clock,
                credits=PRICE,
                provider=TinyPictures(),
                painter=TinyPictures("painter", "painter-1", worst_case=0, cost=0, edit_model="painter-1"),
            ),
        )
        client.close()
        firebase_admin.delete_app(app)


def _date_files(suite: Suite, clock: Clock) -> None:
    """Date new files by the clock; their generations follow each other."""
    put, generations = suite.objects.put, iter(range(1, 10_000))

    def put_now(*args: Any, **options: Any) -> Any:
        stored = put(*args, **options)
        generation = int(BEGINS.timestamp() * 1_000_000) + next(generations)
        dated = replace(stored, created=clock.time, updated=clock.time, generation=generation)
        suite.objects.restore([dated])
        return dated

    suite.objects.put = put_now


class _Salts:
    """Salts of passwords that are the same in every run."""

    given = 0

    def token_bytes(self, length: int) -> bytes:
        self.given += 1
        return self.given.to_bytes(length, "big")


def sign_up(suite: Suite, people: tuple[str, ...], guests: tuple[str, ...]) -> None:
    """Create everybody's account, as of the world's first day."""
    passwords.secrets = _Salts()
    for uid in people:
        auth.create_user(uid=uid, email=f"{uid}@example.com", password=PASSWORD)
    for uid in guests:
        auth.create_user(uid=uid)
    then = int(BEGINS.timestamp())
    suite.auth.accounts.restore(
        PROJECT,
        [
            replace(
                account,
                created_at=then * 1000,
                last_login_at=then * 1000,
                password_updated_at=account.password_updated_at and then * 1000,
                valid_since=account.valid_since and then,
            )
            for account in suite.auth.accounts.all(PROJECT)
        ],
    )

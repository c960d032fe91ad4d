"""People's uploads through Google's own Storage client, on the embedded Storage."""

import base64
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from socket import create_server

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage

from embedded_firebase.storage import StorageService
from embedded_firebase.web.bridge import serve_handler
from embedded_firebase.web.server import WebServer
from mirror_realm.adapters.photos.reader import MOST_BYTES
from mirror_realm.adapters.photos.storage_photos import StoragePhotos
from mirror_realm.errors import ContentRejected, NotFound
from mirror_realm.services.ports.photos import PhotoFiles

PATH = "uploads/mira/selfie.jpg"
LATER = timedelta(hours=1)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where an embedded Storage answers."""
    listener = create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    web = WebServer()
    with ThreadPoolExecutor(4) as workers:
        web.start({listener: serve_handler("storage", StorageService().handle, workers)})
        yield address
        web.stop()


@pytest.fixture
def bucket(address: str) -> Iterator[storage.Bucket]:
    client = storage.Client(
        project="demo-mirror", credentials=AnonymousCredentials(), client_options={"api_endpoint": address}
    )
    bucket = client.bucket("photos")
    yield bucket
    bucket.delete_blobs(list(bucket.list_blobs()))
    client.close()


@pytest.fixture
def photos(bucket: storage.Bucket) -> PhotoFiles:
    return StoragePhotos(lambda: bucket)


def upload(bucket: storage.Bucket, path: str = PATH, data: bytes = b"photo") -> None:
    bucket.blob(path).upload_from_string(data, content_type="image/jpeg")


def test_an_upload_is_found_with_its_digest(bucket: storage.Bucket, photos: PhotoFiles) -> None:
    before = datetime.now(UTC)
    upload(bucket)

    found = photos.find(PATH)

    assert found is not None
    assert found.path == PATH
    assert found.digest == base64.b64encode(hashlib.md5(b"photo").digest()).decode()
    assert (found.size, found.content_type) == (5, "image/jpeg")
    assert before - timedelta(seconds=1) <= found.uploaded_at <= datetime.now(UTC)


def test_finding_an_upload_reads_none_of_it(
    bucket: storage.Bucket, photos: PhotoFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(bucket)
    monkeypatch.setattr(storage.Blob, "_do_download", lambda *_, **__: pytest.fail("content was read"))

    assert photos.find(PATH) is not None


def test_what_is_not_there_is_not_found(photos: PhotoFiles) -> None:
    assert photos.find(PATH) is None


def test_an_upload_is_read_whole(bucket: storage.Bucket, photos: PhotoFiles) -> None:
    upload(bucket, data=b"a" * 300_000)

    assert photos.read(PATH) == b"a" * 300_000


def test_an_empty_upload_is_read_as_nothing(bucket: storage.Bucket, photos: PhotoFiles) -> None:
    upload(bucket, data=b"")

    assert photos.read(PATH) == b""


def test_the_largest_upload_allowed_is_read_and_no_larger_one(
    bucket: storage.Bucket, photos: PhotoFiles
) -> None:
    upload(bucket, data=bytes(MOST_BYTES))
    assert len(photos.read(PATH)) == MOST_BYTES

    upload(bucket, data=bytes(MOST_BYTES + 1))
    with pytest.raises(ContentRejected, match="10 MB"):
        photos.read(PATH)


def test_reading_what_is_gone_says_so(photos: PhotoFiles) -> None:
    with pytest.raises(NotFound):
        photos.read(PATH)


def test_deleting_twice_is_no_error(bucket: storage.Bucket, photos: PhotoFiles) -> None:
    upload(bucket)
    photos.delete(PATH)
    photos.delete(PATH)

    assert photos.find(PATH) is None


def test_a_persons_uploads_are_theirs_alone(bucket: storage.Bucket, photos: PhotoFiles) -> None:
    for path in ("uploads/mira/1.jpg", "uploads/mira/2.jpg", "uploads/mirabel/1.jpg", "shared/mira/1.jpg"):
        upload(bucket, path)

    assert photos.of("mira") == ["uploads/mira/1.jpg", "uploads/mira/2.jpg"]


def test_the_sweep_pages_through_uploads_and_nothing_else(bucket: storage.Bucket, photos: PhotoFiles) -> None:
    paths = [f"uploads/{who}/{number}.jpg" for who in ("a", "b") for number in range(3)]
    for path in [*paths, "people/a/1.jpg", "shared/k/1.jpg", "uploads"]:
        upload(bucket, path)
    soon = datetime.now(UTC) + LATER

    seen: list[str] = []
    while page := photos.older_than(soon, seen[-1] if seen else "", 4):
        assert len(page) <= 4
        seen += [photo.path for photo in page]

    assert seen == paths


def test_the_sweep_sees_no_upload_made_since(bucket: storage.Bucket, photos: PhotoFiles) -> None:
    upload(bucket)

    assert photos.older_than(datetime.now(UTC) - LATER, "", 10) == []


def test_uploads_are_listed_with_their_generations_up_to_so_many(
    bucket: storage.Bucket, photos: PhotoFiles
) -> None:
    for number in range(3):
        upload(bucket, f"uploads/mira/{number}.jpg")
    upload(bucket, "uploads/mirabel/1.jpg")
    listed = photos.uploads_of("mira", 9)
    assert [one.path for one in listed] == [f"uploads/mira/{number}.jpg" for number in range(3)]
    assert [one.generation for one in listed] == sorted({one.generation for one in listed})
    assert photos.uploads_of("mira", 2) == listed[:2]


def test_an_upload_is_discarded_once_and_never_one_that_followed_it(
    bucket: storage.Bucket, photos: PhotoFiles
) -> None:
    upload(bucket)
    (first,) = photos.uploads_of("mira", 9)
    photos.discard(first)
    photos.discard(first)
    assert photos.of("mira") == []
    upload(bucket)
    photos.discard(first)
    photos.keep_private(replace(first, cache_control="public"))
    assert photos.of("mira") == [PATH]


@pytest.mark.parametrize(("asked", "kept"), [("public, max-age=99", "private, no-store"), (None, None)])
def test_an_uploaders_own_cache_header_is_replaced(
    bucket: storage.Bucket, photos: PhotoFiles, asked: str | None, kept: str | None
) -> None:
    blob = bucket.blob(PATH)
    blob.cache_control = asked
    blob.metadata = {"firebaseStorageDownloadTokens": "open"}
    blob.upload_from_string(b"photo", content_type="image/jpeg")
    (found,) = photos.uploads_of("mira", 9)
    photos.keep_private(found)
    stored = bucket.get_blob(PATH)
    assert stored.cache_control == kept
    assert stored.metadata == {"firebaseStorageDownloadTokens": "open"}
    assert stored.generation == found.generation

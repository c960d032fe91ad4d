"""Pictures and their notes through Google's own Storage client, on the embedded Storage."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from socket import create_server
from urllib.request import urlopen

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage

from embedded_firebase.storage import StorageService
from embedded_firebase.web.bridge import serve_handler
from embedded_firebase.web.server import WebServer
from mirror_realm.adapters.storage_pictures import NOTE, StoragePictures
from mirror_realm.domain.quality import Fault, Quality
from mirror_realm.services.ports.pictures import EncodedPicture, Note, NotedPicture
from mirror_realm.services.ports.runtime import Runtime

FOLDER = "shared/key/job-1-0"
PICTURE = EncodedPicture({1024: b"large", 512: b"middle", 256: b"small"}, "LEHV6nWB2yk8pyo0adR*.7kCMdnj")
NOTED = Note(0, 13_000, PICTURE.blurhash, Quality(0.25, (Fault.BLURRED,)))


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
    bucket = client.bucket("pictures")
    yield bucket
    bucket.delete_blobs(list(bucket.list_blobs()))
    client.close()


@pytest.fixture
def pictures(bucket: storage.Bucket, address: str) -> StoragePictures:
    return StoragePictures(lambda: bucket, address, Runtime())


def test_a_picture_is_found_by_its_path_with_its_note_and_the_very_links_it_was_given(
    pictures: StoragePictures,
) -> None:
    urls = pictures.save(FOLDER, PICTURE, private=False, note=NOTED)

    assert pictures.find("shared/key/job-") == [NotedPicture(FOLDER, urls, NOTED)]
    with urlopen(urls[1024]) as answer:
        assert answer.read() == b"large"


def test_looks_are_stored_with_the_largest_file_and_with_no_other(pictures: StoragePictures) -> None:
    noted = replace(NOTED, looks='{"version":1}')
    urls = pictures.save(FOLDER, PICTURE, private=True, note=noted)

    assert pictures.looks(f"{FOLDER}/1024.jpg") == noted.looks
    assert pictures.looks(f"{FOLDER}/256.jpg") is None
    assert pictures.find("shared/key/job-") == [NotedPicture(FOLDER, urls, noted)]


def test_a_picture_without_looks_and_one_that_is_gone_have_none(pictures: StoragePictures) -> None:
    pictures.save(FOLDER, PICTURE, private=True, note=NOTED)

    assert pictures.looks(f"{FOLDER}/1024.jpg") is None
    assert pictures.looks(f"{FOLDER}/gone/1024.jpg") is None


def test_a_picture_is_found_only_once_its_largest_file_is_there(
    pictures: StoragePictures, bucket: storage.Bucket
) -> None:
    pictures.save(FOLDER, PICTURE, private=True, note=NOTED)
    bucket.blob(f"{FOLDER}/1024.jpg").delete()

    assert pictures.find("shared/key/job-") == []


def test_what_was_stored_before_there_were_notes_is_not_found(pictures: StoragePictures) -> None:
    pictures.save("shared/key/job-1", PICTURE, private=False)

    assert pictures.find("shared/key/job-") == []


@pytest.mark.parametrize(
    "note", ["", "[]", '{"call": 0}', '{"call": "x", "cost_micros": 1, "blurhash": "", "quality": null}']
)
def test_a_damaged_note_is_as_none(pictures: StoragePictures, bucket: storage.Bucket, note: str) -> None:
    pictures.save(FOLDER, PICTURE, private=False, note=NOTED)
    blob = bucket.get_blob(f"{FOLDER}/1024.jpg")
    blob.metadata = {**blob.metadata, NOTE: note}
    blob.patch()

    assert pictures.find("shared/key/job-") == []

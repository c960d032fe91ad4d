"""The files of a picture that was taken down, through Google's own Storage client on the embedded Storage."""

import io
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from socket import create_server

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage
from PIL import Image

from embedded_firebase.storage import StorageService
from embedded_firebase.web.bridge import serve_handler
from embedded_firebase.web.server import WebServer
from mirror_realm.adapters.storage_pictures import StoragePictures
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.runtime import Runtime

FOLDER, OTHER = "shared/k1/r-1", "shared/k2/r-1"
PICTURE = EncodedPicture({1024: b"a face", 512: b"a smaller face", 256: b"a tiny face"}, "LEHV6nWB2yk8")


@pytest.fixture
def bucket() -> Iterator[storage.Bucket]:
    listener = create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    web = WebServer()
    with ThreadPoolExecutor(4) as workers:
        web.start({listener: serve_handler("storage", StorageService().handle, workers)})
        client = storage.Client(
            project="demo-mirror",
            credentials=AnonymousCredentials(),
            client_options={"api_endpoint": address},
        )
        yield client.bucket("pictures")
        client.close()
        web.stop()


@pytest.fixture
def pictures(bucket: storage.Bucket) -> StoragePictures:
    return StoragePictures(lambda: bucket, bucket.client._connection.API_BASE_URL, Runtime())


def served(url: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(url) as answer:
        return answer.read(), answer.headers["cache-control"]


@pytest.mark.parametrize("private", [True, False])
def test_every_address_serves_the_placeholder_in_its_own_size(
    pictures: StoragePictures, private: bool
) -> None:
    urls = pictures.save(FOLDER, PICTURE, private=private)
    for side, url in urls.items():
        assert served(url)[0] == PICTURE.jpegs[side]
    for _ in range(2):
        pictures.replace_with_placeholder(FOLDER)
        for side, url in urls.items():
            data, _ = served(url)
            assert Image.open(io.BytesIO(data)).size == (side, side)


def test_what_is_beside_it_stays(pictures: StoragePictures) -> None:
    others = pictures.save(OTHER, PICTURE, private=False)
    pictures.save(FOLDER, PICTURE, private=False)
    pictures.replace_with_placeholder(FOLDER)
    assert served(others[1024]) == (b"a face", "public, max-age=86400, must-revalidate")


def test_a_repeat_writes_nothing(pictures: StoragePictures, bucket: storage.Bucket) -> None:
    pictures.save(FOLDER, PICTURE, private=False)
    pictures.replace_with_placeholder(FOLDER)
    before = [blob.generation for blob in bucket.list_blobs()]
    pictures.replace_with_placeholder(FOLDER)
    assert [blob.generation for blob in bucket.list_blobs()] == before


def test_a_late_worker_cannot_put_the_picture_back(pictures: StoragePictures) -> None:
    urls = pictures.save(FOLDER, PICTURE, private=False)
    pictures.replace_with_placeholder(FOLDER)
    with pytest.raises(FileExistsError):
        pictures.save(FOLDER, PICTURE, private=False)
    assert served(urls[1024])[0] != b"a face"

"""Bodies in chunks, whose length no header announces: every service reads them whole, and refuses what is malformed."""

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from google.cloud import storage

from embedded_firebase import Suite
from integration.http_client import Answer

BUCKET = "demo-project.appspot.com"
MALFORMED_SIZES = ("", "zz", "-5", "+5", "0x5", "5 5", "1" * 21)
"""Hexadecimal digits, at most twenty, are a size; none of these is."""


def send_in_chunks(url: str, chunks: list[bytes], headers: dict[str, str], method: str = "POST") -> Answer:
    """Send the chunks one by one, as HTTP/1.1 frames them."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        target = f"{parts.path}?{parts.query}"
        connection.request(method, target, iter(chunks), headers, encode_chunked=True)
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, fields, response.read())
    finally:
        connection.close()


def send_raw(url: str, body: bytes) -> bytes:
    """Send bytes as the body of a request that announces chunks, then no more; return what is answered."""
    parts = urlsplit(url)
    head = f"POST {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=20) as connection:
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def upload_address(suite: Suite, name: str) -> str:
    return f"http://{suite.addresses['storage']}/upload/storage/v1/b/{BUCKET}/o?uploadType=media&name={name}"


@pytest.fixture
def bucket(suite: Suite) -> Iterator[storage.Bucket]:
    client = storage.Client(project=suite.project)
    yield client.bucket(BUCKET)
    client.close()


def test_a_callable_reads_its_data(suite: Suite) -> None:
    chunks = [b'{"data": ', b'{"n": 1}}']
    answer = send_in_chunks(f"{suite.functions_url}/greet", chunks, {"Content-Type": "application/json"})
    assert answer.status == 200
    assert answer.json["result"]["data"] == {"n": 1}


def test_a_sign_up_is_of_the_address_that_was_sent(suite: Suite) -> None:
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
    chunks = [b'{"email": "ada@example.com", ', b'"password": "correct horse"}']
    answer = send_in_chunks(url, chunks, {"Content-Type": "application/json"})
    assert answer.status == 200
    assert answer.json["email"] == "ada@example.com"


def test_a_form_is_read_too(suite: Suite) -> None:
    url = f"http://{suite.addresses['auth']}/securetoken.googleapis.com/v1/token?key=any"
    chunks = [b"grant_type=refresh_token&", b"refresh_token=nonsense"]
    answer = send_in_chunks(url, chunks, {"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.json["error"]["message"] == "INVALID_REFRESH_TOKEN"


class TestStorage:
    def test_an_upload_of_the_media_alone_is_whole(self, suite: Suite, bucket: storage.Bucket) -> None:
        chunks = [b"first ", b"x" * 100_000, b" last"]
        answer = send_in_chunks(upload_address(suite, "a"), chunks, {"Content-Type": "text/plain"})
        assert answer.json["size"] == "100011"
        assert bucket.blob("a").download_as_bytes() == b"".join(chunks)

    def test_an_upload_in_two_parts_is_whole(self, suite: Suite, bucket: storage.Bucket) -> None:
        address = f"http://{suite.addresses['storage']}/v0/b/{BUCKET}/o?name=b"
        described = json.dumps({"name": "b", "contentType": "text/plain"}).encode()
        chunks = [
            b"--edge\r\nContent-Type: application/json\r\n\r\n" + described,
            b"\r\n--edge\r\nContent-Type: text/plain\r\n\r\nby",
            b"tes\r\n--edge--",
        ]
        headers = {
            "Authorization": "Bearer owner",
            "Content-Type": "multipart/related; boundary=edge",
            "X-Goog-Upload-Protocol": "multipart",
        }
        assert send_in_chunks(address, chunks, headers).status == 200
        assert bucket.blob("b").download_as_bytes() == b"bytes"

    def test_a_resumable_upload_is_whole(self, bucket: storage.Bucket) -> None:
        url = bucket.blob("c").create_resumable_upload_session(size=5)
        answer = send_in_chunks(url, [b"by", b"tes"], {"Content-Range": "bytes 0-4/5"}, "PUT")
        assert answer.status == 200
        assert bucket.blob("c").download_as_bytes() == b"bytes"

    @pytest.mark.parametrize("size", MALFORMED_SIZES)
    def test_a_malformed_chunk_is_refused_and_nothing_is_stored(
        self, suite: Suite, bucket: storage.Bucket, size: str
    ) -> None:
        answer = send_raw(upload_address(suite, "d"), f"5\r\nbytes\r\n{size}\r\nbytes\r\n0\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert not bucket.blob("d").exists()

    @pytest.mark.parametrize("size", ["5", "f" * 20])
    def test_an_upload_that_is_cut_short_stores_nothing(
        self, suite: Suite, bucket: storage.Bucket, size: str
    ) -> None:
        send_raw(upload_address(suite, "e"), f"5\r\nbytes\r\n{size}\r\nbyt".encode())
        assert not bucket.blob("e").exists()


@pytest.mark.parametrize("size", MALFORMED_SIZES)
def test_a_function_is_not_run_on_a_malformed_body(suite: Suite, size: str) -> None:
    answer = send_raw(f"{suite.functions_url}/echo", f"{size}\r\nbytes\r\n0\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_a_body_in_chunks_has_the_bound_of_any_other(suite: Suite) -> None:
    url = f"{suite.functions_url}/echo"
    for too_many, status in ((0, 200), (1, 413)):
        chunks = [b"x" * (1024 * 1024)] * 32 + [b"x"] * too_many
        assert send_in_chunks(url, chunks, {}).status == status

"""Storage at the addresses and in the spellings that Node's client, browsers and firebase-tools use."""

import gzip

import pytest

from embedded_firebase import Suite
from embedded_firebase.storage.objects import Content
from integration.http_client import send

TWO_PARTS = (
    b'--xx\r\nContent-Type: application/json\r\n\r\n{"name": "a", "metadata": {"on": true, "none": null, "n": -1}}'
    b"\r\n--xx\r\nContent-Type: text/plain\r\n\r\nhello\r\n--xx--"
)

FORM = (
    b'--xx\r\nContent-Disposition: form-data; name="key"\r\n\r\na/b.txt\r\n'
    b'--xx\r\nContent-Disposition: form-data; name="Cache-Control"\r\n\r\nprivate\r\n'
    b'--xx\r\nContent-Disposition: form-data; name="x-goog-meta-color"\r\n\r\nblue\r\n'
    b'--xx\r\nContent-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: text/plain\r\n\r\n'
    b"hello\r\n--xx--\r\n"
)


@pytest.fixture
def url(suite: Suite) -> str:
    return f"http://{suite.addresses['storage']}"


def test_an_upload_that_names_no_kind_is_of_the_bytes_alone(suite: Suite, url: str) -> None:
    assert send("POST", f"{url}/upload/storage/v1/b/pictures/o?name=a", b"hello").json["size"] == "5"
    assert suite.objects.get("pictures", "a").data == b"hello"


def test_the_kind_of_an_upload_may_stand_in_a_header(url: str) -> None:
    headers = {
        "X-Goog-Upload-Protocol": "multipart",
        "Content-Type": "multipart/related; boundary=xx",
    }
    stored = send("POST", f"{url}/upload/storage/v1/b/pictures/o", TWO_PARTS, headers).json
    assert stored["contentType"] == "text/plain"
    assert stored["metadata"] == {"on": "true", "n": "-1"}
    headers["Content-Type"] = "foo"
    refused = send("POST", f"{url}/upload/storage/v1/b/pictures/o", TWO_PARTS, headers)
    assert (refused.status, refused.json["error"]["message"][:17]) == (400, "Bad content type.")


@pytest.mark.parametrize("content_range", ["bytes 0-*/*", "bytes 0-*/5", "bytes 0-4/5"])
def test_an_upload_may_say_that_all_the_rest_comes(suite: Suite, url: str, content_range: str) -> None:
    begun = send("POST", f"{url}/upload/storage/v1/b/pictures/o?uploadType=resumable&name=a", {})
    location = begun.headers["location"]
    assert "name=a&" in location
    assert send("PUT", location, b"hello", {"Content-Range": content_range}).status == 200
    assert suite.objects.get("pictures", "a").data == b"hello"


def test_a_finished_upload_cannot_be_cancelled(url: str) -> None:
    begun = send("POST", f"{url}/upload/storage/v1/b/pictures/o?uploadType=resumable&name=a", {})
    send("PUT", begun.headers["location"], b"hello")
    assert send("DELETE", begun.headers["location"]).status == 400
    assert send("PUT", begun.headers["location"], b"other").json["size"] == "5"


def test_the_path_of_the_service_may_be_left_out(suite: Suite, url: str) -> None:
    suite.objects.put("pictures", "a/b", Content(b"hello"))
    assert send("GET", f"{url}/b/pictures/o/a%2Fb").json["name"] == "a/b"
    assert send("GET", f"{url}/b/pictures/o").json["items"][0]["name"] == "a/b"


def test_an_entry_of_an_access_list_is_accepted_without_effect(suite: Suite, url: str) -> None:
    suite.objects.put("pictures", "a", Content(b"hello"))
    entry = send("POST", f"{url}/b/pictures/o/a/acl", {"entity": "allUsers", "role": "READER"}).json
    assert (entry["entity"], entry["role"]) == ("allUsers", "READER")
    assert send("POST", f"{url}/b/pictures/o/none/acl", {"entity": "allUsers"}).status == 404


def test_a_file_has_a_public_address(suite: Suite, url: str) -> None:
    suite.objects.put("pictures", "a/b.txt", Content(b"hello", "text/plain"))
    assert send("GET", f"{url}/pictures/a/b.txt").body == b"hello"
    assert send("GET", f"{url}/pictures/a/none").status == 404


def test_a_form_uploads_a_file(suite: Suite, url: str) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=xx"}
    assert send("POST", f"{url}/pictures", FORM, headers).status == 204
    stored = suite.objects.get("pictures", "a/b.txt")
    assert (stored.data, stored.content_type) == (b"hello", "text/plain")
    assert (stored.settings, stored.metadata) == ({"cacheControl": "private"}, {"color": "blue"})
    assert send("POST", f"{url}/pictures", b"", headers).status == 400
    assert send("POST", f"{url}/pictures", FORM).status == 400


def test_the_length_of_what_is_decompressed_on_the_way_is_not_announced(suite: Suite, url: str) -> None:
    content = Content(gzip.compress(b"hello"), "text/plain", settings={"contentEncoding": "gzip"})
    suite.objects.put("pictures", "a", content)
    answer = send("GET", f"{url}/download/storage/v1/b/pictures/o/a?alt=media")
    assert (answer.body, answer.headers.get("content-length")) == (b"hello", None)
    assert answer.headers["content-disposition"] == "attachment; filename*=a"


def test_a_reset_deletes_everything(suite: Suite, url: str) -> None:
    suite.objects.put("pictures", "a", Content(b"hello"))
    assert send("POST", f"{url}/internal/reset").status == 200
    assert list(suite.objects) == []

"""Firebase Storage as apps use it: download URLs and the SDKs' `/v0/` calls, under an access policy."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from embedded_firebase import Suite
from embedded_firebase.storage import AccessRequest
from embedded_firebase.storage.objects import Content
from integration.conftest import HERE
from integration.http_client import Answer, send

BUCKET = "demo-project.appspot.com"


@dataclass
class RecordingPolicy:
    """Lets people do as they like in `open/` and with their own `uploads/{uid}/`, and keeps what was asked."""

    asked: list[AccessRequest] = field(default_factory=list)

    def allows(self, request: AccessRequest) -> bool:
        self.asked.append(request)
        uid = request.claims["sub"] if request.claims else None
        return request.name.startswith(("open/", f"uploads/{uid}/")) or request.name == "open"


@pytest.fixture(scope="module")
def policy() -> RecordingPolicy:
    return RecordingPolicy()


@pytest.fixture(scope="module")
def running_suite(policy: RecordingPolicy) -> Iterator[Suite]:
    with Suite(root=HERE, free_ports=True, functions=False, storage_access=policy) as suite:
        yield suite


@pytest.fixture(autouse=True)
def forget_what_was_asked(policy: RecordingPolicy) -> None:
    policy.asked.clear()


@pytest.fixture
def person(suite: Suite) -> dict[str, str]:
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
    signed_up: dict[str, str] = send("POST", url, {}).json
    return signed_up


def address(suite: Suite, name: str = "", **parameters: str) -> str:
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in parameters.items())
    path = f"/{quote(name, safe='')}" if name else ""
    return f"http://{suite.addresses['storage']}/v0/b/{BUCKET}/o{path}?{query}"


def signed_in(person: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Firebase {person['idToken']}"}


def upload(suite: Suite, name: str, data: bytes, headers: dict[str, str], **metadata: object) -> Answer:
    """Upload as the JS SDK does: metadata and bytes in one multipart body."""
    head = f"--xx\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{json.dumps({'name': name, **metadata})}"
    body = f"{head}\r\n--xx\r\nContent-Type: image/png\r\n\r\n".encode() + data + b"\r\n--xx--"
    sent = {
        "X-Goog-Upload-Protocol": "multipart",
        "Content-Type": "multipart/related; boundary=xx",
        **headers,
    }
    return send("POST", f"{address(suite)}name={quote(name, safe='')}", body, sent)


def command(url: str, words: str, data: bytes = b"") -> Answer:
    """Send a command of a resumable upload."""
    return send("POST", url, data, {"X-Goog-Upload-Command": words})


class TestDownloadUrls:
    @pytest.fixture
    def token(self, suite: Suite) -> str:
        settings = {"cacheControl": "private, max-age=3600"}
        metadata = {"firebaseStorageDownloadTokens": "secret-token,other"}
        suite.objects.put(BUCKET, "people/a b/1.jpg", Content(b"jpeg", "image/jpeg", settings, metadata))
        return "secret-token"

    def test_a_token_opens_the_file(self, suite: Suite, token: str) -> None:
        answer = send("GET", address(suite, "people/a b/1.jpg", alt="media", token=token))
        assert answer.status == 200
        assert answer.body == b"jpeg"
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == "private, max-age=3600"

    def test_either_of_several_tokens_opens_it(self, suite: Suite, token: str) -> None:
        assert send("GET", address(suite, "people/a b/1.jpg", alt="media", token="other")).status == 200

    @pytest.mark.parametrize("wrong", ["wrong", "secret-token,other", ""])
    def test_a_wrong_token_does_not(self, suite: Suite, token: str, wrong: str) -> None:
        answer = send("GET", address(suite, "people/a b/1.jpg", alt="media", token=wrong))
        assert answer.status == 403
        assert answer.json["error"]["message"] == "Permission denied."

    def test_rules_are_not_asked_about_a_token(
        self, suite: Suite, token: str, policy: RecordingPolicy
    ) -> None:
        send("GET", address(suite, "people/a b/1.jpg", alt="media", token=token))
        assert policy.asked == []

    def test_a_copy_still_good_is_not_sent_again(self, suite: Suite, token: str) -> None:
        url = address(suite, "people/a b/1.jpg", alt="media", token=token)
        etag = send("GET", url).headers["etag"]
        again = send("GET", url, headers={"If-None-Match": etag})
        assert again.status == 304
        assert again.body == b""

    def test_a_part_can_be_had(self, suite: Suite, token: str) -> None:
        url = address(suite, "people/a b/1.jpg", alt="media", token=token)
        assert send("GET", url, headers={"Range": "bytes=1-2"}).body == b"pe"

    def test_head_tells_the_length_without_the_bytes(self, suite: Suite, token: str) -> None:
        answer = send("HEAD", address(suite, "people/a b/1.jpg", alt="media", token=token))
        assert answer.headers["content-length"] == "4"
        assert answer.body == b""

    def test_a_web_page_may_show_it(self, suite: Suite, token: str) -> None:
        url = address(suite, "people/a b/1.jpg", alt="media", token=token)
        answer = send("GET", url, headers={"Origin": "http://localhost:3000"})
        assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"

    def test_a_deleted_file_takes_its_link_along(self, suite: Suite, token: str) -> None:
        suite.objects.delete(BUCKET, "people/a b/1.jpg")
        assert send("GET", address(suite, "people/a b/1.jpg", alt="media", token=token)).status in (403, 404)


class TestSdkCalls:
    def test_an_upload_gets_a_download_token(self, suite: Suite, person: dict[str, str]) -> None:
        name = f"uploads/{person['localId']}/me.png"
        answer = upload(suite, name, b"\x89PNG\r\n--x", signed_in(person), contentType="image/png")
        assert answer.status == 200
        assert answer.json["contentType"] == "image/png"
        url = address(suite, name, alt="media", token=answer.json["downloadTokens"])
        assert send("GET", url).body == b"\x89PNG\r\n--x"

    def test_the_policy_sees_who_wants_to_store_what(
        self, suite: Suite, person: dict[str, str], policy: RecordingPolicy
    ) -> None:
        name = f"uploads/{person['localId']}/me.png"
        upload(suite, name, b"12345", signed_in(person), contentType="image/png", metadata={"consent": "yes"})
        upload(suite, name, b"123", signed_in(person))
        create, update = policy.asked
        assert (create.method, update.method) == ("create", "update")
        assert create.claims is not None
        assert create.claims["sub"] == person["localId"]
        assert create.current is None
        assert create.proposed is not None
        assert len(create.proposed.data) == 5
        assert create.proposed.content_type == "image/png"
        assert create.proposed.metadata["consent"] == "yes"
        assert update.current is not None

    @pytest.mark.parametrize("headers", [{}, {"Authorization": "Firebase not-a-token"}])
    def test_strangers_are_nobody_to_the_policy(
        self, suite: Suite, policy: RecordingPolicy, headers: dict[str, str]
    ) -> None:
        assert upload(suite, "uploads/x/me.png", b"1", headers).status == 403
        assert policy.asked[0].claims is None
        assert suite.objects.find(BUCKET, "uploads/x/me.png") is None

    def test_what_is_refused_leaves_everything_as_it_was(self, suite: Suite, person: dict[str, str]) -> None:
        suite.objects.put(BUCKET, "people/b/1.jpg", Content(b"face"))
        for method, body in (("GET", None), ("DELETE", None), ("PATCH", {"cacheControl": "no-store"})):
            answer = send(method, address(suite, "people/b/1.jpg"), body, signed_in(person))
            assert answer.status == 403
        stored = suite.objects.get(BUCKET, "people/b/1.jpg")
        assert (stored.data, stored.metageneration) == (b"face", 1)

    def test_nobody_learns_whether_a_forbidden_file_exists(self, suite: Suite) -> None:
        assert send("GET", address(suite, "people/b/none.jpg")).status == 403
        assert send("GET", address(suite, "open/none.jpg")).status == 404

    def test_nor_by_changing_it(self, suite: Suite) -> None:
        assert send("PATCH", address(suite, "people/b/none.jpg"), {"cacheControl": "no-store"}).status == 403
        assert send("PATCH", address(suite, "open/none.jpg"), {"cacheControl": "no-store"}).status == 404
        assert send("DELETE", address(suite, "people/b/none.jpg")).status == 403

    def test_a_malformed_body_is_refused(self, suite: Suite) -> None:
        suite.objects.put(BUCKET, "open/a.png", Content(b""))
        for body in (b"{", b"[]"):
            assert send("PATCH", address(suite, "open/a.png"), body).status == 400

    def test_only_the_server_gives_and_takes_tokens(self, suite: Suite) -> None:
        suite.objects.put(BUCKET, "open/a.png", Content(b"x"))
        owner = {"Authorization": "Bearer owner"}
        assert send("POST", address(suite, "open/a.png", create_token="true")).status == 403
        token = send("POST", address(suite, "open/a.png", create_token="true"), headers=owner).json[
            "downloadTokens"
        ]
        url = address(suite, "open/a.png", alt="media", token=token)
        assert send("GET", url).status == 200
        send("POST", address(suite, "open/a.png", delete_token=token), headers=owner)
        assert send("GET", url).status == 403

    def test_the_server_is_never_asked_about(self, suite: Suite, policy: RecordingPolicy) -> None:
        suite.objects.put(BUCKET, "people/b/1.jpg", Content(b"face"))
        answer = send("GET", address(suite, "people/b/1.jpg"), headers={"Authorization": "Bearer owner"})
        assert answer.status == 200
        assert policy.asked == []

    def test_metadata_is_read_and_patched(self, suite: Suite) -> None:
        upload(suite, "open/a.png", b"1", {}, metadata={"kept": "1", "gone": "2"})
        tokens = send("GET", address(suite, "open/a.png")).json["downloadTokens"]
        body = {"metadata": {"gone": None, "new": "3"}, "cacheControl": "no-store"}
        patched = send("PATCH", address(suite, "open/a.png"), body).json
        assert patched["metadata"] == {"kept": "1", "new": "3"}
        assert patched["cacheControl"] == "no-store"
        assert patched["metageneration"] == "2"
        assert patched["downloadTokens"] == tokens

    def test_persons_cannot_choose_a_download_token(self, suite: Suite) -> None:
        upload(suite, "open/a.png", b"1", {}, metadata={"firebaseStorageDownloadTokens": "mine"})
        assert send("GET", address(suite, "open/a.png", alt="media", token="mine")).status == 403
        send("PATCH", address(suite, "open/a.png"), {"metadata": {"firebaseStorageDownloadTokens": "mine"}})
        assert send("GET", address(suite, "open/a.png", alt="media", token="mine")).status == 403

    def test_a_listing_shows_names_and_folders_in_pages(self, suite: Suite, policy: RecordingPolicy) -> None:
        for name in ("open/a", "open/b", "open/c/d"):
            suite.objects.put(BUCKET, name, Content(b""))
        first = send("GET", address(suite, prefix="open/", delimiter="/", maxResults="2")).json
        assert [item["name"] for item in first["items"]] == ["open/a", "open/b"]
        token = first["nextPageToken"]
        second = send(
            "GET", address(suite, prefix="open/", delimiter="/", maxResults="2", pageToken=token)
        ).json
        assert (second["items"], second["prefixes"]) == ([], ["open/c/"])
        assert (policy.asked[0].method, policy.asked[0].name) == ("list", "open")

    def test_a_resumable_upload_can_ask_and_go_on(self, suite: Suite) -> None:
        begin = {
            "X-Goog-Upload-Protocol": "resumable",
            "X-Goog-Upload-Command": "start",
            "X-Goog-Upload-Header-Content-Length": "6",
            "X-Goog-Upload-Header-Content-Type": "image/png",
        }
        started = send("POST", f"{address(suite)}name=open%2Fr.png", {"name": "open/r.png"}, begin)
        url = started.headers["x-goog-upload-url"]
        send("POST", url, b"abc", {"X-Goog-Upload-Command": "upload", "X-Goog-Upload-Offset": "0"})
        asked = send("POST", url, b"", {"X-Goog-Upload-Command": "query"})
        assert asked.headers["x-goog-upload-status"] == "active"
        assert asked.headers["x-goog-upload-size-received"] == "3"
        last = {"X-Goog-Upload-Command": "upload, finalize", "X-Goog-Upload-Offset": "3"}
        final = send("POST", url, b"def", last)
        assert final.headers["x-goog-upload-status"] == "final"
        assert final.json["contentType"] == "image/png"
        assert suite.objects.get(BUCKET, "open/r.png").data == b"abcdef"

    @pytest.fixture
    def begun(self, suite: Suite) -> str:
        """Begin an upload that the policy allows; return its address."""
        begin = {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start"}
        return send("POST", f"{address(suite)}name=open%2Fr.png", {}, begin).headers["x-goog-upload-url"]

    def test_a_cancelled_upload_can_be_cancelled_again_and_never_ends(self, suite: Suite, begun: str) -> None:
        for _ in range(2):
            cancelled = command(begun, "cancel")
            assert (cancelled.status, cancelled.headers["x-goog-upload-status"]) == (200, "cancelled")
        assert command(begun, "query").headers["x-goog-upload-status"] == "cancelled"
        for repeated in ("upload, finalize", "upload", "finalize"):
            assert command(begun, repeated, b"late").status == 400
        assert suite.objects.find(BUCKET, "open/r.png") is None

    def test_a_finished_upload_cannot_be_cancelled(self, suite: Suite, begun: str) -> None:
        first = command(begun, "upload, finalize", b"whole")
        again = command(begun, "finalize")
        assert (first.status, again.status) == (200, 200)
        assert again.json["generation"] == first.json["generation"]
        assert command(begun, "cancel").status == 400
        assert suite.objects.get(BUCKET, "open/r.png").data == b"whole"

    def test_a_refused_upload_has_ended(self, suite: Suite) -> None:
        begin = {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start"}
        url = send("POST", f"{address(suite)}name=closed", {}, begin).headers["x-goog-upload-url"]
        for words in ("upload, finalize", "finalize"):
            refused = command(url, words, b"x")
            assert (refused.status, refused.headers["x-goog-upload-status"]) == (403, "final")

    def test_a_command_without_its_upload_stores_nothing(self, suite: Suite) -> None:
        assert command(f"{address(suite)}name=open%2Fr.png", "upload", b"x").status == 400
        assert suite.objects.find(BUCKET, "open/r.png") is None

    def test_a_listing_is_of_a_whole_folder(self, suite: Suite) -> None:
        assert send("GET", address(suite, prefix="open")).status == 400

    def test_a_token_is_made_by_true_alone(self, suite: Suite) -> None:
        upload(suite, "open/a.png", b"1", {})
        owner = {"Authorization": "Bearer owner"}
        assert send("POST", address(suite, "open/a.png", create_token="someValue"), b"", owner).status == 400

    def test_a_deletion_deletes(self, suite: Suite) -> None:
        upload(suite, "open/a.png", b"1", {})
        assert send("DELETE", address(suite, "open/a.png")).status == 204
        assert send("GET", address(suite, "open/a.png")).status == 404

    def test_a_preflight_lets_the_sdk_send_its_headers(self, suite: Suite) -> None:
        headers = {
            "Origin": "http://localhost:3000",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,x-goog-upload-protocol",
        }
        answer = send("OPTIONS", address(suite), headers=headers)
        assert answer.status == 204
        assert "x-goog-upload-protocol" in answer.headers["access-control-allow-headers"]

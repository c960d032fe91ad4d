"""The REST API over HTTP, through Hosting's rewrite: the contract, and HTTP's own words."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from demo.client import SignedIn
from demo.snapshot import PHOTO
from demo.uploads import Uploads
from tests.docs import flutter
from tests.integration.app import days, uid_of
from tests.integration.rest_client import PREFIX, Reply, RestClient
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "hosting" / "api" / "openapi.json").read_text(encoding="utf-8"))
REGISTRY = Registry().with_resource("api", DRAFT202012.create_resource(DOCUMENT))
NO_AVATAR = "0" * 32


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(USER_DAILY_LIMIT="3", GLOBAL_DAILY_LIMIT="40", CALLS_PER_MINUTE="600") as firebase:
        yield firebase
        firebase.settle()


@pytest.fixture
def unsigned(firebase: WholeFirebase) -> RestClient:
    return RestClient(firebase.suite.addresses["hosting"])


@pytest.fixture
def mira(firebase: WholeFirebase) -> RestClient:
    return RestClient(firebase.suite.addresses["hosting"], firebase.account("mira@example.com"))


def conforms(reply: Reply, method: str, path: str) -> Reply:
    """Return the reply, which is one that the document names for this operation."""
    declared = DOCUMENT["paths"][PREFIX + path][method.lower()]["responses"][str(reply.status)]
    if "content" not in declared:
        assert reply.body == b""
        return reply
    media = reply.headers["content-type"]
    pointer = "/".join(
        part.replace("~", "~0").replace("/", "~1")
        for part in ("paths", PREFIX + path, method.lower(), "responses", str(reply.status), "content", media)
    )
    assert media in declared["content"]
    validator = OAS31Validator({"$ref": f"api#/{pointer}/schema"}, registry=REGISTRY)
    assert [error.message for error in validator.iter_errors(reply.json)] == []
    return reply


def wish(active_days: int, **more: Any) -> dict[str, Any]:
    return {"progress_metrics": {"active_days": active_days}, **more}


def test_the_shipped_client_with_its_one_added_line(firebase: WholeFirebase, mira: RestClient) -> None:
    assert mira.token is not None
    shipped = {
        "user_id": uid_of(mira.token),
        "evolution_stage": "month",
        "progress_metrics": {
            "active_days": 42,
            "major_achievement": "ran 10k",
            "discovered_traits": ["curious"],
            "goals_completed": 1,
        },
    }
    reply = conforms(mira.post("/avatar/generate", shipped), "POST", "/avatar/generate")

    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.json["image_url"]
    assert datetime.fromisoformat(reply.json["generation_time"])
    assert reply.headers["content-location"] == f"{PREFIX}/avatar/{reply.json['avatar_id']}"
    assert reply.headers["retry-after"] == "2"

    listed = conforms(mira.get(f"/avatar/user/{shipped['user_id']}"), "GET", "/avatar/user/{user_id}")
    assert [one["avatar_id"] for one in listed.json] == [reply.json["avatar_id"]]

    for answer in (reply.json, *listed.json):
        read = flutter.library().call("GenerateAvatarResponse.fromJson", answer)
        assert read.fields["avatarId"] == answer["avatar_id"]
        assert read.fields["imageUrl"] == answer["image_url"]
        assert read.fields["generationTime"].isoformat() == answer["generation_time"]


def test_a_request_waits_as_it_prefers_and_is_the_same_when_it_is_repeated(mira: RestClient) -> None:
    first = mira.post("/avatar/generate", wish(42), Prefer="wait=30", Idempotency_Key="1")
    again = mira.post("/avatar/generate", wish(42), Prefer="wait=30", Idempotency_Key="1")

    assert first.json["status"] == "completed"
    assert first.headers["preference-applied"] == "wait=30"
    assert "retry-after" not in first.headers
    assert first.headers["ratelimit"].startswith('"user";r=2;t=')
    assert first.headers["ratelimit-policy"] == '"user";q=3;w=86400, "everybody";q=40;w=86400'
    assert (again.json["avatar_id"], again.json["cached"]) == (first.json["avatar_id"], True)
    assert "ratelimit" not in again.headers


def test_a_client_that_understands_202_is_told_where_the_picture_will_be(
    firebase: WholeFirebase, mira: RestClient
) -> None:
    reply = mira.post("/avatar/generate", wish(3), Prefer="respond-async")
    conforms(reply, "POST", "/avatar/generate")
    assert reply.status == 202
    assert reply.headers["preference-applied"] == "respond-async"
    firebase.settle()
    place = reply.headers["location"].removeprefix(PREFIX)
    found = conforms(mira.get(place), "GET", "/avatar/{avatar_id}")
    assert found.json["status"] == "completed"

    done = mira.post("/avatar/generate", wish(3), Prefer="respond-async")
    assert (done.status, "location" in done.headers) == (200, False)


def test_three_times_of_one_life(mira: RestClient) -> None:
    reply = mira.post("/avatar/trilogy", wish(10), Prefer="wait=40")
    conforms(reply, "POST", "/avatar/trilogy")
    assert {one["status"] for one in reply.json.values()} == {"completed"}
    assert reply.headers["ratelimit"].startswith('"user";r=0;')

    named = mira.post("/avatar/trilogy", wish(10, timeline="original"))
    assert named.problem["fields"].keys() == {"timeline"}


def test_several_are_made_and_one_is_kept(mira: RestClient) -> None:
    reply = mira.post("/avatar/generate", wish(42, variations=2), Prefer="wait=40")
    conforms(reply, "POST", "/avatar/generate")
    first, second = reply.json["avatars"]
    assert [one["status"] for one in (first, second)] == ["completed"] * 2
    assert (first["set"]["number"], second["set"]["number"], first["set"]["of"]) == (1, 2, 2)
    assert reply.headers["ratelimit"].startswith('"user";r=1;')

    path = "/avatar/{avatar_id}/choose-variation"
    kept = conforms(mira.post(path.format(avatar_id=second["avatar_id"]), {}), "POST", path)
    assert kept.json["set"] == {**second["set"], "expires_at": None}
    left = mira.get(f"/avatar/{first['avatar_id']}").json["set"]["expires_at"]
    assert left < first["set"]["expires_at"]

    quoted = conforms(mira.post("/avatar/quote", wish(42, variations=3)), "POST", "/avatar/quote")
    assert quoted.json["outcomes"] == ["own", "own", "queue"]
    refused = mira.post("/avatar/generate", wish(42, variations=4), Prefer="wait=1")
    assert refused.problem["reason"] == "user_daily_limit"


def test_a_list_is_read_page_by_page_along_its_links(mira: RestClient) -> None:
    assert mira.token is not None
    made = [mira.post("/avatar/generate", wish(day)).json["avatar_id"] for day in (1, 8, 20)]
    seen: list[str] = []
    address: str | None = f"/avatar/user/{uid_of(mira.token)}?page_size=2"
    while address is not None:
        page = mira.get(address)
        seen += [one["avatar_id"] for one in page.json]
        link = page.headers.get("link")
        assert link is None or link.endswith('>; rel="next"')
        address = None if link is None else link[1:].partition(">")[0].removeprefix(PREFIX)
    assert seen == made[::-1]

    counted = mira.get(f"/avatar/user/{uid_of(mira.token)}?page_size=2&count=true")
    assert counted.headers["x-total-count"] == "3"
    assert "count" not in counted.headers["link"]


def test_an_avatar_that_has_not_changed_is_not_sent_again(mira: RestClient) -> None:
    avatar_id = mira.post("/avatar/generate", wish(42), Prefer="wait=30").json["avatar_id"]
    first = mira.get(f"/avatar/{avatar_id}")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    assert "authorization" in first.headers["vary"].lower()

    for condition in (tag, f'"x", W/{tag}', "*"):
        same = mira.get(f"/avatar/{avatar_id}", If_None_Match=condition)
        assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
    assert mira.get(f"/avatar/{avatar_id}", If_None_Match='"x"').body == first.body

    head = mira.send("HEAD", f"/avatar/{avatar_id}")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", tag)


def test_acts_on_an_avatar(firebase: WholeFirebase, mira: RestClient) -> None:
    one, other = (
        mira.post("/avatar/generate", wish(day), Prefer="wait=30").json["avatar_id"] for day in (3, 42)
    )
    named = mira.send("PATCH", f"/avatar/{one}", {"name": "The brave one"})
    assert conforms(named, "PATCH", "/avatar/{avatar_id}").json["name"] == "The brave one"

    selected = mira.send("POST", f"/avatar/{one}/select")
    assert conforms(selected, "POST", "/avatar/{avatar_id}/select").json["avatar_id"] == one

    reel = conforms(mira.get("/avatar/reel"), "GET", "/avatar/reel")
    assert [stage["avatar_id"] for stage in reel.json["stages"]] == [one, other]

    change = mira.get(f"/avatar/evolution?earlier_avatar_id={one}&later_avatar_id={other}&locale=de")
    assert conforms(change, "GET", "/avatar/evolution").json["days"] == 39

    reported = mira.post(f"/avatar/{other}/report", {"reason": "looks_wrong", "note": "six fingers"})
    assert conforms(reported, "POST", "/avatar/{avatar_id}/report").json["image_path"] is None

    cancelled = mira.send("POST", f"/avatar/{one}/cancel")
    assert conforms(cancelled, "POST", "/avatar/{avatar_id}/cancel").json["status"] == "completed"

    for _ in range(2):
        deleted = mira.send("DELETE", f"/avatar/{one}")
        assert conforms(deleted, "DELETE", "/avatar/{avatar_id}").status == 204
        assert "content-type" not in deleted.headers
    gone = conforms(mira.get(f"/avatar/{one}"), "GET", "/avatar/{avatar_id}")
    assert gone.problem["reason"] == "not_found"


def test_an_album_and_what_apps_do_with_its_pictures(firebase: WholeFirebase, mira: RestClient) -> None:
    made = conforms(mira.post("/projects", {"name": "Family", "key": "key-00000001"}), "POST", "/projects")
    assert made.status == 201
    project_id = made.json["project_id"]
    assert mira.post("/projects", {"name": "Family", "key": "key-00000001"}).json == made.json
    one = mira.post("/avatar/generate", wish(3, project_id=project_id), Prefer="wait=30").json["avatar_id"]
    tagged = mira.send("PATCH", f"/avatar/{one}", {"tags": ["Brave", "brave"]})
    assert conforms(tagged, "PATCH", "/avatar/{avatar_id}").json["tags"] == ["brave"]

    me = uid_of(str(mira.token))
    found = mira.get(f"/avatar/user/{me}?project_id={project_id}&tag=Brave&style=daymi&count=true")
    assert [avatar["avatar_id"] for avatar in conforms(found, "GET", "/avatar/user/{user_id}").json] == [one]
    assert found.headers["x-total-count"] == "1"
    assert mira.get(f"/avatar/user/{me}?tag=odd").json == []

    renamed = mira.send("PATCH", f"/projects/{project_id}", {"name": "Friends", "note": "all of them"})
    assert conforms(renamed, "PATCH", "/projects/{project_id}").json["name"] == "Friends"
    listed = conforms(mira.get("/projects?count=true"), "GET", "/projects").json
    assert [(one["name"], one["avatars"]) for one in listed["projects"]] == [("Friends", 1)]

    used = mira.post(f"/avatar/{one}/uses", {"app": "photo-frame", "action": "shown"})
    assert conforms(used, "POST", "/avatar/{avatar_id}/uses").json["counts"] == {"shown": 1}
    uses = conforms(mira.get(f"/avatar/{one}/uses?summary=true"), "GET", "/avatar/{avatar_id}/uses").json
    assert (len(uses["uses"]), uses["summary"]["whole"]) == (1, True)

    assert mira.send("DELETE", f"/projects/{project_id}").problem["fields"].keys() == {"avatars"}
    for _ in range(2):
        gone = mira.send("DELETE", f"/projects/{project_id}?avatars=keep")
        assert conforms(gone, "DELETE", "/projects/{project_id}").json["status"] == "done"
    assert mira.get(f"/avatar/{one}").json["project_id"] is None
    refused = mira.post("/avatar/generate", wish(42, project_id=project_id))
    assert conforms(refused, "POST", "/avatar/generate").problem["reason"] == "project_not_found"
    refused = mira.send("PATCH", f"/projects/{project_id}", {"name": "mine"})
    assert conforms(refused, "PATCH", "/projects/{project_id}").problem["reason"] == "project_not_found"


def test_what_a_user_is_and_what_a_request_would_cost(mira: RestClient) -> None:
    before = conforms(mira.get("/me"), "GET", "/me")
    assert (before.json["latest"], before.json["allowance"]["remaining"]) == (None, 3)
    quoted = conforms(mira.post("/avatar/quote", wish(42)), "POST", "/avatar/quote")
    assert (quoted.json["outcome"], quoted.json["usage"]["user_remaining"]) == ("queue", 2)

    made = mira.post("/avatar/generate", wish(42), Prefer="wait=30").json["avatar_id"]
    after = conforms(mira.get("/me"), "GET", "/me")
    assert (after.json["latest"]["avatar_id"], after.json["allowance"]["used"]) == (made, 1)
    assert mira.get("/me", If_None_Match=after.headers["etag"]).status == 304
    assert mira.post("/avatar/quote", wish(42)).json["outcome"] == "own"


def test_a_picture_at_an_address(mira: RestClient) -> None:
    made = mira.post("/avatar/generate", wish(42), Prefer="wait=30").json["avatar_id"]
    path = f"/avatar/{made}/share"
    shared = conforms(mira.post(path, {"days": 7}), "POST", "/avatar/{avatar_id}/share").json
    assert conforms(mira.post(path, {}), "POST", "/avatar/{avatar_id}/share").json["slug"] == shared["slug"]
    listed = conforms(mira.get("/me/shares?page_size=1"), "GET", "/me/shares").json
    assert [one["share_id"] for one in listed["shares"]] == [shared["share_id"]]
    refused = conforms(mira.post(path, {"days": 366}), "POST", "/avatar/{avatar_id}/share")
    assert refused.problem["fields"].keys() == {"days"}
    for _ in range(2):
        revoked = mira.send("DELETE", f"/me/shares/{shared['share_id']}")
        assert conforms(revoked, "DELETE", "/me/shares/{share_id}").status == 204
    unknown = mira.send("DELETE", f"/me/shares/{NO_AVATAR}")
    assert conforms(unknown, "DELETE", "/me/shares/{share_id}").problem["reason"] == "not_found"


def test_consent_and_erasure(firebase: WholeFirebase, mira: RestClient) -> None:
    given = mira.send("PUT", "/me/photo-consent", {"granted": True, "version": "v1", "adult": True})
    assert conforms(given, "PUT", "/me/photo-consent").json["granted"] is True
    withdrawn = mira.send("PUT", "/me/photo-consent", {"granted": False, "version": "v1"})
    assert conforms(withdrawn, "PUT", "/me/photo-consent").json["pictures_deleted"] == 0

    assert mira.send("DELETE", "/me").problem["fields"].keys() == {"confirm"}
    erased = mira.send("DELETE", "/me?confirm=true")
    assert conforms(erased, "DELETE", "/me").json["status"] == "done"
    assert mira.get("/styles").problem["reason"] == "forbidden"
    assert mira.send("DELETE", "/me?confirm=true").json["status"] == "done"


def test_a_guest_becomes_a_user_and_their_device_goes_with_them(
    firebase: WholeFirebase, mira: RestClient
) -> None:
    guest = RestClient(mira.address, firebase.app.sign_in())
    assert guest.post("/avatar/generate", wish(42), Prefer="wait=30").json["status"] == "completed"
    device = guest.send("PUT", "/me/push", {"token": "a registration token"})
    assert conforms(device, "PUT", "/me/push").json["devices"] in (0, 1)

    merged = mira.post("/me/merge", {"anonymous_token": guest.token})
    assert (merged.status, conforms(merged, "POST", "/me/merge").json["avatars"]) == (200, 1)
    assert len(merged.json["moved"]) == 1
    assert guest.get("/styles").problem["reason"] == "forbidden"


def test_the_catalogue_and_the_health(unsigned: RestClient, mira: RestClient) -> None:
    styles = conforms(mira.get("/styles"), "GET", "/styles")
    assert {"daymi", "anime"} <= {one["id"] for one in styles.json["styles"]}
    health = conforms(unsigned.get("/health"), "GET", "/health")
    assert (health.json["status"], health.json["image_provider"]) == ("ok", "painter")


class TestRefusals:
    def test_unsigned_requests_are_asked_to_sign_in_before_anything_is_read(
        self, unsigned: RestClient
    ) -> None:
        for reply in (
            unsigned.post("/avatar/generate", wish(42)),
            unsigned.send("POST", "/avatar/generate", raw=b"{"),
            unsigned.get("/nothing"),
            unsigned.get(f"/avatar/{NO_AVATAR}", Authorization="Bearer e30.e30.e30"),
            unsigned.get(f"/avatar/{NO_AVATAR}", Authorization="Basic YWRhOmFkYQ=="),
        ):
            assert (reply.status, reply.problem["reason"]) == (401, "unauthenticated")
            assert reply.headers["www-authenticate"].startswith("Bearer ")

    def test_what_is_of_another_user_is_refused(self, mira: RestClient) -> None:
        assert mira.get("/avatar/user/somebody-else").problem["reason"] == "user_mismatch"
        refused = mira.post("/avatar/generate", wish(42, user_id="somebody-else"))
        assert (refused.status, refused.problem["reason"]) == (403, "user_mismatch")

    @pytest.mark.parametrize(
        ("method", "path", "status", "reason"),
        [
            ("GET", f"/avatar/{NO_AVATAR}", 404, "not_found"),
            ("GET", "/nothing", 404, "not_found"),
            ("GET", "/%ff%fe", 404, "not_found"),
            ("GET", "/avatar/", 404, "not_found"),
            ("GET", "/avatar/zz", 404, "not_found"),
            ("GET", "/avatar/generate", 405, "method_not_allowed"),
            ("DELETE", "/avatar/reel", 405, "method_not_allowed"),
            ("GET", "/avatar/user/me?page_size=0", 400, "invalid_request"),
            ("GET", "/avatar/reel?style=oil&x=%ff", 400, "invalid_request"),
            ("GET", "/avatar/reel", 404, "not_found"),
        ],
    )
    def test_an_address_that_leads_nowhere(
        self, mira: RestClient, method: str, path: str, status: int, reason: str
    ) -> None:
        reply = mira.send(method, path)
        assert (reply.status, reply.problem["reason"]) == (status, reason)

    def test_another_method_is_answered_with_those_that_there_are(self, mira: RestClient) -> None:
        reply = mira.send("PUT", f"/avatar/{NO_AVATAR}", {})
        assert reply.problem["reason"] == "method_not_allowed"
        assert {"GET", "HEAD", "DELETE"} <= set(reply.headers["allow"].split(", "))
        assert mira.send("PUT", "/me", {}).headers["allow"] == mira.send("POST", "/me", {}).headers["allow"]

    @pytest.mark.parametrize(
        ("raw", "kind", "status", "reason"),
        [
            (b"{", "application/json", 400, "invalid_request"),
            (b"[1]", "application/json", 400, "invalid_request"),
            (b"null", "application/json", 400, "invalid_request"),
            (b"1" * 5000, "application/json", 400, "invalid_request"),
            (b'{"progress_metrics": {"active_days": NaN}}', "application/json", 400, "invalid_request"),
            (b"[" * 50 + b"]" * 50, "application/json", 400, "invalid_request"),
            (("[" * 50).encode("utf-16"), "application/json", 400, "invalid_request"),
            ('{"a": 1}'.encode("utf-16-le"), "application/json", 400, "invalid_request"),
            (b"a=b", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
            (b'{"progress_metrics": {"active_days": 3}}', "text/plain", 415, "unsupported_media_type"),
            (b" " * 70_000, "application/json", 413, "body_too_large"),
        ],
    )
    def test_a_body_that_is_no_request(
        self, firebase: WholeFirebase, mira: RestClient, raw: bytes, kind: str, status: int, reason: str
    ) -> None:
        reply = mira.send("POST", "/avatar/generate", raw=raw, Content_Type=kind)
        conforms(reply, "POST", "/avatar/generate")
        assert (reply.status, reply.problem["reason"]) == (status, reason)
        assert firebase.documents == {}

    def test_a_field_that_is_wrong_is_named_and_not_repeated(self, mira: RestClient) -> None:
        secret = "my secret diary"
        refused = mira.post("/avatar/generate", {**wish(-1), "style": secret, secret: 1})
        assert refused.problem["fields"].keys() == {"progress_metrics.active_days", "style", secret}
        assert refused.problem["fields"][secret] == "unknown field"
        assert secret not in json.dumps(list(refused.problem["fields"].values()))

    def test_a_stage_that_is_not_earned(self, mira: RestClient) -> None:
        refused = mira.post("/avatar/generate", wish(3, evolution_stage="month"))
        assert (refused.status, refused.problem["needs_days"]) == (409, 30)

    def test_the_limit_of_a_day(self, mira: RestClient) -> None:
        for day in (1, 8, 20):
            assert mira.post("/avatar/generate", wish(day, allow_fallback=False)).status == 200
        refused = mira.post("/avatar/generate", wish(40, allow_fallback=False))
        conforms(refused, "POST", "/avatar/generate")
        assert (refused.status, refused.problem["reason"]) == (429, "user_daily_limit")
        assert 0 < int(refused.headers["retry-after"]) <= 86_400
        assert refused.headers["ratelimit"].startswith('"user";r=0;t=')
        assert mira.post("/avatar/generate", wish(40)).json["degraded"] is True


@pytest.mark.whole
def test_a_photo_is_an_avatar_as_it_is(firebase: WholeFirebase) -> None:
    token = firebase.account("own@example.com")
    mira, uid = RestClient(firebase.suite.addresses["hosting"], token), uid_of(token)
    refused = conforms(
        mira.post("/avatar/upload", {"reference_path": f"uploads/{uid}/1.jpg"}), "POST", "/avatar/upload"
    )
    assert refused.problem["reason"] == "consent_missing"
    mira.send("PUT", "/me/photo-consent", {"granted": True, "version": "v1", "adult": True})
    bucket = json.loads(os.environ["FIREBASE_CONFIG"])["storageBucket"]
    uploads = Uploads(firebase.suite.addresses["storage"], bucket)

    none = uploads.upload(SignedIn(uid, token), "none.jpg", b"\xff\xd8 not really")
    refused = conforms(mira.post("/avatar/upload", {"reference_path": none}), "POST", "/avatar/upload")
    assert (refused.status, refused.problem["reason"]) == (409, "photo_refused")
    photo = uploads.upload(SignedIn(uid, token), "me.jpg", PHOTO.read_bytes())
    own = conforms(
        mira.post("/avatar/upload", {"reference_path": photo, "name": "Me"}), "POST", "/avatar/upload"
    )
    assert (own.status, own.json["origin"], own.json["made_by"]) == (200, "upload", None)
    assert mira.post("/avatar/upload", {"reference_path": photo}).json == own.json
    listed = mira.get(f"/avatar/user/{uid}?origin=upload&count=true")
    assert (listed.json, listed.headers["X-Total-Count"]) == ([own.json], "1")
    assert mira.get(f"/avatar/user/{uid}?origin=progress").status == 400
    assert mira.get(f"/avatar/user/{uid}?origin=reference").json == []
    assert [one.name for one in firebase.suite.objects if one.name.startswith("uploads/")] == []


@pytest.mark.whole
def test_examples_of_the_document_are_accepted(firebase: WholeFirebase) -> None:
    unsendable = {"merge_account": {"anonymous_token"}, "upload_avatar": {"reference_path"}}
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            if "requestBody" not in operation:
                continue
            examples = operation["requestBody"]["content"]["application/json"]["examples"]
            for number, example in enumerate(examples.values()):
                token = firebase.account(f"{operation['operationId']}-{number}@example.com")
                client = RestClient(firebase.suite.addresses["hosting"], token)
                avatar_id = ""
                if "{avatar_id}" in path:
                    made = client.post("/avatar/generate", wish(42, variation=number), Prefer="wait=30")
                    avatar_id = made.json["avatar_id"]
                project_id = ""
                if "{project_id}" in path:
                    project_id = client.post("/projects", {"name": "Family"}).json["project_id"]
                address = path.removeprefix(PREFIX).format(avatar_id=avatar_id, project_id=project_id)
                reply = client.send(method.upper(), address, example["value"])
                if operation["operationId"] in unsendable:
                    assert reply.problem["fields"].keys() == unsendable[operation["operationId"]]
                else:
                    assert reply.status in (200, 201, 202), (operation["operationId"], reply.body)


@pytest.mark.whole
def test_a_day_by_rest_by_calls_and_mixed_ends_equally(firebase: WholeFirebase) -> None:
    """One user each: the same wishes, by either door, leave the same documents but for names and moments."""

    def by_rest(token: str, day: int) -> dict[str, Any]:
        reply = RestClient(firebase.suite.addresses["hosting"], token).post(
            "/avatar/generate", wish(day, character="zuri"), Prefer="wait=30"
        )
        return dict(reply.json)

    def by_call(token: str, day: int) -> dict[str, Any]:
        answer = firebase.app.generate(token, **days(day), character="zuri", wait_seconds=30)
        return dict(answer["result"])

    doors = {"rest": (by_rest,) * 4, "calls": (by_call,) * 4, "mixed": (by_rest, by_call, by_call, by_rest)}
    ends: dict[str, list[tuple[Any, ...]]] = {}
    for name, acts in doors.items():
        token = firebase.account(f"{name}@example.com")
        for act, day in zip(acts, (1, 8, 1, 20), strict=True):
            act(token, day)
        firebase.settle()
        uid = uid_of(token)
        usage = firebase.under(f"users/{uid}/usage/", 4)
        avatars = sorted(firebase.under(f"users/{uid}/avatars/", 4), key=lambda one: one["evolution_stage"])
        ends[name] = [
            (one["evolution_stage"], one["status"], one["recipe"]["character"], one["image_path"])
            for one in avatars
        ]
        assert len(usage) <= 1
    assert len({tuple(end) for end in ends.values()}) == 1
    assert len(ends["rest"]) == 3


def test_unsigned_calls_are_bounded_and_do_not_slow_the_signed() -> None:
    with whole_firebase(CALLS_PER_MINUTE="5") as firebase:
        unsigned = RestClient(firebase.suite.addresses["hosting"])
        statuses = [unsigned.get("/styles").status for _ in range(8)]
        assert statuses == [401] * 5 + [429] * 3
        assert [unsigned.get("/health").status for _ in range(6)] == [200] * 5 + [429]
        refused = unsigned.get("/health")
        assert (refused.status, refused.problem["reason"]) == (429, "rate_limited")
        assert int(refused.headers["retry-after"]) > 0
        expired = [unsigned.get("/styles", Authorization="Bearer e30.e30.e30").status for _ in range(7)]
        assert expired == [401] * 7, "an app renews its token at a 401"
        signed = RestClient(firebase.suite.addresses["hosting"], firebase.app.sign_in())
        assert [signed.get("/styles").status for _ in range(6)] == [200] * 5 + [429]


def test_an_app_check_token_that_is_not_asked_for_is_not_looked_at(mira: RestClient) -> None:
    assert mira.send("GET", "/me", X_Firebase_AppCheck="a.b.c").status == 200


def test_a_setting_that_is_refused_is_a_problem_with_its_reason() -> None:
    with whole_firebase(USER_DAILY_LIMIT="-5") as firebase:
        client = RestClient(firebase.suite.addresses["hosting"], firebase.app.sign_in())
        for path in ("/health", "/me"):
            assert client.get(path).problem["reason"] == "misconfigured"

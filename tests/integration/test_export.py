"""`export_my_data` on the embedded Firebase: made by the queue, streamed, fetched by a link that stops working."""

import io
import json
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.cloud import storage
from google.cloud.storage import Bucket

from embedded_firebase.storage.stored_object import StoredObject
from mirror_realm import bootstrap
from mirror_realm.adapters.export_files import CHUNK, StorageExports
from mirror_realm.adapters.storage_pictures import TOKEN
from mirror_realm.services.ports.exports import Sink
from mirror_realm.services.ports.runtime import Runtime
from tests.integration.app import days, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=6, of_file=True)


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(USER_DAILY_LIMIT="9") as running:
        yield running


def exported(firebase: WholeFirebase, token: str) -> dict[str, Any]:
    """Return the state of a new export once the queue has made it."""
    assert firebase.app.call("export_my_data", token)["result"]["status"] == "preparing"
    firebase.settle()
    state: dict[str, Any] = firebase.app.call("export_my_data", token, begin=False)["result"]
    return state


def opened(url: str) -> tuple[zipfile.ZipFile, Any]:
    with urllib.request.urlopen(url) as answer:
        return zipfile.ZipFile(io.BytesIO(answer.read())), answer.headers


def refused(url: str) -> int:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(url)
    refusal.value.close()
    return refusal.value.code


def files(firebase: WholeFirebase, uid: str) -> list[StoredObject]:
    return [one for one in firebase.suite.objects if one.name.startswith(f"people/{uid}/exports/")]


def scheduled(firebase: WholeFirebase) -> list[str]:
    """Return the names of the tasks whose time has not come."""
    return [
        state.task.identifier.rpartition("/")[2]
        for queue in firebase.suite.tasks.values()
        for state in queue.states()
    ]


def a_user(firebase: WholeFirebase, email: str) -> str:
    token = firebase.account(email)
    firebase.app.generate(token, **days(40), character="wren", wait_seconds=30)
    return token


def test_ones_data_comes_as_a_zip_by_a_link_that_needs_no_sign_in(firebase: WholeFirebase) -> None:
    token = a_user(firebase, "ada@example.com")

    state = exported(firebase, token)

    [file] = state["files"]
    archive, headers = opened(file["url"])
    assert archive.testzip() is None
    [avatar] = json.loads(archive.read("data/avatars.json"))
    assert archive.read(avatar["picture"]).startswith(b"\xff\xd8")
    assert (state["status"], file["pictures"]) == ("ready", 1)
    assert headers["Content-Type"] == "application/zip"
    assert file["name"] in headers["Content-Disposition"]
    assert headers["Cache-Control"] == "private, no-store"
    assert int(headers["Content-Length"]) == file["bytes"]
    assert state["gone_at"] > state["links_until"] > state["ready_at"]
    assert firebase.app.call("export_my_data", token)["result"]["files"] == state["files"]


def test_the_link_stops_working_after_an_hour_and_the_file_goes_after_a_day(firebase: WholeFirebase) -> None:
    token = a_user(firebase, "bo@example.com")
    [file] = exported(firebase, token)["files"]
    assert refused(file["url"].partition("&token=")[0]) == 403

    ending = [one for one in scheduled(firebase) if one.startswith("links-")]
    assert len(ending) == 1
    grow_older(firebase, uid_of(token), timedelta(hours=1), "link_until")
    firebase.run("reap")
    assert refused(file["url"]) == 403
    [again] = firebase.app.call("export_my_data", token, begin=False)["result"]["files"]
    assert opened(again["url"])[0].namelist()

    grow_older(firebase, uid_of(token), timedelta(days=1), "ready_at")
    firebase.run("reap")
    assert refused(again["url"]) in (403, 404)
    assert files(firebase, uid_of(token)) == []
    assert firebase.app.call("export_my_data", token, begin=False)["result"]["status"] == "gone"


def test_an_erasure_takes_it_and_refuses_another(firebase: WholeFirebase) -> None:
    token = a_user(firebase, "cy@example.com")
    [file] = exported(firebase, token)["files"]

    firebase.app.call("delete_my_data", token, confirm=True)

    assert refused(file["url"]) in (403, 404)
    assert files(firebase, uid_of(token)) == []
    for begin in (True, False):
        error = firebase.app.call("export_my_data", token, begin=begin)["error"]
        assert error["details"]["reason"] == "forbidden"


def test_a_wrong_field_is_refused_and_begins_nothing(firebase: WholeFirebase) -> None:
    token = firebase.account("di@example.com")

    for data in ({"begin": "later"}, {"user_id": "bo"}):
        error = firebase.app.call("export_my_data", token, **data)["error"]
        assert (error["details"]["reason"], list(error["details"]["fields"])) == (
            "invalid_request",
            list(data),
        )
    assert firebase.app.call("export_my_data", token, begin=False)["result"]["status"] == "none"


def test_a_zip_is_sent_in_chunks_and_one_that_fails_is_not_stored(
    firebase: WholeFirebase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_services", None)
    config = bootstrap.services().settings
    client = storage.Client(project=config.project)
    bucket: Bucket = client.bucket(config.bucket)
    zips = StorageExports(lambda: bucket, config.download_url, Runtime())
    sent: list[int] = []
    methods: list[str] = []
    request = client._http.request

    def noted(method: str, url: str, data: Any = None, **options: Any) -> Any:
        sent.append(len(data) if data is not None else 0)
        methods.append(method)
        return request(method, url, data=data, **options)

    monkeypatch.setattr(client._http, "request", noted)

    def two_chunks(sink: Sink) -> None:
        for _ in range(2):
            sink.write(bytes(CHUNK))
        sink.write(b"the end")

    whole = "people/eve/exports/x/whole.zip"
    assert zips.store(whole, "x.zip", two_chunks) == 2 * CHUNK + 7
    assert max(sent) <= CHUNK
    [stored] = files(firebase, "eve")
    first = zips.link(whole)
    assert first is not None
    assert first.endswith(f"token={stored.metadata[TOKEN]}")
    assert "PATCH" not in methods, "firebase-tools' Storage takes none"
    zips.unlink(whole)
    assert zips.link(whole) not in (None, first)

    def fails(sink: Sink) -> None:
        two_chunks(sink)
        raise OSError("the worker stops here")

    with pytest.raises(OSError, match="stops here"):
        zips.store("people/eve/exports/x/broken.zip", "x.zip", fails)
    assert [(one.name, len(one.data)) for one in files(firebase, "eve")] == [(whole, 2 * CHUNK + 7)]


def test_rest_answers_the_same(firebase: WholeFirebase) -> None:
    token = a_user(firebase, "flo@example.com")
    api = f"{firebase.suite.functions_url}/avatar_api/api/v1/me"

    def asked(path: str, method: str) -> tuple[int, Any]:
        request = urllib.request.Request(
            f"{api}{path}", method=method, headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())

    assert asked("/export", "GET")[1]["status"] == "none"
    assert asked("/export", "POST")[0] == 202
    firebase.settle()
    status, state = asked("/export", "GET")
    assert (status, state["status"], len(state["files"])) == (200, "ready", 1)
    stats = asked("/stats", "GET")[1]
    assert (stats["avatars"], stats["by_stage"]["month"], stats["by_style"]["daymi"]) == (1, 1, 1)
    assert stats == firebase.app.call("get_stats", token)["result"]


def grow_older(firebase: WholeFirebase, uid: str, by: timedelta, field: str) -> None:
    """Let a time of the export, and when it is due, be so long ago."""
    then = datetime.now(UTC) - timedelta(seconds=1)
    reference = firebase.client.document(f"users/{uid}/exports/current")
    changes = {field: then if field == "link_until" else then - by, "due_at": then}
    reference.update(changes)

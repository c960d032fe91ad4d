"""Export and import: what a suite held, another one holds."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from google.cloud import firestore, storage

from embedded_firebase import Suite
from embedded_firebase.state import StateUnreadable
from integration.conftest import HERE, SAMPLE_FUNCTIONS
from integration.http_client import send

ATTEMPTS = {
    "started": 1,
    "executed": 1,
    "first": "2026-01-01T00:00:00Z",
    "seconds_saved": 0.0,
    "last_status": 429,
    "last_reason": "RESOURCE_EXHAUSTED",
}
VALUES = {
    "integer": 2**62,
    "double": 1.5,
    "whole double": 2.0,
    "negative zero": -0.0,
    "infinity": float("inf"),
    "text": 'ünï\n"quoted"',
    "bytes": b"\x00\xff",
    "time": datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC),
    "nothing": None,
    "yes": True,
    "place": firestore.GeoPoint(48.2, 16.4),
    "list": [1, {"deep": [b"x"]}],
    "map": {"a.b": {"c": 1}},
}


def suite_on(folder: Path | None = None, project: str = "demo-project") -> Suite:
    return Suite(root=HERE, free_ports=True, functions=False, import_from=folder, project=project)


def sign_up(suite: Suite, **body: str) -> dict[str, str]:
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
    answer: dict[str, str] = send("POST", url, dict(body)).json
    return answer


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    with suite_on() as suite:
        client = firestore.Client(project=suite.project)
        client.document("a/b").set(VALUES)
        client.document("a/b/c/d").set({"reference": client.document("a/b")})
        client.close()
        named = firestore.Client(project=suite.project, database="second")
        named.document("x/y").set({"n": 1})
        named.close()
        bucket = storage.Client(project=suite.project).bucket("pictures")
        blob = bucket.blob("people/ann/me (1).jpg")
        blob.metadata = {"firebaseStorageDownloadTokens": "t"}
        blob.cache_control = "no-store"
        blob.upload_from_string(b"\xff\xd8jpeg", content_type="image/jpeg")
        sign_up(suite, email="ann@example.com", password="secret1")
        suite.export(folder)
    return folder


def test_documents_come_back_with_their_types(exported: Path) -> None:
    with suite_on(exported) as suite:
        client = firestore.Client(project=suite.project)
        found = client.document("a/b").get().to_dict()
        assert found == VALUES
        assert str(found["negative zero"]) == "-0.0"
        assert type(found["whole double"]) is float
        assert client.document("a/b/c/d").get().get("reference") == client.document("a/b")
        client.close()
        named = firestore.Client(project=suite.project, database="second")
        assert named.document("x/y").get().to_dict() == {"n": 1}
        named.close()


def test_files_come_back_with_their_links(exported: Path) -> None:
    with suite_on(exported) as suite:
        blob = storage.Client(project=suite.project).bucket("pictures").get_blob("people/ann/me (1).jpg")
        assert blob.download_as_bytes() == b"\xff\xd8jpeg"
        assert (blob.content_type, blob.cache_control) == ("image/jpeg", "no-store")
        link = f"http://{suite.addresses['storage']}/v0/b/pictures/o/people%2Fann%2Fme%20(1).jpg?alt=media&token=t"
        assert send("GET", link).body == b"\xff\xd8jpeg"


def test_people_can_sign_in_again(exported: Path) -> None:
    with suite_on(exported) as suite:
        url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any"
        assert send("POST", url, {"email": "ann@example.com", "password": "secret1"}).status == 200


def test_the_folder_can_be_read_by_people_and_holds_no_password(exported: Path) -> None:
    documents = json.loads((exported / "documents" / "(default).json").read_text())["documents"]
    assert documents[0]["fields"]["integer"] == {"integerValue": str(2**62)}
    assert [path.name for path in (exported / "files").iterdir()] == ["00001-me__1_.jpg"]
    assert "secret1" not in (exported / "accounts.json").read_text()


def test_an_import_may_go_into_another_project(exported: Path) -> None:
    with suite_on(exported, project="demo-other"):
        client = firestore.Client(project="demo-other")
        assert client.document("a/b").get().get("integer") == 2**62
        client.close()


def test_an_export_replaces_an_earlier_one_whole(exported: Path) -> None:
    with suite_on() as suite:
        suite.export(exported)
    assert json.loads((exported / "files.json").read_text()) == []
    assert [path.name for path in exported.parent.iterdir()] == ["export"]


def test_a_folder_that_is_no_export_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with suite_on() as suite, pytest.raises(StateUnreadable, match="nothing was written"):
        suite.export(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_what_is_no_export_is_not_imported(tmp_path: Path) -> None:
    with pytest.raises(StateUnreadable, match=r"no emulator\.json"), suite_on(tmp_path):
        pass


def with_functions(folder: Path | None = None) -> Suite:
    functions = SAMPLE_FUNCTIONS
    return Suite(root=HERE, free_ports=True, functions=functions, import_from=folder, retry_time_scale=1e-4)


def create_task(suite: Suite, name: str, body: bytes, time: str | None = None) -> None:
    parent = f"projects/{suite.project}/locations/us-central1/queues/remind"
    request = {
        "body": base64.b64encode(body).decode(),
        "headers": {"Content-Type": "application/json", "Authorization": "Bearer x"},
    }
    task = {"name": f"{parent}/tasks/{name}", "httpRequest": request, "scheduleTime": time}
    assert send("POST", f"http://{suite.addresses['tasks']}/{parent}/tasks", {"task": task}).status == 200


def test_pending_tasks_come_back_and_run_at_their_time(tmp_path: Path) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    with with_functions() as suite:
        create_task(suite, "done", b'{"data": {"text": "done"}}')
        suite.wait_idle()
        create_task(suite, "later", '{"data": {"text": "Grüße"}}'.encode(), later)
        create_task(suite, "bytes", b"\xff", later)
        suite.export(tmp_path / "export")
    file = tmp_path / "export" / "tasks.json"
    entries = json.loads(file.read_text())
    assert [(one["queue"], one["task"], one["schedule_time"]) for one in entries] == [
        ("remind", "later", later.replace("+00:00", "Z")),
        ("remind", "bytes", later.replace("+00:00", "Z")),
    ]
    assert (entries[0]["body"], entries[1]["body_base64"]) == ('{"data": {"text": "Grüße"}}', "/w==")
    entries[0] |= {"next_attempt": "2026-01-01T00:00:00Z", "attempts": {**ATTEMPTS}}
    entries += [{**entries[0], "queue": "unknown"}, entries[0]]  # both are left out
    file.write_text(json.dumps(entries))
    with with_functions(tmp_path / "export") as suite:
        suite.wait_idle()
        client = firestore.Client(project=suite.project)
        received = {
            note.get("data")["text"]: note.get("headers") for note in client.collection("notes").stream()
        }
        client.close()
        assert received["Grüße"]["X-Cloudtasks-Taskretrycount"] == "1"
        assert received["Grüße"]["Authorization"] == "Bearer x"
        (left,) = suite.tasks["us-central1", "remind"].states()
        assert (left.task.identifier, left.task.body) == ("bytes", b"\xff")


def test_an_export_of_before_there_were_tasks_is_imported(exported: Path) -> None:
    (exported / "tasks.json").unlink()
    with suite_on(exported) as suite:
        assert suite.tasks == {}

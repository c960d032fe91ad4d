"""docs/flutter.md's examples, sent as they stand to the embedded Firebase and compared with what it really says.

The app's classes are those of the page, evaluated by tests/docs/dart.py: Dart itself has not run them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import grpc
import pytest
from google.api_core.exceptions import PermissionDenied
from google.cloud import firestore

from demo.exchange import CallFailed
from embedded_firebase import Suite
from embedded_firebase.rules import FIRESTORE, STORAGE, Method, Ruleset
from tests.docs import entry_points, flutter
from tests.docs.dart import Instance, Snapshot
from tests.docs.day import Day
from tests.docs.likeness import differences
from tests.docs.page import ROOT
from tests.docs.person import Person, Phones, as_json
from tests.integration.app import post, uid_of
from tests.rules.acts import A_MEMBER, OWNER, FirestoreAct
from tests.rules.engines import Evaluator

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

RULES_KNOW = {
    "/settings/current": "document: users/{uid}/settings/current",
    "/progress/current": "document: users/{uid}/progress/current",
    "/avatarRequests/{today}-05": "document: users/{uid}/avatarRequests/{YYYYMMDD-NN}",
}

CHECKOUT = "document: customers/{uid}/checkout_sessions/{YYYYMMDD-NN}"

READ = [name for name in flutter.names("document") if name not in (*RULES_KNOW.values(), CHECKOUT)]
"""Documents that only the backend writes."""

PROVOKED = sorted(cells[0].strip("`") for cells in flutter.table("reason") if cells[1] != "in the document")


@pytest.fixture(scope="module")
def day() -> Iterator[Day]:
    settings = {
        "IMAGE_PROVIDER": "painter",
        "ANONYMOUS_DAILY_SHARE": "1.0",
    }  # guests make all of its pictures
    with Suite(root=ROOT, free_ports=True, settings=settings) as suite:
        channel = grpc.insecure_channel(suite.addresses["firestore"])
        database = firestore.Client(project=suite.project)
        yield Day(Phones(suite, channel), database)
        suite.wait_idle(60)
        database.close()
        channel.close()


@pytest.mark.parametrize("name", flutter.names("data"))
def test_a_documented_call_is_accepted(day: Day, name: str) -> None:
    assert "result" in day.sent(name)


@pytest.mark.parametrize("name", [*flutter.names("answer"), *flutter.names("error")])
def test_an_answer_is_as_documented(day: Day, name: str) -> None:
    real, person = day.told(name)

    assert differences(flutter.examples()[name], real, uid=person.uid, avatar=day.wished) == []


@pytest.mark.parametrize("name", [*flutter.names("part"), *READ])
def test_a_document_is_as_documented(day: Day, name: str) -> None:
    """A part shows some of the fields; what it shows is whole."""
    real, person = day.told(name)
    told = flutter.examples()[name]
    shown = {field: real[field] for field in told} if name.startswith("part: ") else real

    assert differences(told, shown, uid=person.uid, avatar=day.wished) == []


def test_a_finished_document_has_the_answers_fields_and_those_told_of(day: Day) -> None:
    real, _ = day.told("part: a finished avatar")

    told = flutter.examples()["answer: generate_avatar"].keys() - {
        "avatar_id",
        "usage",
        "name",
        "note",
        "tags",
        "project_id",
        "origin",
        "preset",
        "queue",
        "set",
    }
    assert real.keys() == told | flutter.kept_by_the_backend()


def test_a_finished_avatar_is_answered_as_the_answer_and_the_document_tell(day: Day) -> None:
    told = flutter.examples()["answer: generate_avatar"] | flutter.examples()["part: a finished avatar"]
    del told["usage"]

    assert differences(told, day.finished, uid=day.mira.uid, avatar={}) == []


@pytest.mark.parametrize("name", ["get_avatar", "select_avatar", "choose_variation", "cancel_avatar"])
def test_calls_on_one_avatar_answer_with_it(day: Day, name: str) -> None:
    answer = day.sent(f"data: {name}")["result"]

    assert answer == day.finished


def test_a_name_and_a_note_are_in_the_answer_and_in_the_document(day: Day) -> None:
    data = flutter.examples()["data: update_avatar"]

    answer = day.sent("data: update_avatar")["result"]

    stored = day.mira.snapshot(f"/avatars/{answer['avatar_id']}").fields
    for name in ("name", "note", "tags"):
        assert data[name] == answer[name] == as_json(stored)[name]


def test_a_reel_has_the_stages_from_first_to_latest(day: Day) -> None:
    stages = day.sent("data: evolution_reel")["result"]["stages"]

    assert [avatar["avatar_id"] for avatar in stages] == [day.earlier["avatar_id"], day.finished["avatar_id"]]


def test_what_is_deleted_is_gone(day: Day) -> None:
    deleted = day.sent("data: delete_avatar")["result"]["avatar_id"]

    answer = day.writer.call("get_avatar", {"avatar_id": deleted})

    assert answer["error"]["details"]["reason"] == "not_found"


def test_what_is_reported_is_shown_no_more_and_says_why(day: Day) -> None:
    _, before, after = day.reported

    assert after.keys() == before.keys() - {"usage"}
    assert after["error"]["reason"] == "look_hidden"
    assert after["image_url"] not in (None, before["image_url"])


@pytest.mark.parametrize("path", RULES_KNOW)
def test_a_documented_document_may_be_written(day: Day, path: str) -> None:
    _ = day.finished  # its look exists, so nothing is painted for the progress
    day.writer.write(_today(path), flutter.examples()[RULES_KNOW[path]])


def test_a_documented_checkout_session_may_be_made() -> None:
    documents = Ruleset.load(ROOT / "firestore.rules", FIRESTORE)
    storage = Ruleset.load(ROOT / "storage.rules", STORAGE)
    evaluator = Evaluator(documents, storage, datetime.now(UTC))
    path = f"customers/{OWNER}/checkout_sessions/{datetime.now(UTC):%Y%m%d}-00"
    act = FirestoreAct("as documented", True, Method.CREATE, path, A_MEMBER, flutter.examples()[CHECKOUT])
    assert evaluator.allows_firestore(act)


@pytest.mark.parametrize("path", RULES_KNOW)
@pytest.mark.parametrize("wrong", ["a double", "another field"])
def test_the_rules_are_as_strict_as_told(day: Day, path: str, wrong: str) -> None:
    data = _spoilt(flutter.examples()[RULES_KNOW[path]], wrong)

    with pytest.raises(PermissionDenied):
        day.sitter.write(_today(path), data)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/settings/current", {"character": None, "time_zone": None}),
        ("/progress/current", {"active_days": 42, "achievement_area": None}),
        ("/avatarRequests/{today}-07", {"progress_metrics": {"active_days": 42}, "character": None}),
    ],
)
def test_null_is_as_good_as_left_out(day: Day, path: str, data: dict[str, Any]) -> None:
    day.sitter.write(_today(path), data)


def test_a_wish_document_is_never_changed(day: Day) -> None:
    wish = flutter.examples()["document: users/{uid}/avatarRequests/{YYYYMMDD-NN}"]
    _ = day.trilogy  # its look exists
    day.writer.write(_today("/avatarRequests/{today}-06"), wish)

    with pytest.raises(PermissionDenied):
        day.writer.write(_today("/avatarRequests/{today}-06"), wish)


@pytest.mark.parametrize("name", ["_mine.jpg", "my face.jpg", "a" * 101])
def test_storage_refuses_these_names(day: Day, name: str) -> None:
    with pytest.raises(CallFailed) as refused:
        day.writer.upload(name, b"a photo")

    assert refused.value.status == 403


def test_storage_takes_a_name_once(day: Day) -> None:
    person = day.phones.somebody()
    person.call("record_photo_consent", flutter.examples()["data: record_photo_consent"])
    person.upload("me.2026-11-21.jpg", b"a photo")

    with pytest.raises(CallFailed) as refused:
        person.upload("me.2026-11-21.jpg", b"a photo")

    assert refused.value.status == 403


@dataclass(frozen=True)
class Reader(Person):
    """An app with a token of its own, which asks for the documents of somebody else."""

    of: str

    @property
    def uid(self) -> str:
        return self.of


@pytest.fixture(scope="module")
def reader(day: Day) -> Reader:
    """Return an app that reads Mira's avatars, with a token minted as the page says and renewed since."""
    (code,) = re.findall(r"```python\n(.*?)```", flutter.text(), re.DOTALL)
    made = {"uid": day.mira.uid}
    exec(code, made)
    auth = f"http://{day.phones.app.auth}"
    sign_in = f"{auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithCustomToken?key=any"
    token = made["token"]
    signed_in = post(sign_in, {"token": getattr(token, "decode", lambda: token)(), "returnSecureToken": True})
    renewal = {"grant_type": "refresh_token", "refresh_token": signed_in["refreshToken"]}
    renewed = post(f"{auth}/securetoken.googleapis.com/v1/token?key=any", renewal)
    assert uid_of(renewed["id_token"]) == made["reader"] != day.mira.uid
    return Reader(day.phones, renewed["id_token"], day.mira.uid)


def test_a_reader_is_shown_avatars(day: Day, reader: Reader) -> None:
    avatar_id = day.finished["avatar_id"]

    assert reader.snapshot(f"/avatars/{avatar_id}").fields["status"] == "completed"
    assert avatar_id in {_read(one).fields["avatarId"] for one in reader.newest("avatars", "created_at")}


def test_a_reader_gets_nothing_else(day: Day, reader: Reader) -> None:
    _ = day.finished
    for path in ("", "/usage/2026-11-20", "/settings/current", "/projects/one"):
        with pytest.raises(PermissionDenied):
            reader.snapshot(path)
    with pytest.raises(PermissionDenied):
        reader.newest("projects", "created_at")
    with pytest.raises(PermissionDenied):
        reader.write("/progress/current", {"active_days": 1})
    for name in sorted(entry_points.callables()):
        refused = reader.call(name, {})["error"]
        assert (refused["status"], refused["details"]["reason"]) == ("PERMISSION_DENIED", "read_only_token")


@pytest.mark.parametrize("reason", PROVOKED)
def test_a_refusal_is_as_the_table_says(day: Day, reason: str) -> None:
    cells = next(cells for cells in flutter.table("reason") if cells[0] == f"`{reason}`")

    error = day.error(reason)

    details = error["details"]
    beside = {one.strip("` ") for one in cells[3].split(",") if one}
    assert (details.pop("reason"), error["code"]) == (reason, cells[1])
    assert details.pop("retryable") == (cells[2] == "yes")
    assert details.keys() == beside


@pytest.mark.parametrize("reason", PROVOKED)
def test_the_apps_exception_reads_a_real_refusal(day: Day, reason: str) -> None:
    error = day.error(reason)

    read = flutter.library().call("Refusal.read", error["code"], error["message"], error["details"]).fields

    assert read["reason"] == reason
    assert read["retryable"] == error["details"]["retryable"]
    told = error["details"].get("resets_at")
    assert (read["resetsAt"].isoformat() if read["resetsAt"] else None) == told


def test_a_limit_is_http_429(day: Day) -> None:
    assert day.refused("user_daily_limit")["http"] == 429


def test_a_wish_taken_back_says_so_in_its_document(day: Day) -> None:
    avatar = day.cancelled()

    assert avatar["status"] == "failed"
    assert (avatar["error"]["reason"], avatar["error"]["retryable"]) == ("cancelled", True)


def _answers(day: Day) -> dict[str, dict[str, Any]]:
    """Avatars in every state."""
    return {
        "queued": day.wished,
        "completed": day.finished,
        "degraded": day.told("part: at a limit")[0],
        "failed": day.unusable_photo,
        "listed": day.sent("data: list_avatars")["result"]["avatars"][0],
        **day.trilogy,
    }


STATES = ("queued", "completed", "degraded", "failed", "listed", "original", "current", "future_2048")


@pytest.mark.parametrize("state", STATES)
def test_the_apps_class_reads_a_real_answer(day: Day, state: str) -> None:
    answer = _answers(day)[state]

    read = flutter.library().call("GenerateAvatarResponse.fromJson", answer)

    assert read.fields["imageUrl"] == answer["image_url"]
    assert read.fields["generationTime"].isoformat() == answer["generation_time"]


@pytest.mark.parametrize("state", STATES)
def test_the_class_to_grow_into_reads_a_real_answer(day: Day, state: str) -> None:
    answer = _answers(day)[state]

    read = flutter.library().call("Avatar.fromJson", answer)

    assert read.fields["status"].fields["name"] == answer["status"]
    assert (read.fields["error"] is None) == (answer["error"] is None)
    assert flutter.library().method(read, "isUnderWay") == (answer["status"] in ("queued", "generating"))


def test_a_snapshot_reads_as_the_answer_does(day: Day) -> None:
    """Timestamps here, text there: the same moment."""
    answer = day.degraded
    snapshot = day.trilogist.snapshot(f"/avatars/{answer['avatar_id']}")

    assert _read(snapshot) == flutter.library().call("Avatar.fromJson", answer)


def test_a_listener_is_shown_the_newest_first(day: Day) -> None:
    hers = {day.earlier["avatar_id"], day.finished["avatar_id"]}

    shown = [_read(snapshot).fields for snapshot in day.mira.newest("avatars", "created_at")]

    moments = [fields["createdAt"] for fields in shown]
    assert hers <= {fields["avatarId"] for fields in shown}
    assert moments == sorted(moments, reverse=True)


def test_what_the_apps_request_sends_is_accepted(day: Day) -> None:
    library = flutter.library()
    metrics = library.new(
        "ProgressMetrics", activeDays=42, majorAchievement=None, discoveredTraits=["brave"], goalsCompleted=0
    )
    request = library.new(
        "GenerateAvatarRequest",
        userId=day.trilogist.uid,
        evolutionStage="month",
        progressMetrics=metrics,
        baseImageUrl=None,
    )

    answer = day.trilogist.call("generate_avatar", library.method(request, "toJson"))

    assert "result" in answer


def _read(snapshot: Snapshot) -> Instance:
    read: Instance = flutter.library().call("Avatar.fromSnapshot", snapshot)
    return read


def _today(path: str) -> str:
    return path.replace("{today}", f"{datetime.now(UTC):%Y%m%d}")


def _spoilt(data: dict[str, Any], wrong: str) -> dict[str, Any]:
    inner = data.get("progress_metrics", data)
    spoilt: dict[str, dict[str, Any]] = {
        "a double": {"active_days": 42.0},
        "another field": {"mood": "good"},
    }
    changed = {**inner, **spoilt[wrong]}
    return {**data, "progress_metrics": changed} if "progress_metrics" in data else changed

"""Handle events of Storage that are early, late, repeated or of no known user; they change nothing else."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cloudevents.http import CloudEvent
from hypothesis import strategies as st

from embedded_firebase.functions.hosted import ObjectTrigger
from tests.fuzz import hostile
from tests.fuzz.firebase import FuzzedFirebase
from tests.fuzz.runs import FEW, MANY, fuzz
from tests.soak.soaking import Tell

PHOTO = {
    "kind": "storage#object",
    "id": "bucket/uploads/ada/me.jpg/1795176000000000",
    "name": "uploads/ada/me.jpg",
    "bucket": "bucket",
    "generation": "1795176000000000",
    "metageneration": "1",
    "contentType": "image/jpeg",
    "cacheControl": "public, max-age=31536000",
    "timeCreated": "2026-11-20T12:00:00.000Z",
    "updated": "2026-11-20T12:00:00.000Z",
    "storageClass": "STANDARD",
    "size": "4",
    "md5Hash": "1B2M2Y8AsgTpgAmY7PhCfg==",
    "metadata": {"firebaseStorageDownloadTokens": "a-token"},
}

FUNCTIONS = ("count_upload", "release_upload")
names = st.sampled_from(
    [
        *("uploads/ada/me.jpg", "uploads/ada/other.jpg", "uploads/zoe/me.jpg", "uploads/nobody/me.jpg"),
        *("uploads/../me.jpg", "uploads/__ada__/me.jpg", "uploads/ada", "uploads//me.jpg", "uploads/a/b/c"),
        *(f"uploads/{'x' * 1500}/me.jpg", "uploads/\N{GRINNING FACE}/\x00", "shared/k/r-1-1/1024.jpg", ""),
    ]
)
generations = st.integers(0, 2**64).map(str)
times = st.datetimes().map(lambda one: f"{one.isoformat(timespec='milliseconds')}Z")
plausible = st.fixed_dictionaries({"name": names, "generation": generations, "timeCreated": times}).map(
    lambda drawn: {**PHOTO, **drawn}
)
bodies = st.one_of(plausible, plausible, plausible.flatmap(hostile.mutated), hostile.mutated(PHOTO)).map(
    lambda body: {**PHOTO, **body} if isinstance(body, dict) else PHOTO
)


def deliver(firebase: FuzzedFirebase, function: str, body: dict[str, Any], *, late: bool) -> bool:
    """Hands the function the event as the platform does; returns whether it is done with it."""
    hosted = firebase.suite.host.functions[function]
    assert isinstance(hosted.trigger, ObjectTrigger)
    at = datetime.now(UTC) - timedelta(hours=23 * late)
    attributes = {
        "id": str(uuid.uuid4()),
        "type": hosted.trigger.event_type,
        "source": f"//storage.googleapis.com/projects/_/buckets/{hosted.trigger.bucket}",
        "time": at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    try:
        hosted.call(CloudEvent(attributes, json.loads(json.dumps(body))))
    except Exception as error:
        # The suite has loaded the codebase for itself, so this is not the class of that name here.
        if type(error).__name__ != "Undelivered":
            raise
        return False
    finally:
        firebase.settle()
    return True


def counted(firebase: FuzzedFirebase, drawn: tuple[dict[str, Any], int]) -> None:
    """Check that a senseless event is redelivered, then stored, and changes no more than a count of uploads."""
    body, times = drawn
    for function in FUNCTIONS:
        before = firebase.stored()
        for _ in range(times):
            deliver(firebase, function, body, late=False)
        late = deliver(firebase, function, body, late=True)
        assert late, "an event that is half an hour old does not come again"
        touched = {name for name, _ in before.items() ^ firebase.stored().items()}
        counts = {name for name in touched if name.startswith("users/") and name.endswith("/uploads/current")}
        gone = {name for name in touched if "/uploads/" in name and not name.startswith("users/")}
        aside = {name for name in touched if name.startswith("dead_letters/")}
        assert len(counts) <= 1
        assert touched == counts | gone | aside
        for name in aside:
            firebase.client.document(name).delete()


def fuzz_uploads(firebase: FuzzedFirebase, inputs: int) -> int:
    return fuzz(st.tuples(bodies, st.integers(1, 2)), lambda drawn: counted(firebase, drawn), inputs)


def test_every_trigger_of_files_is_fuzzed(firebase: FuzzedFirebase) -> None:
    hosted = firebase.suite.host.functions.values()
    assert sorted(one.name for one in hosted if isinstance(one.trigger, ObjectTrigger)) == sorted(FUNCTIONS)


def test_what_storage_reports_is_dealt_with(firebase: FuzzedFirebase, record_property: Tell) -> None:
    record_property("fuzzed", ("files", fuzz_uploads(firebase, 2 * FEW)))


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_what_storage_reports_is_dealt_with_at_length(
    firebase: FuzzedFirebase, record_property: Tell
) -> None:
    record_property("fuzzed", ("files", fuzz_uploads(firebase, MANY)))

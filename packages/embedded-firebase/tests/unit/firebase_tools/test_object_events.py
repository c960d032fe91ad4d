"""Events of files beside those of firebase-tools: the same fields, each of the same kind.

The fields are those of `CloudStorageObjectMetadata` in firebase-tools 15.34.2, lib/emulator/storage/metadata.js, which
`dispatch` in lib/emulator/storage/cloudFunctions.js sends as the data of a CloudEvent. Where the package is installed
beside these tests, they are compared with its source, too.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from firebase_functions import core, storage_fn

from embedded_firebase.functions.hosted import ObjectTrigger
from embedded_firebase.functions.object_events import object_event_of
from embedded_firebase.storage import ObjectChange
from embedded_firebase.storage.stored_object import StoredObject

Operation = Literal["finalized", "deleted", "metadataUpdated"]

VERSION = "15.34.2"
INSTALLED = Path(__file__).parents[5] / "tests" / "e2e" / "node_modules" / "firebase-tools"

WHOLE = r"[0-9]+"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
TEXT = r".+"
DIGEST = r"[A-Za-z0-9+/]+=*"

ALWAYS = {
    "kind": "storage#object",
    "id": r"bucket/a b\.jpg/[0-9]+",
    "name": r"a b\.jpg",
    "bucket": "bucket",
    "generation": WHOLE,
    "metageneration": WHOLE,
    "contentType": "image/jpeg",
    "timeCreated": TIME,
    "updated": TIME,
    "timeStorageClassUpdated": TIME,
    "storageClass": "STANDARD",
    "size": WHOLE,
    "md5Hash": DIGEST,
    "crc32c": DIGEST,
    "etag": TEXT,
    "selfLink": r"https?://[^/]+/storage/v1/b/bucket/o/a%20b\.jpg",
    "mediaLink": r"https?://[^/]+/download/storage/v1/b/bucket/o/a%20b\.jpg\?generation=[0-9]+&alt=media",
}
"""Fields that every event has there: all of them strings, 64-bit numbers and times too."""

SET = {
    "contentLanguage": "de",
    "cacheControl": "private",
    "contentDisposition": "inline",
    "contentEncoding": "gzip",
    "customTime": "2026-11-20T12:00:00.000Z",
}
"""Fields that it has where they are set."""

OURS = {"timeFinalized", "timeDeleted", "componentCount"}
"""Fields that Storage sends and firebase-tools does not."""

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOKEN = {"firebaseStorageDownloadTokens": "a-token"}


def stored(**given: Any) -> StoredObject:
    return StoredObject(
        bucket="bucket",
        name="a b.jpg",
        data=b"four",
        generation=1_700_000_000_000_001,
        metageneration=1,
        created=AT,
        updated=AT,
        content_type="image/jpeg",
        crc32c="AAAAAA==",
        md5_hash="1B2M2Y8AsgTpgAmY7PhCfg==",
        **given,
    )


def payload(operation: Operation, **given: Any) -> dict[str, Any]:
    event = object_event_of(ObjectChange(operation, stored(**given), AT))
    data: dict[str, Any] = json.loads(event.payload)
    return data


@pytest.mark.parametrize("operation", ["finalized", "deleted", "metadataUpdated"])
def test_every_field_of_theirs_is_there_and_of_the_same_kind(operation: Operation) -> None:
    data = payload(operation)
    for name, form in ALWAYS.items():
        assert isinstance(data[name], str), name
        assert re.fullmatch(form, data[name]), (name, data[name])
    assert data.keys() - ALWAYS.keys() <= OURS


def test_what_is_set_is_sent_as_it_is_and_what_is_not_is_absent() -> None:
    data = payload("finalized", settings=SET, metadata=TOKEN)
    assert {name: data[name] for name in SET} == SET
    assert data["metadata"] == TOKEN
    assert not payload("finalized").keys() & {*SET, "metadata"}


@pytest.mark.parametrize("operation", ["finalized", "deleted"])
def test_a_function_reads_what_it_is_sent(operation: Operation) -> None:
    """By firebase-functions' own reading, as the decorated function gets it."""
    read: list[core.CloudEvent[storage_fn.StorageObjectData]] = []
    declared: dict[str, Any] = {
        "finalized": storage_fn.on_object_finalized,
        "deleted": storage_fn.on_object_deleted,
    }
    function = declared[operation](bucket="bucket")(read.append)
    trigger = ObjectTrigger(f"google.cloud.storage.object.v1.{operation}", operation, "bucket", retry=True)
    event = object_event_of(ObjectChange(operation, stored(settings=SET, metadata=TOKEN), AT))
    function(event.as_cloud_event(trigger))
    (one,) = read
    data = one.data
    assert (data.name, data.bucket, str(data.generation)) == ("a b.jpg", "bucket", "1700000000000001")
    assert (str(data.time_created), str(data.size)) == ("2026-11-20T12:00:00.000Z", "4")
    assert data.cache_control == "private"
    assert data.metadata == TOKEN


@pytest.mark.skipif(not INSTALLED.exists(), reason="firebase-tools is not installed here")
def test_these_are_the_fields_in_their_source() -> None:
    installed = json.loads((INSTALLED / "package.json").read_text())
    source = (INSTALLED / "lib" / "emulator" / "storage" / "metadata.js").read_text()
    written = source.partition("class CloudStorageObjectMetadata")[2].partition("\nexports.")[0]
    assert installed["version"] == VERSION
    assert set(re.findall(r"this\.(\w+) =", written)) == {*ALWAYS, *SET, "metadata"}
    strings = set(re.findall(r"this\.(\w+) = metadata\.\w+\.toString\(\)", written))
    assert strings == {"generation", "metageneration", "size"}

"""Document events as the platform sends them: binary CloudEvents that carry `DocumentEventData` as protobuf.

Attributes: https://cloud.google.com/eventarc/docs/workflows/cloudevents; payload:
https://github.com/googleapis/google-cloudevents/tree/main/proto/google/events/cloud/firestore/v1
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cloudevents.http import CloudEvent, from_http
from google.events.cloud.firestore import DocumentEventData

from embedded_firebase.firestore import Caller, Change
from embedded_firebase.functions.hosted import DocumentTrigger

LOCATION = "nam5"
"""The location that events name for the emulated databases."""

_NAME = re.compile(r"projects/([^/]+)/databases/([^/]+)/documents/(.+)", re.DOTALL)


@dataclass(frozen=True)
class DocumentEvent:
    """One change of one document, that functions may be called for."""

    identifier: str
    """The same for every delivery of the event, so that functions can detect a duplicate."""
    operation: str
    """`created`, `updated` or `deleted`."""
    project: str
    database: str
    path: str
    """The document's path in its database."""
    time: str
    """When it was committed, RFC 3339."""
    auth_type: str
    auth_id: str
    payload: bytes = field(repr=False)
    """`DocumentEventData`, serialized."""

    def as_cloud_event(self, trigger: DocumentTrigger) -> CloudEvent:
        """Return the event as the decorated function takes it, made from an HTTP request in binary mode."""
        headers = {
            "content-type": "application/protobuf",
            "ce-specversion": "1.0",
            "ce-id": self.identifier,
            "ce-type": trigger.event_type,
            "ce-time": self.time,
            "ce-source": f"//firestore.googleapis.com/projects/{self.project}/databases/{self.database}",
            "ce-subject": f"documents/{self.path}",
            "ce-dataschema": "https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/"
            "cloud/firestore/v1/data.proto",
            "ce-datacontenttype": "application/protobuf",
            "ce-project": self.project,
            "ce-database": self.database,
            "ce-namespace": "(default)",
            "ce-location": LOCATION,
            "ce-document": self.path,
        }
        if trigger.with_auth_context:
            headers |= {"ce-authtype": self.auth_type, "ce-authid": self.auth_id}
        return from_http(headers, self.payload)


def asks_for(trigger: DocumentTrigger, change: Change, project: str) -> bool:
    """Return whether a trigger is about a change of this kind to this document of the project."""
    operation = "created" if change.before is None else "deleted" if change.after is None else "updated"
    matched = _NAME.fullmatch(change.name)
    return (
        matched is not None
        and matched[1] == project
        and trigger.operation in (operation, "written")
        and trigger.database == matched[2]
        and trigger.matches(matched[3])
    )


def event_of(change: Change) -> DocumentEvent:
    """Return the event of a change."""
    matched = _NAME.fullmatch(change.name)
    if matched is None:
        raise ValueError(f"not the name of a document: {change.name}")
    before, after = change.before, change.after
    data = DocumentEventData.pb(DocumentEventData())
    if after is not None:
        data.value.MergeFromString(after.SerializeToString())
    if before is not None:
        data.old_value.MergeFromString(before.SerializeToString())
    if before is not None and after is not None:
        data.update_mask.field_paths.extend(_differences(before.fields, after.fields))
    auth_type, auth_id = _principal(change.caller, matched[1])
    return DocumentEvent(
        identifier=str(uuid.uuid4()),
        operation="created" if before is None else "deleted" if after is None else "updated",
        project=matched[1],
        database=matched[2],
        path=matched[3],
        time=change.commit_time.isoformat().replace("+00:00", "Z"),
        auth_type=auth_type,
        auth_id=auth_id,
        payload=data.SerializeToString(),
    )


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of the fields that differ, down into maps.

    Values are compared by their bytes: unlike `==`, this distinguishes 1 from 1.0 and treats NaN as equal to itself.
    """
    for name in sorted(set(old) | set(new)):
        if name not in old or name not in new:
            yield _quoted(name)
        elif old[name].SerializeToString(deterministic=True) != new[name].SerializeToString(
            deterministic=True
        ):
            both_maps = (
                old[name].WhichOneof("value_type") == new[name].WhichOneof("value_type") == "map_value"
            )
            inner = (
                list(_differences(old[name].map_value.fields, new[name].map_value.fields))
                if both_maps
                else []
            )
            yield from (f"{_quoted(name)}.{path}" for path in inner) if inner else (_quoted(name),)


def _quoted(name: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*", name):
        return name
    escaped = name.replace("\\", "\\\\").replace("`", "\\`")
    return f"`{escaped}`"


def _principal(caller: Caller, project: str) -> tuple[str, str]:
    """Return (type, id) of the writer, as `AuthEvent` names them: it has no type of its own for users."""
    if caller.is_server:
        return "service_account", f"firebase-adminsdk@{project}.iam.gserviceaccount.com"
    return ("unknown", caller.uid) if caller.uid else ("unauthenticated", "")

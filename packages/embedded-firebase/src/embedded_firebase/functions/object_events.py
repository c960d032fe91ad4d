"""Object events as the platform sends them: binary CloudEvents that carry `StorageObjectData` as JSON.

Attributes: https://cloud.google.com/eventarc/docs/workflows/cloudevents; payload:
https://github.com/googleapis/google-cloudevents/tree/main/proto/google/events/cloud/storage/v1
"""

import json
import uuid
from dataclasses import dataclass, field

from cloudevents.http import CloudEvent, from_http

from embedded_firebase.functions.hosted import ObjectTrigger
from embedded_firebase.storage import ObjectChange, object_resource

SERVICE_URL = "https://www.googleapis.com"
"""Where the links in a payload point, as in production: the emulator has no address of its own to give there."""


@dataclass(frozen=True)
class ObjectEvent:
    """One change of one object, that functions may be called for."""

    identifier: str
    """The same for every delivery of the event, so that functions can detect a duplicate."""
    operation: str
    """`finalized`, `deleted` or `metadataUpdated`."""
    bucket: str
    name: str
    time: str
    """When it happened: RFC 3339, always with microseconds, which firebase-functions insists on."""
    payload: bytes = field(repr=False)
    """`StorageObjectData`: the resource of the JSON API, 64-bit numbers as strings."""

    @property
    def path(self) -> str:
        """The object as `{bucket}/{name}`, for the record of deliveries."""
        return f"{self.bucket}/{self.name}"

    def as_cloud_event(self, trigger: ObjectTrigger) -> CloudEvent:
        """Return the event as the decorated function takes it, made from an HTTP request in binary mode."""
        headers = {
            "content-type": "application/json",
            "ce-specversion": "1.0",
            "ce-id": self.identifier,
            "ce-type": trigger.event_type,
            "ce-time": self.time,
            "ce-source": f"//storage.googleapis.com/projects/_/buckets/{self.bucket}",
            "ce-subject": f"objects/{self.name}",
            "ce-bucket": self.bucket,
        }
        return from_http(headers, self.payload)


def object_event_of(change: ObjectChange) -> ObjectEvent:
    """Return the event of a change."""
    time = change.time.isoformat(timespec="microseconds").replace("+00:00", "Z")
    resource = object_resource(change.stored, SERVICE_URL)
    if change.operation == "deleted":
        resource["timeDeleted"] = time
    return ObjectEvent(
        identifier=str(uuid.uuid4()),
        operation=change.operation,
        bucket=change.stored.bucket,
        name=change.stored.name,
        time=time,
        payload=json.dumps(resource).encode(),
    )


def asks_for_object(trigger: ObjectTrigger, change: ObjectChange) -> bool:
    """Return whether a trigger is about a change of this kind in this bucket."""
    return trigger.operation == change.operation and trigger.bucket == change.stored.bucket

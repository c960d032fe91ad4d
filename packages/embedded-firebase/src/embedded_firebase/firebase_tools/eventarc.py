"""Triggers of firebase-tools' functions emulator: it registers them here and receives CloudEvents.

The calls are those that firebase-tools makes on Google's emulator: `POST .../eventarcTrigger` with the event
type and a document pattern; events go to the functions emulator with a base64 body, as it expects them.
"""

from __future__ import annotations

import base64
import http.client
import itertools
import json
import logging
import re
import secrets
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from google.events.cloud.firestore import (
    DocumentEventData,
)

from embedded_firebase.firestore.changes import Change
from embedded_firebase.firestore.server import FirestoreEmulator
from embedded_firebase.firestore.wire.http1 import HttpRequest, HttpResponse, HttpRoute

DELIVERY_SECONDS = 540
"""The longest an event function may take."""

ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 0.25

_NAME = re.compile(r"projects/([^/]+)/databases/([^/]+)/documents/(.+)")
_WITH_AUTH = ".withAuthContext"
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EventarcTrigger:
    """A registered trigger."""

    id: str
    project: str
    database: str
    event_type: str
    """Such as `google.cloud.firestore.document.v1.created`, with or without `.withAuthContext`."""
    document: re.Pattern[str]

    @property
    def operation(self) -> str:
        return self.event_type.removesuffix(_WITH_AUTH).rpartition(".")[2]

    @property
    def with_auth_context(self) -> bool:
        return self.event_type.endswith(_WITH_AUTH)

    def asks_for(self, project: str, database: str, path: str, operation: str) -> bool:
        return (
            (self.project, self.database) == (project, database)
            and self.operation in ("written", operation)
            and self.document.fullmatch(path) is not None
        )


class EventarcDelivery:
    """Registers triggers on an emulator's port and delivers its changes to the functions emulator."""

    def __init__(self, emulator: FirestoreEmulator, functions_emulator: str) -> None:
        self._functions_emulator = functions_emulator
        self._triggers: dict[str, EventarcTrigger] = {}
        self._instance = secrets.token_hex(4)
        self._numbers = itertools.count(1)
        self._stopped = threading.Event()
        self._workers = ThreadPoolExecutor(8, thread_name_prefix="eventarc-delivery")
        emulator.add_http(
            HttpRoute("POST", r"/emulator/v1/projects/(?P<project>[^/:]+)/eventarcTrigger", self._register)
        )
        emulator.on_commit(self._on_commit)

    def stop(self) -> None:
        """Cancel the deliveries that have not begun."""
        self._stopped.set()
        self._workers.shutdown(cancel_futures=True)

    def _register(self, request: HttpRequest) -> HttpResponse:
        document = request.json()
        if isinstance(document, str):
            document = json.loads(document)
        identifier = parse_qs(request.query).get("eventarcTriggerId", [""])[0]
        if not isinstance(document, dict) or not identifier:
            raise ValueError("an eventarcTriggerId and a trigger are needed")
        self._triggers[identifier] = EventarcTrigger(
            identifier,
            request.captures["project"],
            document.get("database", "(default)"),
            str(document.get("eventType")),
            compile_pattern(str((document.get("document") or {}).get("value", "**"))),
        )
        return HttpResponse.of_json({})

    def _on_commit(self, changes: Sequence[Change]) -> None:
        for change in changes:
            match = _NAME.fullmatch(change.name)
            if match is None:
                continue
            project, database, path = match.groups()
            operation = (
                "created" if change.before is None else "deleted" if change.after is None else "updated"
            )
            for trigger in list(self._triggers.values()):
                if trigger.asks_for(project, database, path, operation):
                    self._workers.submit(self._deliver, trigger, self._headers(trigger, change, path), change)

    def _headers(self, trigger: EventarcTrigger, change: Change, path: str) -> dict[str, str]:
        headers = {
            "content-type": "application/protobuf",
            "ce-specversion": "1.0",
            "ce-id": f"{self._instance}-{next(self._numbers)}",
            "ce-type": trigger.event_type,
            "ce-time": change.commit_time.isoformat().replace("+00:00", "Z"),
            "ce-source": f"//firestore.googleapis.com/projects/{trigger.project}/databases/{trigger.database}",
            "ce-subject": f"documents/{path}",
            "ce-project": trigger.project,
            "ce-database": trigger.database,
            "ce-namespace": "(default)",
            "ce-location": "nam5",
            "ce-document": path,
            "ce-datacontenttype": "application/protobuf",
        }
        if trigger.with_auth_context:
            uid = change.caller.uid
            headers["ce-authtype"] = (
                "system" if change.caller.is_server else "app_user" if uid else "unauthenticated"
            )
            headers["ce-authid"] = uid or ""
        return headers

    def _deliver(self, trigger: EventarcTrigger, headers: Mapping[str, str], change: Change) -> None:
        body = base64.b64encode(event_data(change))
        path = f"/functions/projects/{trigger.project}/triggers/{trigger.id}"
        for attempt in range(ATTEMPTS):
            if self._stopped.wait(FIRST_PAUSE_SECONDS * 2**attempt if attempt else 0):
                return
            try:
                if self._post(path, body, headers) < 500:
                    return
            except OSError as error:
                _logger.info("trigger %s: %s", trigger.id, error)
        _logger.warning("trigger %s: gave up event %s", trigger.id, headers["ce-id"])

    def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        address = urlsplit(f"//{self._functions_emulator}")
        connection = http.client.HTTPConnection(
            address.hostname or "", address.port, timeout=DELIVERY_SECONDS
        )
        try:
            connection.request("POST", path, body, dict(headers))
            response = connection.getresponse()
            response.read()
            return response.status
        finally:
            connection.close()


def event_data(change: Change) -> bytes:
    """Return the change as serialized `DocumentEventData`; stored and event documents share their wire format."""
    event = DocumentEventData.pb()()
    if change.after is not None:
        event.value.MergeFromString(change.after.SerializeToString())
    if change.before is not None:
        event.old_value.MergeFromString(change.before.SerializeToString())
    serialized: bytes = event.SerializeToString()
    return serialized


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a trigger's document pattern: `{name}` and `*` match one segment, `{name=**}` and `**` any number."""
    segments = []
    for segment in pattern.split("/"):
        if segment == "**" or segment.endswith("=**}"):
            segments.append(".+")
        elif segment == "*" or segment.startswith("{"):
            segments.append("[^/]+")
        else:
            segments.append(re.escape(segment))
    return re.compile("/".join(segments))

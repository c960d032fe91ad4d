"""Events for firebase-tools' functions emulator: registration, delivery, repetition."""

from __future__ import annotations

import base64
import json
import queue
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from google.events.cloud.firestore import DocumentEventData

from conformance.world import World
from embedded_firebase.firebase_tools.eventarc import EventarcDelivery, compile_pattern
from embedded_firebase.firestore import FirestoreEmulator

Delivered = tuple[str, dict[str, str], Any]


class FunctionsEmulator(ThreadingHTTPServer):
    """Takes events; refuses as many as it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.delivered: queue.Queue[Delivered] = queue.Queue()
        self.refusals = 0


class _Handler(BaseHTTPRequestHandler):
    server: FunctionsEmulator

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.server.refusals:
            self.server.refusals -= 1
            self.send_response(500)
        else:
            headers = {name.lower(): value for name, value in self.headers.items()}
            event = DocumentEventData.deserialize(base64.b64decode(body))
            self.server.delivered.put((self.path, headers, event))
            self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def functions() -> Iterator[FunctionsEmulator]:
    server = FunctionsEmulator()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def world(functions: FunctionsEmulator) -> Iterator[World]:
    emulator = FirestoreEmulator()
    delivery = EventarcDelivery(emulator, f"127.0.0.1:{functions.server_port}")
    yield World(f"127.0.0.1:{emulator.start()}")
    emulator.stop()
    delivery.stop()


def register(world: World, kind: str, pattern: str = "c/{id}") -> None:
    trigger = {"eventType": f"google.cloud.firestore.document.v1.{kind}", "database": "(default)",
               "document": {"value": pattern, "matchType": "PATH_PATTERN"}}  # fmt: skip
    address = f"http://{world.address}/emulator/v1/projects/{world.project}/eventarcTrigger?eventarcTriggerId=on-{kind}"
    request = urllib.request.Request(address, data=json.dumps(trigger).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.status == 200


def test_an_event_has_the_document_before_and_after(world: World, functions: FunctionsEmulator) -> None:
    register(world, "updated")
    document = world.client.document("c/a")
    document.set({"n": 1})
    document.update({"n": 2})
    path, headers, event = functions.delivered.get(timeout=10)
    assert path == f"/functions/projects/{world.project}/triggers/on-updated"
    assert headers["ce-document"] == "c/a"
    assert headers["ce-type"] == "google.cloud.firestore.document.v1.updated"
    assert event.value.fields["n"].integer_value == 2
    assert event.old_value.fields["n"].integer_value == 1


@pytest.mark.parametrize("kind", ["created", "deleted", "written", "created.withAuthContext"])
def test_each_kind_is_delivered(world: World, functions: FunctionsEmulator, kind: str) -> None:
    register(world, kind)
    world.client.document("other/a").set({})
    world.client.document("c/a").set({})
    world.client.document("c/a").delete()
    _, headers, _ = functions.delivered.get(timeout=10)
    assert headers["ce-document"] == "c/a"
    assert ("ce-authtype" in headers) == kind.endswith(".withAuthContext")


def test_a_refused_event_is_delivered_again(world: World, functions: FunctionsEmulator) -> None:
    functions.refusals = 1
    register(world, "created")
    world.client.document("c/a").set({})
    assert functions.delivered.get(timeout=10)[1]["ce-document"] == "c/a"


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("c/{id}", "c/a", True),
        ("c/{id}", "c/a/d/b", False),
        ("c/*/d/{id}", "c/a/d/b", True),
        ("{path=**}", "c/a/d/b", True),
        ("c/**", "d/a", False),
        ("c/a.b", "c/axb", False),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    assert (compile_pattern(pattern).fullmatch(path) is not None) == matches

"""The whole embedded Firebase under fuzzing: what it answers, and everything that is stored, to be compared."""

import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1 import _helpers

from embedded_firebase.storage.objects import Content
from embedded_firebase.suite import Suite
from mirror_realm.domain.money import MICROS
from mirror_realm.settings import Settings
from tests import invariants
from tests.fakes.given_settings import given
from tests.fuzz import callables, hostile
from tests.fuzz.tokens import token, unsigned
from tests.integration.app import post
from tests.unit.adapters.photos.pictures import good

USAGE = re.compile(r"/users/[^/]+/usage/[^/]+$")
RENDER = re.compile("renders/[^/]+")

PATIENCE = 15.0
"""Seconds after which a call or its events hang."""

PHOTOS = ("uploads/ada/me.jpg", "uploads/ada/face.jpg")
"""What ada has uploaded: no photo, and one."""

CALLERS: Mapping[str, Mapping[str, Any] | str | None] = {
    "ada": {"sub": "ada", "firebase": {"sign_in_provider": "password"}},
    "somebody anonymous": {"sub": "zoe", "firebase": {"sign_in_provider": "anonymous"}},
    "an administrator": {"sub": "root", "admin": True},
    "a reviewer": {"sub": "ray", "admin_role": "reviewer"},
    "an owner long after the sign-in": {"sub": "root", "admin_role": "owner", "auth_time": 1_600_000_000},
    "nobody": None,
    "a path for a uid": {"sub": "users/ada"},
    "two dots for a uid": {"sub": ".."},
    "a reserved uid": {"sub": "__ada__"},
    "a surrogate for a uid": {"sub": "\ud800"},
    "no token": "Bearer",
    "half a token": "Bearer e30.e30",
    "a token of garbage": "Bearer \xff.\xfe.\xfd",
    "a server's key": "Bearer owner",
    "another scheme": "Basic YWRhOmFkYQ==",
    "an administrator in words": {"sub": "ada", "admin": "yes"},
}

"""What their tokens say, or the header they send for one."""

Stored = Mapping[str, object]
"""Every document and every file by name, to be compared."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        """The body. Raises ValueError for what is only almost JSON."""
        return json.loads(self.body.decode(), parse_constant=_refuse)


@dataclass
class FuzzedFirebase:
    suite: Suite
    client: firestore.Client
    connection: HTTPConnection
    settings: Settings = field(default_factory=given)
    """Those it runs with, as far as the invariants go by them."""
    first: str = ""
    second: str = ""
    """ada's two avatars."""
    _begin: list[Any] = field(default_factory=list)
    _files: list[Any] = field(default_factory=list)

    def call(self, function: str, body: bytes, caller: str = "ada", **headers: str) -> Reply:
        """Return the callable's answer, once everything that the call set off is over.

        Raises:
            TimeoutError: it hangs.
        """
        return self._ask("POST", function, body, caller, headers)

    def rest(self, method: str, path: str, body: bytes, caller: str = "ada", **headers: str) -> Reply:
        """Return the REST API's answer in the same way. Raises TimeoutError."""
        return self._ask(method, f"avatar_api/api/v1{path}", body, caller, headers)

    def _ask(self, method: str, path: str, body: bytes, caller: str, headers: Mapping[str, str]) -> Reply:
        sent = {"Content-Type": "application/json", **headers}
        shown = CALLERS[caller]
        if shown is not None:
            sent["Authorization"] = shown if isinstance(shown, str) else f"Bearer {token(shown)}"
        begin = time.monotonic()
        status, answer = self._send(
            method, f"/{self.suite.project}/{self.suite.host.region}/{path}", body, sent
        )
        reply = Reply(status, answer, time.monotonic() - begin)
        self.settle()
        return reply

    def run(self, schedule: str) -> int:
        """Return the status of one run of a scheduled function."""
        status, _ = self._send("POST", f"/__/schedule/{schedule}", b"", {})
        self.settle()
        return status

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Over a connection of its own: the server closes one that rests."""
        try:
            self.connection.request(method, path, body or None, dict(headers))
            response = self.connection.getresponse()
            return response.status, response.read()
        finally:
            self.connection.close()

    def settle(self) -> None:
        """Wait for the events under way, and checks what must always be true. Raises TimeoutError where they hang."""
        self.suite.wait_idle(PATIENCE)
        self.check()

    def check(self) -> None:
        """Assert the invariants that can be read from documents, whatever was sent or stored."""
        settings = self.settings
        invariants.check(
            self.documents(),
            user_limit=settings.user_daily_limit,
            global_limit=settings.global_daily_limit,
            user_paintings=settings.user_daily_paintings,
            global_paintings=settings.global_daily_paintings,
            guest_share=settings.anonymous_daily_share,
            max_calls=settings.max_provider_calls,
            budget_micros=int(settings.daily_budget_usd * MICROS),
            salt=self.suite.project,
            quiet=False,
        )

    def documents(self) -> dict[str, dict[str, Any]]:
        """Every document by its path, but render jobs that a test has stored and nothing of ours could have."""
        found: dict[str, dict[str, Any]] = {}
        for one in self.suite.firestore.export_documents():
            path = one.name.partition("/documents/")[2]
            if RENDER.fullmatch(path) is None or "reservation" in one.fields:
                fields: Any = _helpers.decode_dict(one.fields, self.client)
                found[path] = fields
        return found

    def stored(self) -> Stored:
        """Return everything as it is now, except for the count of refusals, which a refusal may write.

        It is in a user's day and bounds the probing of pictures; every tenth refusal writes it.
        """
        documents = {
            one.name.partition("/documents/")[2]: _without_refusals(one).SerializeToString(deterministic=True)
            for one in self.suite.firestore.export_documents()
        }
        return documents | {f"{one.bucket}/{one.name}": one.generation for one in self.suite.objects}

    def failures(self) -> int:
        """How many deliveries of events have failed so far."""
        return self.suite.deliveries().failures

    def begin(self) -> None:
        """ada has two avatars, a project, a copy of her data, and two photos, one of them none; nothing else."""
        self.settle()
        for uid in ("ada", "zoe"):
            sign_up(self.suite, uid)
        sign_up(self.suite, "root", admin=True)
        sign_up(self.suite, "ray", admin_role="reviewer")
        if not self._begin:
            self.first, self.second = (
                self._avatar(days, stage) for days, stage in ((3, None), (40, "month"))
            )
            assert self.call("create_project", hostile.envelope(callables.PROJECT)).status == 200
            consent = {"granted": True, "version": "v1", "adult": True}
            assert self.call("record_photo_consent", hostile.envelope(consent)).status == 200
            bucket = json.loads(os.environ["FIREBASE_CONFIG"])["storageBucket"]
            for path, photo in zip(PHOTOS, (b"\xff\xd8 not really", good("JPEG")), strict=True):
                self.suite.objects.put(bucket, path, Content(photo))
            self.settle()
            for status in ("preparing", "ready"):
                reply = self.call("export_my_data", hostile.envelope({}))
                assert reply.json["result"]["status"] == status
            self._begin = list(self.suite.firestore.export_documents())
            self._files = list(self.suite.objects)
        self.suite.firestore.clear(self.suite.project, "(default)")
        self.suite.storage.clear()
        self.suite.firestore.import_documents(self._begin)
        self.suite.objects.restore(self._files)

    def _avatar(self, days: int, stage: str | None) -> str:
        wish = {**callables.WISH, "progress_metrics": {"active_days": days}, "evolution_stage": stage}
        reply = self.call("generate_avatar", hostile.envelope(wish))
        return str(reply.json["result"]["avatar_id"])


@contextmanager
def fuzzed_firebase(**settings: str) -> Iterator[FuzzedFirebase]:
    """Everything, with its calls unlimited and its retries soon."""
    settings = {"CALLS_PER_MINUTE": "0", **settings}
    with Suite(free_ports=True, settings=settings, retry_time_scale=0.001) as suite:
        client = firestore.Client(project=suite.project)
        host, port = suite.addresses["functions"].split(":")
        connection = HTTPConnection(host, int(port), timeout=PATIENCE)
        firebase = FuzzedFirebase(suite, client, connection)
        firebase.begin()
        yield firebase
        client.close()


def sign_up(suite: Suite, uid: str, **claims: Any) -> None:
    """Create an account with this uid and these custom claims."""
    calls = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts"
    post(
        f"{calls}:signInWithCustomToken?key=any", {"token": unsigned({"uid": uid}), "returnSecureToken": True}
    )
    if claims:
        update = {"localId": uid, "customAttributes": json.dumps(claims)}
        own = calls.replace("/v1/accounts", f"/v1/projects/{suite.project}/accounts")
        changed = post(f"{own}:update", update, token="owner")
        assert changed.get("localId") == uid, changed


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _without_refusals(document: Any) -> Any:
    """Return a copy of a stored document; of a user's day without the count of refusals and the time of its writing."""
    copy = type(document)()
    copy.CopyFrom(document)
    if USAGE.search(copy.name):
        copy.fields.pop("refused", None)
        copy.ClearField("update_time")
    return copy

"""The whole embedded Firebase under a test: its documents by the genuine client, its people, files and schedules."""

import json
import os
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from google.cloud import firestore

from embedded_firebase.functions import DeliveryFaults
from embedded_firebase.storage.objects import Content
from embedded_firebase.suite import Suite
from mirror_realm.adapters.painter import Painter
from tests.fakes.house import House
from tests.fakes.outside import Clock, ScriptedProvider
from tests.integration.app import App, post, uid_of

Documents = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class WholeFirebase:
    suite: Suite
    app: App
    client: firestore.Client

    @property
    def documents(self) -> Documents:
        """Everything stored, by path."""
        names = [
            document.name.split("/documents/", 1)[1] for document in self.suite.firestore.export_documents()
        ]
        snapshots = self.client.get_all([self.client.document(name) for name in names])
        return {snapshot.reference.path: snapshot.to_dict() or {} for snapshot in snapshots}

    def under(self, prefix: str, depth: int = 2) -> list[dict[str, Any]]:
        """Return the documents whose path begins so, of this many segments."""
        found = self.documents.items()
        return [data for path, data in found if path.startswith(prefix) and path.count("/") == depth - 1]

    def write(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Store documents as an administrator would, all at once."""
        batch = self.client.batch()
        for path, data in documents.items():
            batch.set(self.client.document(path), dict(data))
        batch.commit()

    def settle(self) -> None:
        """Wait until every event has been delivered."""
        self.suite.wait_idle(60)

    def deliveries(self, function: str, path: str) -> int:
        """How often an event of this document has reached this function."""
        finished = self.suite.finished_deliveries()
        return sum(one.function == function and one.document == path for one in finished)

    def run(self, schedule: str) -> int:
        """Run a scheduled function once; its HTTP status."""
        url = f"http://{self.suite.addresses['functions']}/__/schedule/{schedule}"
        with urllib.request.urlopen(urllib.request.Request(url, method="POST")) as answer:
            return int(answer.status)

    def account(self, email: str) -> str:
        """Return the ID token of this person, who signs up if need be; it has the claims that the account has now."""
        credentials = {"email": email, "password": "correct horse", "returnSecureToken": True}
        calls = f"http://{self.suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts"
        known = post(f"{calls}:signInWithPassword?key=any", credentials)
        return str((known if "idToken" in known else post(f"{calls}:signUp?key=any", credentials))["idToken"])

    def established(self, email: str) -> str:
        """Return the ID token of this person, whose address is confirmed and whose account is years old."""
        token = self.account(email)
        self.suite.accounts.change(
            self.suite.project, uid_of(token), email_verified=True, created_at=1_600_000_000_000
        )
        return token

    def store_file(self, name: str, age: timedelta) -> None:
        """Store a file of this age in the default bucket."""
        bucket = json.loads(os.environ["FIREBASE_CONFIG"])["storageBucket"]
        stored = self.suite.objects.put(bucket, name, Content(b"a picture"))
        then = stored.created - age
        self.suite.objects.restore([replace(stored, created=then, updated=then)])

    def has_file(self, name: str) -> bool:
        return any(stored.name == name for stored in self.suite.objects)


@contextmanager
def whole_firebase(
    faults: DeliveryFaults | None = None,
    import_from: Path | None = None,
    allowed_hosts: tuple[str, ...] = (),
    **settings: str,
) -> Iterator[WholeFirebase]:
    """Run everything, with these settings and disturbances, from an export where one is given.

    allowed_hosts: the hosts of pages, besides this machine's, that the embedded Firebase lets call.
    """
    with Suite(
        free_ports=True,
        settings=settings,
        faults=faults or DeliveryFaults(),
        import_from=import_from,
        allowed_hosts=allowed_hosts,
    ) as suite:
        client = firestore.Client(project=suite.project)
        yield WholeFirebase(suite, App(suite.functions_url, suite.addresses["auth"]), client)
        client.close()


PAINTER = Painter().renderer(personal=False)
"""What an emulator without a key makes pictures with."""


def house_of(age: timedelta, renderer: str = PAINTER) -> House:
    """Return a house whose clock stands this long ago: what it stores is of that time."""
    provider = ScriptedProvider("scripted", renderer, worst_case=0, cost=0)
    return House(clock=Clock(datetime.now(UTC) - age), provider=provider, global_limit=40)


def lost_wish(uid: str, age: timedelta, renderer: str = PAINTER) -> tuple[str, Documents]:
    """Return the id and the documents of a job that was queued this long ago and whose event was lost."""
    house = house_of(age, renderer)
    render_id = str(house.ask(uid).avatar.render_id)
    return render_id, {path: data for path, data in house.documents.items() if "/attempts/" not in path}

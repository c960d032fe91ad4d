"""The operator's console in the demo: an administrator's account, and something to do in every room."""

import json
from datetime import UTC, datetime
from urllib.request import Request

from demo import life
from demo.client import WAIT_SECONDS, Client
from demo.exchange import exchange, post_json
from demo.people import ADMINISTRATOR, DemoPerson
from embedded_firebase.suite import Suite

NOTE = "The eyes look in two directions."
NIGHTS = 3
"""Runs of the sweep: each counts up to a month of days."""


def make_administrator(suite: Suite) -> None:
    """Create the account that opens the console, with its role. Raises CallFailed."""
    calls = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1"
    account = post_json(
        f"{calls}/accounts:signUp?key=any", {"email": ADMINISTRATOR.email, "password": ADMINISTRATOR.password}
    )
    claims = json.dumps({"admin_role": ADMINISTRATOR.role})
    change = {"localId": account["localId"], "customAttributes": claims}
    post_json(f"{calls}/projects/{suite.project}/accounts:update", change, token="owner")


def leave_work(suite: Suite, client: Client, person: DemoPerson) -> None:
    """Leave a reported picture and a dead letter. Raises CallFailed."""
    visitor = client.sign_up(life.visitor(person))
    stage = list(person.chapters)[-1]
    shown = client.generate_avatar(visitor, life.wish(person, stage, wait_seconds=WAIT_SECONDS)).answer
    client.call(
        "report_avatar", visitor, {"avatar_id": shown["avatar_id"], "reason": "looks_wrong", "note": NOTE}
    )
    _leave_a_dead_letter(suite)


def count_days(suite: Suite) -> None:
    """Count the days that are over, as the nights would have. Raises CallFailed."""
    for _ in range(NIGHTS):
        exchange(Request(f"http://{suite.addresses['functions']}/__/schedule/sweep", method="POST"))


def _leave_a_dead_letter(suite: Suite) -> None:
    """Store an event as one that could not be handled. It was handled: replayed, it does nothing."""
    from google.cloud import firestore

    database = firestore.Client(project=suite.project)
    job = next(iter(database.collection("renders").limit(1).stream()), None)
    if job is not None:
        letter = {
            "function": "render_attempt",
            "document": f"{job.reference.path}/attempts/1",
            "error": "DeadlineExceeded",
            "at": datetime.now(UTC),
        }
        database.document("dead_letters/demo-event").set(letter)
    database.close()

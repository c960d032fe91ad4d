"""docs/operations.md tells the truth: its events, alerts, numbers, links and snippets are compared with the code."""

import inspect
import io
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.cloud import firestore

from embedded_firebase.firestore import FirestoreEmulator, IndexCatalogue
from mirror_realm import errors, events, settings
from mirror_realm.adapters.firestore_queries import FirestoreQueries
from mirror_realm.api import account, console_answers, triggers
from mirror_realm.api.callable_requests import (
    DecisionRequest,
    GrantRequest,
    ReplayRequest,
    ReviewsRequest,
    UsageReportRequest,
)
from mirror_realm.api.console_acts import ACTS
from mirror_realm.api.console_requests import GiveBackRequest, ViewRequest
from mirror_realm.domain import allowance, audit, erasure, render_job, report
from mirror_realm.domain.administration import Act, Role, View, least_role
from mirror_realm.domain.erasure import Erasure, ErasureStep
from mirror_realm.domain.share import share_id_of, slug_from
from mirror_realm.services.allowance import policy
from mirror_realm.services.maintenance import sweeper as sweeping
from mirror_realm.services.ports.bookkeeping import KEEP_ATTEMPTS
from mirror_realm.services.privacy import erasure as erasing
from mirror_realm.services.rendering import breaker
from monitoring import apply
from tests.docs.page import ROOT, Page
from tests.fakes.house import House
from tests.fakes.outside import Clock
from tests.monitoring.files import alerts

PAGE = Page("docs/operations.md")
CHANNEL = "projects/demo-project/notificationChannels/0000000000"
PROJECT = "demo-operations"

EVENTS = {
    name: function
    for name, function in vars(events).items()
    if inspect.isfunction(function)
    and function.__module__ == events.__name__
    and not name.startswith("_")
    and name != "to_stderr"
}


def block(name: str) -> str:
    """Return the code below the comment of this name."""
    return PAGE.block(name, "sh", "python", "json")


def told() -> dict[str, list[str]]:
    """Each event's row: meaning, what to do, alert."""
    return {cells[0].strip(" `"): cells[1:] for cells in PAGE.table("event")}


def code_in(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def test_every_event_is_on_the_page_and_nothing_else() -> None:
    assert set(told()) == set(EVENTS)


@pytest.mark.parametrize("name", EVENTS)
def test_what_an_event_carries_is_named_in_its_row(name: str) -> None:
    """Its numbers and reasons, that is; which style, which job and which function need no explanation."""
    plain = {"style", "stage", "render_id", "attempt", "function", "event_id", "dead_letter_id"}
    fields = set(inspect.signature(EVENTS[name]).parameters) - plain - {"budget_micros"}
    row = " ".join(told()[name])
    assert [field for field in fields if f"`{field}`" not in row] == []


def test_an_event_worth_an_error_has_an_alert() -> None:
    loud = {name for name, function in EVENTS.items() if "logging.ERROR" in inspect.getsource(function)}
    assert loud
    assert {name for name in loud if told()[name][-1] == "-"} == set()


def test_the_alerts_of_the_policies_are_those_of_the_table() -> None:
    assert {name: row[-1] for name, row in told().items() if row[-1] != "-"} == alerts()


def test_the_command_that_applies_the_alerts_is_understood() -> None:
    command = block("apply").replace('"$PROJECT"', "demo-project").replace('"$CHANNEL"', CHANNEL)
    python, script, *words = command.split()
    assert (python, script) == ("python3", "monitoring/apply.py")
    assert apply.arguments(words).channel == [CHANNEL]


def test_every_reason_of_a_failure_is_explained() -> None:
    explained = set().union(*(code_in(cells[0]) for cells in PAGE.table("reason")))
    failures = {kind.reason for kind in errors.RenderFailure.__subclasses__()}
    refusals: set[type[errors.Refusal]] = {errors.Misconfigured, errors.BudgetExhausted, errors.LookHidden}
    assert explained == failures | {refusal.reason for refusal in refusals}


def test_every_setting_named_exists() -> None:
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", PAGE.text))
    environment = {
        "ID_TOKEN",
        "APP_CHECK_TOKEN",
        "BILLING_ACCOUNT",
        "GOOGLE_CLOUD_PROJECT",
        "TEST_FIRESTORE_PROJECT",
        "FIRESTORE_EMULATOR_HOST",
    }
    assert named - environment <= set(settings.names())


def test_the_numbers_are_those_of_the_code() -> None:
    outage = " ".join(" ".join(cells) for cells in PAGE.table("when"))
    assert f"{breaker.FAILURES} calls in a row" in outage
    assert f"for {breaker.PAUSE.seconds} s" in outage
    assert timedelta(minutes=30) == triggers.PATIENCE
    assert "half an hour" in told()["dead_letter"][0]
    assert timedelta(minutes=5) == policy.REAPER_PERIOD
    assert timedelta(days=2) == sweeping.TTL_GRACE
    assert timedelta(hours=1) == erasing.OVERDUE
    assert "after an hour" in PAGE.text
    assert timedelta(days=1) == erasure.SECOND_LOOK
    assert f"for {sweeping.KEEP_RECORDS.days} days" in PAGE.text
    assert f"The call works for {account.SECONDS:g} s" in PAGE.text
    lifetime = House().policy.job_lifetime
    assert f": {lifetime // timedelta(minutes=1)} minutes with the defaults" in PAGE.text


def test_what_ages_is_what_the_indexes_and_the_sweep_say() -> None:
    rows = {name: cells[1] for cells in PAGE.table("collection group") for name in code_in(cells[0])}
    indexes = json.loads((ROOT / "firestore.indexes.json").read_text(encoding="utf-8"))
    assert set(rows) == {entry["collectionGroup"] for entry in indexes["fieldOverrides"] if entry.get("ttl")}
    assert set(rows) == set(sweeping.AGEING)
    assert rows["renders"].startswith(f"{render_job.KEEP_ENDED.days} days")
    assert rows["attempts"].startswith(f"{KEEP_ATTEMPTS.days} days")
    assert rows["usage"].startswith(f"{allowance.KEEP_DAYS} days")
    assert rows["erasures"].startswith(f"{erasure.KEEP_FENCE // timedelta(hours=1)} hours")
    assert rows["audit"].startswith(f"{audit.KEEP.days} days")
    assert rows["reviews"].startswith(f"{report.KEEP_DECIDED.days} days")


def test_the_table_of_roles_has_every_view_and_act_where_its_least_role_is() -> None:
    rows = {cells[0].strip("`"): cells[1:] for cells in PAGE.table("role")}
    said = {name: role for role, cells in rows.items() for cell in cells for name in code_in(cell)}
    decided = {Act.RESTORE, Act.TAKE_DOWN}
    acts = {str(act): least_role(act) for act in {*console_answers.ACTS} - decided}
    shipped = {"decide_report": Role.REVIEWER, "replay_dead_letters": least_role(Act.REPLAY_LETTERS)}
    assert said == {str(view): least_role(view) for view in View} | acts | shipped


def test_the_tables_of_views_and_acts_are_the_codes() -> None:
    views = [name for cells in PAGE.table("view") for name in re.findall(r"`(\w+)`", cells[0])]
    acts = [name for cells in PAGE.table("act") for name in re.findall(r"`(\w+)`", cells[0])]
    assert sorted(views) == sorted(View)
    assert sorted(acts) == sorted(ACTS)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("grant", GrantRequest),
        ("replay", ReplayRequest),
        ("reports", ReviewsRequest),
        ("decide", DecisionRequest),
        ("usage", UsageReportRequest),
        ("desk", ViewRequest),
        ("give", GiveBackRequest),
    ],
)
def test_a_call_of_the_page_is_one_that_is_understood(name: str, kind: Any) -> None:
    body = re.search(r"-d '(.*?)'", block(name))
    assert body
    kind.model_validate(json.loads(body[1])["data"])


def test_every_schedule_is_explained() -> None:
    source = (ROOT / "functions" / "mirror_realm" / "entry_points" / "schedules.py").read_text(
        encoding="utf-8"
    )
    scheduled = re.findall(r"^@scheduler_fn\.on_schedule\((?:.|\n)*?\n?def (\w+)", source, re.MULTILINE)
    assert {"reap", "sweep"} <= set(scheduled)
    assert {name for name in scheduled if f"`{name}`" not in PAGE.text} == set()


@pytest.fixture(scope="module")
def database() -> Iterator[firestore.Client]:
    """Yield a Firestore in which a job is overdue and another was refunded today."""
    house = House(clock=Clock(datetime.now(UTC)))
    house.provider.script = [errors.BadOutput("no picture", cost_micros=13_000)] * 3
    house.ask()
    house.deliver()
    house.ask("bo", variation=1)
    path, job = next((path, data) for path, data in house.documents.items() if data.get("state") == "queued")
    house.documents[path] = {**job, "due_at": job["due_at"] - timedelta(hours=1)}
    emulator = FirestoreEmulator(indexes=IndexCatalogue.load(ROOT / "firestore.indexes.json"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{emulator.start()}")
        patch.setenv("GOOGLE_CLOUD_PROJECT", PROJECT)
        client = firestore.Client()
        batch = client.batch()
        for path, data in house.documents.items():
            batch.set(client.document(path), data)
        batch.commit()
        yield client
        client.close()
    emulator.stop()


def printed(name: str) -> str:
    """Return what the page's snippet of this name prints."""
    output = io.StringIO()
    with redirect_stdout(output):
        exec(compile(block(name), name, "exec"), {})
    return output.getvalue()


@pytest.mark.usefixtures("database")
def test_the_snippet_for_stuck_jobs_finds_what_is_overdue() -> None:
    (line,) = printed("stuck").splitlines()
    assert "queued attempt 1 due" in line


@pytest.mark.usefixtures("database")
def test_the_snippet_for_the_day_tells_pictures_money_and_refunds() -> None:
    pictures, money, refunds = printed("day").splitlines()
    assert pictures == "{'reserved': 2, 'settled': 0, 'refunded': 1, 'calls': 3}"
    assert money.startswith("{'held_micros': 0.0, 'spent_micros': 0.039")
    assert refunds == "Counter({'bad_output': 1})"


def test_the_snippets_for_erasures_put_up_a_fence_that_is_taken_up_and_tell_where_it_stands(
    database: firestore.Client,
) -> None:
    printed("erase")
    (line,) = printed("erasures").splitlines()
    assert line.startswith("UID None since ")
    fence = Erasure.from_document(database.document("erasures/UID").get().to_dict() or {})
    assert (fence.step, fence.done) == (ErasureStep.JOBS, False)
    assert FirestoreQueries(database).due_erasures(datetime.now(UTC), 10) == ["UID"]


def test_every_step_of_an_erasure_is_explained() -> None:
    assert [cells[0].strip("`") for cells in PAGE.table("`step`")] == [str(step) for step in ErasureStep]


def test_the_id_of_a_share_is_computed_as_told() -> None:
    slug = slug_from("one", "another")
    done = subprocess.run(
        ["bash", "-c", block("share id")], env={**os.environ, "SLUG": slug}, capture_output=True
    )
    assert done.stdout.decode().strip() == share_id_of(slug)

"""docs/runbooks.md tells the truth: what it names and what it has typed exists."""

import inspect
import json
import re

import pytest

import replay_erasures
from mirror_realm import events, settings
from mirror_realm.services.maintenance import sweeper
from tests.deployment import manifest
from tests.docs.page import ROOT, Page
from tests.fakes.house import House

PAGE = Page("docs/runbooks.md")
SHELL = "\n".join(PAGE.code("sh"))
TYPED = SHELL + "\n".join(re.findall(r"`([^`\n]+)`", PAGE.text))
FUNCTIONS = set(manifest.reviewed()["endpoints"])
OF_THE_SHELL = {
    "GOOGLE_CLOUD_PROJECT",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "OLD_VERSION",
    "OLD_SALT",
    "PSEUDONYM_SALTS_BEFORE",
}


def test_every_setting_named_exists() -> None:
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", PAGE.text))
    assert named - OF_THE_SHELL <= set(settings.names())


def test_each_secret_is_one_that_can_be_changed() -> None:
    rows = {name for row in PAGE.table("secret") for name in re.findall(r"`([A-Z_]+)`", row[0])}
    secrets = {name for name, (shown, _) in settings.described().items() if shown == "(secret)"}
    assert rows == secrets


def test_every_event_named_exists() -> None:
    known = {name for name, function in vars(events).items() if inspect.isfunction(function)}
    words = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", PAGE.text))
    fields = {"schema_version", "upgrade_at", "take_down", "provider_rate_limited"}
    assert words - fields - {"usage_80"} - FUNCTIONS <= known


def test_every_function_that_is_deleted_or_paused_exists() -> None:
    deleted = re.findall(r"functions:delete ([a-z_ ]+?) --project", TYPED)
    paused = re.findall(r"for job in ([a-z_ ]+); do", SHELL)
    assert deleted
    assert paused
    assert {name for group in (*deleted, *paused) for name in group.split()} <= FUNCTIONS
    schedules = {name for name, one in manifest.reviewed()["endpoints"].items() if "scheduleTrigger" in one}
    assert {name for group in paused for name in group.split()} <= schedules


def test_what_is_deployed_is_a_part_of_firebase_json() -> None:
    parts = json.loads((ROOT / "firebase.json").read_text(encoding="utf-8"))
    named = {part for group in re.findall(r"--only ([a-z,]+)", TYPED) for part in group.split(",")}
    assert named
    assert named <= set(parts)


def test_every_program_that_is_run_exists() -> None:
    programs = set(re.findall(r"\b(?:functions|monitoring|tests)/[\w/]+\.py\b", PAGE.text))
    assert {
        "functions/replay_erasures.py",
        "monitoring/apply.py",
        "tests/integration/test_restore.py",
    } <= programs
    assert [program for program in programs if not (ROOT / program).is_file()] == []


def test_the_replay_is_called_as_it_understands(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = re.findall(r"replay_erasures\.py (.*)", PAGE.block("replay", "sh"))
    assert re.fullmatch(r"--since \d{4}-\d\d-\d\d", line)
    with pytest.raises(SystemExit):
        replay_erasures.main(["--help"])
    assert "--since" in capsys.readouterr().out
    assert "PSEUDONYM_SALTS_BEFORE" in inspect.getsource(replay_erasures)


def test_the_numbers_are_those_of_the_code() -> None:
    keep = sweeper.KEEP_RECORDS.days
    assert f"erasures are recorded for {keep}" in PAGE.text
    assert f"`age: {keep - 2}`" in PAGE.text
    lifetime = House().policy.job_lifetime.total_seconds() / 60
    assert f"({lifetime:g} minutes with the defaults)" in PAGE.text

"""Entry points as they are declared to the platform: every callable's door, and who is given which secret."""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from firebase_functions.params import SecretParam

from embedded_firebase.functions.discovery import discover
from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.functions.process_state import codebase_loaded_from, process_environment
from mirror_realm import settings
from mirror_realm.adapters import cloud_tasks
from mirror_realm.providers import PROVIDERS
from tests.docs import entry_points

FUNCTIONS = Path(__file__).parents[2] / "functions"
SECRETS = {"PSEUDONYM_SALT", *(name for provider in PROVIDERS.values() for name in provider.secrets)}
EVERY_MODULE = {"calls", "events", "schedules", "hooks", "tasks", "rest", "pages"}
WEBHOOK_SECRETS = {"REPLICATE_WEBHOOK_SECRET"}
ALERT_SECRETS = {"ALERT_WEBHOOK_URL"}
SENDS_OR_NOTES_ALERTS = {"reap", "sweep", "evolve_at_night", "check_models", "render_attempt"}


@pytest.fixture(scope="module")
def declared() -> Iterator[dict[str, HostedFunction]]:
    variables = {"GCLOUD_PROJECT": "demo-declared", "GOOGLE_CLOUD_PROJECT": "demo-declared"}
    with process_environment(variables), codebase_loaded_from(FUNCTIONS):
        yield discover(FUNCTIONS)


def endpoint(function: HostedFunction) -> Any:
    return function.call.__firebase_endpoint__  # type: ignore[attr-defined]  # set by the decorators


def test_every_entry_point_is_in_the_table_of_main_under_its_module(
    declared: dict[str, HostedFunction],
) -> None:
    main = runpy.run_path(str(FUNCTIONS / "main.py"))
    listed = {name: module for module, names in main["ENTRY_POINTS"].items() for name in names}
    assert listed == entry_points.modules(), "what main.py does not name is never deployed"
    assert listed.keys() == declared.keys()


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize(
    ("target", "loaded"),
    [
        ("generate_avatar", {"calls"}),
        ("render_attempt", {"events"}),
        ("reap", {"schedules"}),
        ("fanout", {"tasks"}),
        ("avatar_api", {"rest"}),
        ("shared_page", {"pages"}),
        ("", EVERY_MODULE),
        ("no_function_of_ours", EVERY_MODULE),
        (None, EVERY_MODULE),
    ],
)
def test_an_instance_loads_the_module_of_its_function_alone(target: str | None, loaded: set[str]) -> None:
    code = """
import json, sys
import main
prefix = "mirror_realm.entry_points."
modules = [name.removeprefix(prefix) for name in sys.modules if name.startswith(prefix)]
suspects = ("firebase_functions.firestore_fn", "mirror_realm.assembly", "pydantic", "fastapi")
heavy = [name for name in suspects if name in sys.modules]
print(json.dumps([modules, heavy]))
"""
    environment = {**os.environ, "PYTHONPATH": str(FUNCTIONS), "GCLOUD_PROJECT": "demo-loaded"}
    environment.pop("FUNCTION_TARGET", None)
    if target is not None:
        environment["FUNCTION_TARGET"] = target
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    modules, heavy = json.loads(done.stdout)
    assert set(modules) == loaded
    assert heavy == (["firebase_functions.firestore_fn"] if "events" in loaded else [])


@pytest.mark.parametrize(
    ("target", "at_once"), [("generate_avatar", True), ("render_attempt", False), ("", False)]
)
def test_an_instance_that_answers_calls_starts_without_looking_for_garbage_and_plugins(
    target: str, at_once: bool
) -> None:
    code = """
import gc, json, os
import main
print(json.dumps([gc.get_threshold()[0] > 50_000, os.environ.get("PYDANTIC_DISABLE_PLUGINS") == "__all__"]))
"""
    inherited = {name: value for name, value in os.environ.items() if name != "PYDANTIC_DISABLE_PLUGINS"}
    ours = {"PYTHONPATH": str(FUNCTIONS), "GCLOUD_PROJECT": "demo-started", "FUNCTION_TARGET": target}
    done = subprocess.run([sys.executable, "-c", code], env=inherited | ours, capture_output=True, check=True)
    assert json.loads(done.stdout) == [at_once, at_once]


def test_the_operator_sets_how_many_instances_there_are_and_what_each_can_do() -> None:
    code = """
import json
import main
from functions_framework._http.gunicorn import GunicornApplication
declared = [vars(main.generate_avatar.__firebase_endpoint__), vars(main.render_attempt.__firebase_endpoint__)]
sizes = [[one["maxInstances"], one["concurrency"], one["availableMemoryMb"]] for one in declared]
print(json.dumps([sizes, GunicornApplication(None, "127.0.0.1", 0, False).options["threads"]]))
"""
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("FUNCTION_TARGET", "THREADS")
    }
    given = {"MAX_INSTANCES": "100", "CONCURRENCY": "8", "MEMORY_MB": "2048"}
    ours = {"PYTHONPATH": str(FUNCTIONS), "GCLOUD_PROJECT": "demo-sized", **given}
    done = subprocess.run([sys.executable, "-c", code], env=inherited | ours, capture_output=True, check=True)
    assert json.loads(done.stdout) == [[[100, 8, 2048], [100, 2, 2048]], 8]


def test_a_size_that_is_not_possible_ends_the_deployment_by_its_name() -> None:
    ours = {"PYTHONPATH": str(FUNCTIONS), "GCLOUD_PROJECT": "demo-sized", "MAX_INSTANCES": "many"}
    done = subprocess.run([sys.executable, "-c", "import main"], env=os.environ | ours, capture_output=True)
    assert b"MAX_INSTANCES must be a whole number, not 'many'" in done.stderr


def test_the_secrets_are_secret_parameters_and_no_plain_ones() -> None:
    assert all(isinstance(secret, SecretParam) for secret in settings.PROVIDER_SECRETS)
    plain = set(settings.names()) - SECRETS - WEBHOOK_SECRETS
    assert not [name for name in plain if "KEY" in name or "SECRET" in name or "TOKEN" in name]


def test_secrets_are_given_to_those_who_may_call_the_provider_and_nobody_else(
    declared: dict[str, HostedFunction],
) -> None:
    given = {
        name: {secret["key"] for secret in endpoint(function).secretEnvironmentVariables or ()}
        for name, function in declared.items()
    }
    assert {name for name, secrets in given.items() if secrets >= ALERT_SECRETS} == SENDS_OR_NOTES_ALERTS
    given = {name: secrets - ALERT_SECRETS for name, secrets in given.items()}
    asks_for_pictures = {
        "generate_avatar",
        "generate_trilogy",
        "avatar_api",
        "replay_dead_letters",
        "console_act",
        "render_attempt",
        "answer_wish",
        "celebrate_progress",
        "evolve_at_night",
        "check_models",
    }
    knows_the_providers = {"record_photo_consent", "upload_avatar", "get_me", "quote", "console_view"}
    cancels_predictions = {
        *("reap", "fanout", "cancel_avatar", "delete_avatar", "delete_project", "delete_my_data")
    }
    needs_no_name = {
        "list_avatars",
        "get_avatar",
        "select_avatar",
        "update_avatar",
        "revoke_share",
        *("create_project", "update_project", "list_projects", "record_use", "list_uses"),
        "choose_variation",
        "explain_evolution",
        "evolution_reel",
        "list_styles",
        "list_reports",
        "count_upload",
        "release_upload",
        "register_push",
        "export_my_data",
        "usage_report",
    }
    assert given == {
        name: SECRETS
        if name in asks_for_pictures | knows_the_providers | cancels_predictions
        else set()
        if name in needs_no_name
        else {"PSEUDONYM_SALT"}
        for name in declared.keys() - {"provider_webhook"}
    } | {"provider_webhook": WEBHOOK_SECRETS}


def test_the_queue_that_is_enqueued_to_is_that_of_a_declared_function(
    declared: dict[str, HostedFunction],
) -> None:
    queue = endpoint(declared[cloud_tasks.FUNCTION])
    assert queue.taskQueueTrigger is not None
    assert "_" not in cloud_tasks.FUNCTION, "no queue can be named so"
    assert queue.timeoutSeconds < cloud_tasks.DEADLINE_SECONDS, "the function gives up before its queue does"


def test_no_environment_of_ours_holds_the_key() -> None:
    written = [path.read_text() for path in FUNCTIONS.glob(".env*")]
    assert not [name for name in SECRETS for text in written if name in text]
    assert not SECRETS & os.environ.keys()


def test_the_bridge_of_the_rest_api_is_loaded_by_a_call_and_not_before_the_server_forks() -> None:
    code = "import sys, main; print([name for name in sys.modules if name.startswith('mirror_realm.rest')])"
    ours = {"PYTHONPATH": str(FUNCTIONS), "GCLOUD_PROJECT": "demo-loaded", "FUNCTION_TARGET": "avatar_api"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | ours, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"

"""Entry points as they are declared to the platform: every callable's door, and who is given which secret."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from firebase_functions.params import SecretParam

from embedded_firebase.functions.discovery import discover
from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.functions.process_state import codebase_loaded_from, process_environment
from mirror_realm import settings

FUNCTIONS = Path(__file__).parents[2] / "functions"


@pytest.fixture(scope="module")
def declared() -> Iterator[dict[str, HostedFunction]]:
    variables = {"GCLOUD_PROJECT": "demo-declared", "GOOGLE_CLOUD_PROJECT": "demo-declared"}
    with process_environment(variables), codebase_loaded_from(FUNCTIONS):
        yield discover(FUNCTIONS)


def endpoint(function: HostedFunction) -> Any:
    return function.call.__firebase_endpoint__  # type: ignore[attr-defined]  # set by the decorators


def test_the_only_secret_is_a_secret_parameter_and_no_plain_one() -> None:
    assert isinstance(settings.OPENAI_API_KEY, SecretParam)
    plain = [name for name in settings.names() if name != "OPENAI_API_KEY"]
    assert not [name for name in plain if "KEY" in name or "SECRET" in name or "TOKEN" in name]


def test_secrets_are_given_to_those_who_may_call_the_provider_and_nobody_else(
    declared: dict[str, HostedFunction],
) -> None:
    given = {
        name: [secret["key"] for secret in endpoint(function).secretEnvironmentVariables or ()]
        for name, function in declared.items()
    }
    asks_for_pictures = {
        "generate_avatar",
        "generate_trilogy",
        "replay_dead_letters",
        "render_attempt",
        "answer_wish",
        "celebrate_progress",
        "evolve_at_night",
    }
    assert {name for name, secrets in given.items() if secrets} == asks_for_pictures
    assert {secret for secrets in given.values() for secret in secrets} == {"OPENAI_API_KEY"}


def test_no_environment_of_ours_holds_the_key() -> None:
    files = [path for path in FUNCTIONS.glob(".env*") if "OPENAI_API_KEY" in path.read_text()]
    assert files == []
    assert "OPENAI_API_KEY" not in os.environ

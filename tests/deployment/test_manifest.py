"""What a deployment would make is what was reviewed, and fits how the functions work."""

import os
from typing import Any

import pytest
from functions_framework._http.gunicorn import GunicornApplication

from mirror_realm import settings
from mirror_realm.domain.wish import MOST_WAIT_SECONDS
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from tests.deployment import manifest

LONGEST_EVENT_SECONDS = 540
"""https://firebase.google.com/docs/functions/quotas"""

ENDPOINTS: dict[str, dict[str, Any]] = manifest.reviewed()["endpoints"]


def of_kind(trigger: str) -> dict[str, dict[str, Any]]:
    return {name: endpoint for name, endpoint in ENDPOINTS.items() if trigger in endpoint}


@pytest.fixture(scope="module")
def discovered() -> manifest.Manifest:
    return manifest.discover()


def test_the_discovery_server_finds_what_was_reviewed(discovered: manifest.Manifest) -> None:
    assert manifest.difference(discovered) == "", (
        "see tests/deployment/manifest.py for how it is written anew"
    )


def test_the_reviewed_file_is_as_it_would_be_written(discovered: manifest.Manifest) -> None:
    assert manifest.REVIEWED.read_text(encoding="utf-8") == manifest.text(discovered)


def test_every_function_is_deployed_to_the_region_of_the_settings() -> None:
    assert {tuple(endpoint["region"]) for endpoint in ENDPOINTS.values()} == {(settings.REGION.value,)}
    assert {endpoint["platform"] for endpoint in ENDPOINTS.values()} == {"gcfv2"}


def test_no_instance_is_given_more_requests_than_it_has_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THREADS", raising=False)
    for name, endpoint in ENDPOINTS.items():
        monkeypatch.setattr(os, "cpu_count", lambda cpus=endpoint["cpu"]: cpus)
        threads = GunicornApplication(None, "127.0.0.1", 0, False).options["threads"]

        assert endpoint["concurrency"] <= threads, name


@pytest.mark.parametrize("name", ["generate_avatar", "generate_trilogy"])
def test_who_may_wait_is_not_cut_off(name: str) -> None:
    assert ENDPOINTS[name]["timeoutSeconds"] > MOST_WAIT_SECONDS


def test_a_worker_has_time_for_a_call_of_the_provider_and_what_comes_after() -> None:
    timeout = settings.described()["PROVIDER_TIMEOUT_SECONDS"][0]

    assert LONGEST_EVENT_SECONDS >= ENDPOINTS["render_attempt"]["timeoutSeconds"] > 2 * int(timeout)


def test_events_are_delivered_again_and_in_time() -> None:
    for endpoint in of_kind("eventTrigger").values():
        assert endpoint["eventTrigger"]["retry"] is True
        assert endpoint["timeoutSeconds"] <= LONGEST_EVENT_SECONDS


def test_a_schedule_runs_once_at_a_time() -> None:
    assert {endpoint["maxInstances"] for endpoint in of_kind("scheduleTrigger").values()} == {1}


def test_the_reaper_comes_as_often_as_the_lifetime_of_jobs_counts_on() -> None:
    minutes = REAPER_PERIOD.total_seconds() / 60

    assert ENDPOINTS["reap"]["scheduleTrigger"]["schedule"] == f"every {minutes:g} minutes"


def test_nothing_grows_without_bound() -> None:
    assert all(endpoint.get("maxInstances") for endpoint in ENDPOINTS.values())


def test_every_setting_can_be_given_and_every_secret_is_one_of_them() -> None:
    params = manifest.reviewed()["params"]
    secrets = {name for name, kind in params.items() if kind == "secret"}

    assert set(params) == set(settings.names())
    assert {key for one in ENDPOINTS.values() for key in one.get("secretEnvironmentVariables", ())} == secrets


def test_a_codebase_that_cannot_be_loaded_is_told_of(tmp_path: Any) -> None:
    (tmp_path / "main.py").write_text("raise ValueError('a broken codebase')")

    with pytest.raises(manifest.NotDiscovered, match="a broken codebase"):
        manifest.discover(source=tmp_path)

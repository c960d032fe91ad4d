"""The files of monitoring/: each is what the API takes, counts events that exist, and each policy is explained."""

import inspect
import json
import re
from typing import Any

import pytest
from google.cloud.logging_v2.types import LogMetric
from google.cloud.monitoring_v3.types import AlertPolicy, Service, ServiceLevelObjective
from google.protobuf.json_format import ParseError

from mirror_realm import events
from tests.docs.page import Page
from tests.monitoring.files import conditions, events_of, fields_of, filters, metrics_named, read

MESSAGES = {"metrics": LogMetric, "policies": AlertPolicy, "objectives": ServiceLevelObjective}
FILES = [(kind, name, data) for kind in MESSAGES for name, data in sorted(read(kind).items())]
MOST_CONDITIONS = 6
"""https://cloud.google.com/monitoring/quotas"""


def message_of(kind: str, name: str) -> Any:
    return Service if name == "service" else MESSAGES[kind]


@pytest.mark.parametrize(("kind", "name", "data"), FILES, ids=[f"{kind}/{name}" for kind, name, _ in FILES])
def test_a_file_is_a_message_of_the_api(kind: str, name: str, data: dict[str, Any]) -> None:
    assert message_of(kind, name).from_json(json.dumps(data))


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_misspelt_field_is_noticed(kind: str) -> None:
    name, data = next((name, data) for name, data in read(kind).items() if name != "service")
    misspelt = json.dumps(data).replace('"displayName"', '"dispayName"').replace('"filter"', '"fliter"')
    with pytest.raises(ParseError):
        message_of(kind, name).from_json(misspelt)


@pytest.mark.parametrize("name", read("metrics"))
def test_a_metric_counts_events_that_exist_by_fields_that_they_have(name: str) -> None:
    metric = read("metrics")[name]
    assert metric["name"] == f"mirror_realm_{name}"
    named = events_of(metric["filter"])
    for event in named:
        fields = set(inspect.signature(getattr(events, event)).parameters)
        assert fields_of(metric) - {"refunded", "reason", "fallback", "seconds"} <= fields
    every = set().union(*(inspect.signature(getattr(events, event)).parameters for event in named))
    assert fields_of(metric) <= (every or {"reason"})
    labels = {label["key"] for label in metric["metricDescriptor"].get("labels", [])}
    assert metric.get("labelExtractors", {}) == {label: f"EXTRACT(jsonPayload.{label})" for label in labels}


def test_the_metric_of_all_events_is_labelled_by_event_and_reason() -> None:
    metric = read("metrics")["events"]
    assert set(metric["labelExtractors"]) == {"event", "reason"}
    assert metric["filter"].endswith("jsonPayload.event:*")


def test_every_metric_that_is_named_is_one_of_the_files() -> None:
    assert metrics_named() <= {metric["name"] for metric in read("metrics").values()}
    assert len(filters()) > 40


def test_every_label_of_a_metric_that_is_named_exists() -> None:
    for text in filters():
        plain = text.replace('\\"', '"')
        found = re.search(r"user/mirror_realm_(\w+)", plain)
        labels = set(re.findall(r"metric\.labels\.(\w+)", plain))
        if found:
            assert labels <= set(read("metrics")[found[1]].get("labelExtractors", {})), plain
        for event in re.findall(r'metric\.labels\.event="(\w+)"', plain):
            assert inspect.isfunction(getattr(events, event)), event


def test_every_burn_rate_is_of_an_objective_of_the_files() -> None:
    burns = re.findall(r"serviceLevelObjectives/([\w-]+)", json.dumps(read("policies")))
    assert set(burns) == set(read("objectives")) - {"service"}


@pytest.mark.parametrize("objective", sorted(set(read("objectives")) - {"service"}))
def test_each_objective_has_an_alert_for_a_fast_and_for_a_slow_burn(objective: str) -> None:
    windows = [
        re.findall(rf'{objective}\\*", \\*"(\d+)s', json.dumps(policy["conditions"]))
        for policy in read("policies").values()
    ]
    assert sorted(sorted(map(int, one)) for one in windows if one) == [[300, 3600], [1800, 21600]]


def test_every_event_worth_an_error_is_in_a_policy() -> None:
    named = set(re.findall(r'metric\.labels\.event=\\"(\w+)', json.dumps(read("policies"))))
    loud = {
        name
        for name, function in vars(events).items()
        if inspect.isfunction(function) and "logging.ERROR, " in inspect.getsource(function)
    }
    assert loud - named == set()


def test_a_policy_is_known_by_its_files_name_and_is_within_the_apis_bounds() -> None:
    for name, policy in read("policies").items():
        assert policy["userLabels"] == {"mirror_realm": name}
        assert policy["displayName"].startswith("mirror_realm: ")
        assert policy["severity"] in ("CRITICAL", "ERROR", "WARNING")
        assert 1 <= len(policy["conditions"]) <= MOST_CONDITIONS
        assert f"`{name}`" in policy["documentation"]["content"]
        assert policy["notificationChannels"] == ["CHANNEL"]


def test_no_two_policies_wait_for_the_same() -> None:
    waits = [json.dumps(one) for _, one in conditions()]
    assert len(waits) == len(set(waits))


def test_each_policy_has_its_row_in_the_operators_page_and_each_row_its_policy() -> None:
    rows = [row[0].strip("`") for row in Page("docs/operations.md").table("alert")]
    assert sorted(rows) == sorted(read("policies"))


ROOMS = {
    "to do",
    "compensation",
    "reports",
    "dead letters",
    "people",
    "jobs",
    "models and providers",
    "settings",
}


def test_each_row_says_what_it_means_what_to_do_and_where_on_the_console() -> None:
    for _, means, do, where in Page("docs/operations.md").table("alert"):
        assert means
        assert do
        assert {room.strip() for room in where.split(",")} <= ROOMS, where

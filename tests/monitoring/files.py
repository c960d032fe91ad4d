"""The files of monitoring/ as data: what each filter names, and what each policy waits for."""

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "monitoring"

_LOG_METRIC = re.compile(r'metric\.type="logging\.googleapis\.com/user/(\w+)"')
_EVENT_LABEL = re.compile(r'metric\.labels\.event="(\w+)"')


def read(kind: str) -> dict[str, Any]:
    """Return the files of a folder by name."""
    return {
        file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (FOLDER / kind).glob("*.json")
    }


def events_of(text: str) -> set[str]:
    """Return the events that a filter of the log names."""
    return set(re.findall(r'jsonPayload\.event="(\w+)"', text))


def fields_of(metric: dict[str, Any]) -> set[str]:
    """Return the fields of events that a metric reads, in its filter, labels and value."""
    texts = [metric["filter"], metric.get("valueExtractor", ""), *metric.get("labelExtractors", {}).values()]
    return {field for text in texts for field in re.findall(r"jsonPayload\.(\w+)", text)} - {"event"}


def conditions() -> list[tuple[str, dict[str, Any]]]:
    """Return every condition of every policy, under the policy's name."""
    return [(name, one) for name, policy in read("policies").items() for one in policy["conditions"]]


def filters() -> list[str]:
    """Return every filter on metrics, of policies and objectives."""
    text = json.dumps([read("policies"), read("objectives")])
    return re.findall(r'"\w*[fF]ilter": "((?:[^"\\]|\\.)*)"', text)


def metrics_named() -> set[str]:
    """Return the log-based metrics that policies and objectives name."""
    return {name for text in filters() for name in _LOG_METRIC.findall(text.replace('\\"', '"'))}


def alerts() -> dict[str, str]:
    """Return for each event with an alert of its own when that is, as the operators' page writes it."""
    found: dict[str, str] = {}
    for _, condition in conditions():
        absent = "conditionAbsent" in condition
        body: dict[str, Any] = condition["conditionAbsent" if absent else "conditionThreshold"]
        named = _EVENT_LABEL.findall(body["filter"])
        if "mirror_realm_usage_marks" in body["filter"]:
            named = ["usage_mark"]
        for event in named:
            window = body["aggregations"][0]["alignmentPeriod"]
            over = f"{body['thresholdValue']} in {window}" if not absent else f"absent for {body['duration']}"
            found[event] = over
    return found

"""firestore.indexes.json names what the code has. That each index is needed, and none missing: test_queries.py."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mirror_realm.services.maintenance import sweeper as sweeping

ROOT = Path(__file__).parents[2]
INDEXES: dict[str, list[dict[str, Any]]] = json.loads(
    (ROOT / "firestore.indexes.json").read_text(encoding="utf-8")
)
SOURCES = "\n".join(
    file.read_text(encoding="utf-8") for file in (ROOT / "functions" / "mirror_realm").rglob("*.py")
)
EVERY = [*INDEXES["indexes"], *INDEXES["fieldOverrides"]]


def fields_of(entry: dict[str, Any]) -> list[str]:
    return [field["fieldPath"] for field in entry.get("fields", [entry])]


@pytest.mark.parametrize("group", sorted({entry["collectionGroup"] for entry in EVERY}))
def test_every_collection_group_is_one_of_the_codes(group: str) -> None:
    assert re.search(rf'["/]{group}/\{{|"{group}"', SOURCES)


@pytest.mark.parametrize("path", sorted({path for entry in EVERY for path in fields_of(entry)}))
def test_every_field_is_one_of_the_codes(path: str) -> None:
    for name in path.split("."):
        assert re.search(rf'"{name}"|\b{name}:', SOURCES)


def test_every_ageing_collection_group_has_a_ttl_policy_and_the_index_the_sweep_asks_by() -> None:
    policies = {entry["collectionGroup"]: entry for entry in INDEXES["fieldOverrides"] if entry.get("ttl")}

    assert set(policies) == set(sweeping.AGEING)
    for policy in policies.values():
        assert policy["fieldPath"] == "expires_at"
        assert {"order": "ASCENDING", "queryScope": "COLLECTION_GROUP"} in policy["indexes"]


def test_nothing_is_declared_twice() -> None:
    written = [json.dumps(entry, sort_keys=True) for entry in EVERY]
    overridden = [(entry["collectionGroup"], entry["fieldPath"]) for entry in INDEXES["fieldOverrides"]]

    assert len(set(written)) == len(written)
    assert len(set(overridden)) == len(overridden)

"""The JS SDK in Node, as apps use it: over the Listen and Write streams.

Node runs all checks of `node/checks.mjs` in one process; each is judged here. The SDK is installed once with
`npm install --prefix packages/embedded-firebase/tests/conformance/node`; without it the checks are skipped, and say so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conformance.world import World

FOLDER = Path(__file__).parent / "node"
NODE = shutil.which("node")

EXPECTED: dict[str, Any] = {
    "set and get": {"n": 1, "text": "é🪞", "list": [1, {"a": None}], "on": True},
    "get of a missing document": False,
    "values of special types": [1234, 2, "AP8=", "b", 0.5],
    "numbers keep NaN and minus zero": [True, True],
    "merge": {"m": {"a": 1, "b": 2}},
    "update of a nested field": {"m": {"a": 1, "b": 2}},
    "transforms": {"n": 3, "list": [2, 3]},
    "server timestamp": True,
    "delete": False,
    "batch": [3, 2],
    "query by equality": ["d1", "d3", "d5"],
    "query by range": ["d3", "d4"],
    "query with in": ["d1", "d5"],
    "query with not-in": ["d3", "d4", "d5"],
    "query with array-contains": ["d1", "d4"],
    "query with array-contains-any": ["d0", "d1", "d3", "d4"],
    "query with or": ["d0", "d1", "d3", "d5"],
    "query in descending order with a limit": ["d5", "d4"],
    "query with limit to last": ["d4", "d5"],
    "query between cursors": ["d1", "d2"],
    "query by document id": ["d4", "d5"],
    "query from a document on": ["d4", "d5"],
    "collection group": ["b"],
    "aggregation": {"many": 6, "much": 15, "mean": 2.5},
    "transaction": {"n": 3},
    "transaction that only verifies": False,
    "listener on a document": [None, {"n": 1}, {"n": 2}, None],
    "listener on a query": [["d3", "d4"], ["d4", "d5"], ["first", "d4"]],
    "listener across a lost connection": [1, 2],
    "writes are pending until the server has them": True,
}

ERRORS: dict[str, str] = {"update of a missing document": "not-found"}

pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "firebase").is_dir(),
    reason="THE JS SDK IS NOT CHECKED: it takes node and `npm install` in tests/conformance/node",
)


@pytest.fixture(scope="module")
def results(shared: World) -> dict[str, dict[str, Any]]:
    assert NODE is not None
    command = [NODE, "checks.mjs", shared.address, shared.project]
    finished = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=100, check=False)
    assert finished.returncode == 0, finished.stderr
    answers: dict[str, dict[str, Any]] = json.loads(finished.stdout.strip().splitlines()[-1])
    return answers


@pytest.mark.xdist_group("javascript")
@pytest.mark.parametrize("check", EXPECTED)
def test_the_sdk_finds(results: dict[str, dict[str, Any]], check: str) -> None:
    assert results[check] == {"actual": EXPECTED[check]}


@pytest.mark.xdist_group("javascript")
@pytest.mark.parametrize("check", ERRORS)
def test_the_sdk_reports(results: dict[str, dict[str, Any]], check: str) -> None:
    assert results[check] == {"error": ERRORS[check]}

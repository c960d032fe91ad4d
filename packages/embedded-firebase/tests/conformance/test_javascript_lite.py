"""firebase/firestore/lite in Node: the JS SDK that speaks REST only.

It is installed with what `test_javascript_sdk.py` needs; without it the checks are skipped, and say so.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from conformance.test_javascript_sdk import FOLDER, NODE, pytestmark
from conformance.world import World

__all__ = ["pytestmark"]

EXPECTED: dict[str, Any] = {
    "set and get": {"actual": {"n": 1, "text": "é🪞", "list": [1, {"a": None}], "half": 0.5}},
    "get of a missing document": {"actual": False},
    "numbers keep NaN and infinity": {"actual": [True, True]},
    "update, merge and transforms": {"actual": {"m": {"a": 1, "b": 2}, "n": 3, "list": [2], "timed": True}},
    "add and delete": {"actual": [20, False]},
    "queries": {"actual": [["d3", "d4"], ["d4", "d2"], ["d1", "d3"], ["d3", "d4"]]},
    "aggregation": {"actual": {"many": 5, "much": 10, "mean": 2}},
    "transaction": {"actual": {"n": 2}},
    "transaction that only verifies": {"actual": False},
    "update of a missing document": {"error": "not-found"},
}


@pytest.mark.xdist_group("javascript")
def test_the_lite_sdk_finds_what_the_whole_one_does(world: World) -> None:
    assert NODE is not None
    command = [NODE, "lite.mjs", world.address, world.project]
    finished = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False)
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout.strip().splitlines()[-1]) == EXPECTED

"""@google-cloud/firestore in Node with `preferRest`: the server SDK over HTTP/1.1.

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

NOT_FOUND = 5
"""gRPC's code, by which the client names an error over either transport."""

EXPECTED: dict[str, Any] = {
    "set and get": {"actual": {"n": 1, "text": "é🪞", "list": [1, {"a": None}]}},
    "missing": {"actual": False},
    "update of a missing document": {"error": NOT_FOUND},
    "transforms": {"actual": 3},
    "batch and query": {"actual": ["d2", "d3"]},
    "count": {"actual": 6},
    "transaction": {"actual": 3},
    "several at once": {"actual": [True, False]},
    "collections": {"actual": ["things"]},
}


@pytest.mark.xdist_group("javascript")
def test_the_server_sdk_finds_over_rest_what_it_does_over_grpc(world: World) -> None:
    assert NODE is not None
    command = [NODE, "prefer_rest.mjs", world.address, world.project]
    finished = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False)
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout.strip().splitlines()[-1]) == EXPECTED

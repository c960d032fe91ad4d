"""Storage through Node's client, the Admin SDK for Node and the JS SDK: they write, read, resume and cancel.

Node runs all checks of `node/files.mjs` in one process; each is judged here. What they need is installed as for
`test_javascript_sdk.py`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from embedded_firebase import Suite

FOLDER = Path(__file__).parent / "node"
NODE = shutil.which("node")

OF_SERVERS: dict[str, Any] = {
    "a file is written and read": {"actual": ["héllo", "text/plain", "true", True]},
    "a resumable upload is whole": {"actual": True},
    "a resumable upload in chunks is whole": {"actual": True},
    "an upload goes on where it stopped": {"actual": True},
    "files are listed, copied and deleted": {"actual": ["b"]},
    "a missing file is not found": {"error": 404},
}

OF_THE_SDK: dict[str, Any] = {
    "a file is written and read": {"actual": ["héllo", "text/plain", "yes"]},
    "a resumable upload is whole": {"actual": [600_000, True]},
    "an upload pauses and goes on": {"actual": "success"},
    "a cancelled upload leaves nothing": {"actual": ["storage/canceled", "storage/object-not-found"]},
    "files are listed and deleted": {"actual": ["b"]},
}

EXPECTED = {
    **{f"Node client: {check}": answer for check, answer in OF_SERVERS.items()},
    **{f"Admin SDK: {check}": answer for check, answer in OF_SERVERS.items()},
    **{f"JS SDK: {check}": answer for check, answer in OF_THE_SDK.items()},
}

pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "firebase-admin").is_dir(),
    reason="STORAGE IS NOT CHECKED FROM NODE: it takes node and `npm install` in tests/conformance/node",
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    assert NODE is not None
    with Suite(root=tmp_path_factory.mktemp("project"), free_ports=True, functions=False) as suite:
        command = [NODE, "files.mjs", suite.addresses["storage"], suite.project]
        finished = subprocess.run(
            command, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False
        )
    assert finished.returncode == 0, finished.stderr
    answers: dict[str, dict[str, Any]] = json.loads(finished.stdout.strip().splitlines()[-1])
    return answers


@pytest.mark.xdist_group("javascript")
@pytest.mark.parametrize("check", EXPECTED)
def test_from_node(results: dict[str, dict[str, Any]], check: str) -> None:
    assert results[check] == EXPECTED[check]

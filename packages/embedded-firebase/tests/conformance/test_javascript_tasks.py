"""Cloud Tasks through the Admin SDK for Node: tasks are enqueued and deleted, and reach their function.

Node runs all checks of `node/tasks.mjs` in one process. What they need is installed as for `test_javascript_sdk.py`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from google.cloud import firestore

from embedded_firebase import Suite

FOLDER = Path(__file__).parent / "node"
NODE = shutil.which("node")

FUNCTION = """
import os
from firebase_functions import tasks_fn
from google.cloud import firestore

@tasks_fn.on_task_dispatched()
def remind(request):
    client = firestore.Client(project=os.environ["GCLOUD_PROJECT"])
    client.collection("notes").add({**request.data, "mine": request.raw_request.headers.get("X-Mine")})
    client.close()
"""

EXPECTED: dict[str, Any] = {
    "a task is enqueued": {"actual": "done"},
    "an identifier is used once": {"error": "functions/task-already-exists"},
    "a task for later can be deleted": {"actual": [1, 0, "none"]},
    "an unknown queue is not found": {"error": "functions/not-found"},
}

pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "firebase-admin").is_dir(),
    reason="TASKS ARE NOT CHECKED FROM NODE: it takes node and `npm install` in tests/conformance/node",
)


@pytest.mark.xdist_group("javascript")
def test_from_node(tmp_path: Path) -> None:
    assert NODE is not None
    (tmp_path / "main.py").write_text(FUNCTION)
    with Suite(root=tmp_path, free_ports=True, functions=tmp_path) as suite:
        command = [NODE, "tasks.mjs", suite.addresses["tasks"], suite.project]
        finished = subprocess.run(
            command, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False
        )
        assert finished.returncode == 0, finished.stderr
        assert json.loads(finished.stdout.strip().splitlines()[-1]) == EXPECTED
        suite.wait_idle()
        client = firestore.Client(project=suite.project)
        notes = sorted((note.get("n"), note.get("mine")) for note in client.collection("notes").stream())
        client.close()
        assert notes == [(1, "yes"), (2, None)]

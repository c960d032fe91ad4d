"""Auth through the JS SDK: codes from e-mails and the credentials of other providers.

Node runs all checks of `node/accounts.mjs` in one process; each is judged here. What they need is installed as for
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

EXPECTED: dict[str, Any] = {
    "a password is reset": {"actual": [True, "auth/invalid-action-code", True]},
    "an address is verified": {"actual": ["VERIFY_EMAIL", True]},
    "an address is changed once the new one is verified": {"actual": [True, True]},
    "a link signs in": {"actual": [True, True, ["password"]]},
    "a link is of its address alone": {"error": "auth/invalid-email"},
    "another provider signs up and in": {"actual": [[True, False], "Ada", "google.com", True]},
    "an anonymous account is linked": {"actual": [False, True, ["google.com"], []]},
    "an identity is of one account": {"error": "auth/credential-already-in-use"},
    "an unverified address of another provider opens no account": {
        "error": "auth/account-exists-with-different-credential"
    },
    "a verified address of another provider closes the unverified password": {
        "actual": [True, ["google.com"], "auth/invalid-credential"]
    },
}

pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "firebase").is_dir(),
    reason="AUTH IS NOT CHECKED FROM NODE: it takes node and `npm install` in tests/conformance/node",
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    assert NODE is not None
    with Suite(root=tmp_path_factory.mktemp("project"), free_ports=True, functions=False) as suite:
        command = [NODE, "accounts.mjs", suite.addresses["auth"], suite.project]
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

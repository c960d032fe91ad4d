"""The REST API keeps its document: requests made of it by Schemathesis get answers that it declares."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.whole_firebase import whole_firebase

ROOT = Path(__file__).parents[2]
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
"""All but those of what is accepted: a schema cannot say that an adult must agree, or which page tokens were given."""


@pytest.mark.whole
@pytest.mark.timeout(600)
def test_every_answer_to_a_request_made_of_the_document_is_declared(tmp_path: Path) -> None:
    with whole_firebase(CALLS_PER_MINUTE="0") as firebase:
        token = firebase.account("mira@example.com")
        firebase.app.generate(token, progress_metrics={"active_days": 3}, wait_seconds=20)
        command = [
            *(
                sys.executable,
                "-m",
                "schemathesis.cli",
                "run",
                str(ROOT / "hosting" / "api" / "openapi.json"),
            ),
            *("--url", f"http://{firebase.suite.addresses['hosting']}"),
            *("--header", f"Authorization: Bearer {token}"),
            *("--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing"),
            *("--seed", "7", "--max-examples", "25", "--generation-database", "none", "--no-color"),
            "--request-timeout",
            "60",
            *("--exclude-operation-id", "delete_my_data"),  # the account would be gone for the others
        ]
        hooks = {"PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": "tests.fuzz.document_hooks"}
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env=os.environ | hooks, check=False
        )
        firebase.settle()
    assert done.returncode == 0, done.stdout[-6000:]
    assert re.search(r"\d{3,} generated", done.stdout)

"""The hosted workflow runs what a stranger runs, on what is deployed, and is trusted with nothing."""

import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load(TEXT)
(JOB,) = WORKFLOW["jobs"].values()


def test_it_runs_the_script_that_everybody_can_run() -> None:
    assert [step["run"] for step in JOB["steps"] if "run" in step][-1] == ".ci/run"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_it_may_read_the_code_and_knows_no_secret() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in JOB
    assert "secrets." not in TEXT
    assert "pull_request_target" not in TEXT


def test_it_runs_the_oldest_python_and_the_deployed_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    runtime = json.loads((ROOT / "firebase.json").read_text(encoding="utf-8"))["functions"][0]["runtime"]
    deployed = runtime.replace("python3", "3.")

    assert JOB["strategy"]["matrix"]["python"] == [oldest, deployed]


def test_the_actions_of_others_are_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in JOB["steps"] if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)] == []


def test_the_history_is_there_and_the_time_is_bounded() -> None:
    (checkout,) = [step for step in JOB["steps"] if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"]["fetch-depth"] == 0
    assert JOB["timeout-minutes"] <= 90

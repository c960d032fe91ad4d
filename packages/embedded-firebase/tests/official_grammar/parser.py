"""The official grammar of security rules, asked in Node."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

NODE = Path(__file__).parent / "node"


def official(*files: Path) -> list[dict[str, Any]]:
    """Return what the official grammar makes of each file: its `tree`, or the `error`.

    Skip the test, and say so, if Node or the package is missing.
    """
    if shutil.which("node") is None or not (NODE / "node_modules").is_dir():
        pytest.skip(f"the official grammar of security rules was not asked: run `npm ci` in {NODE}")
    command = ["node", str(NODE / "parse.mjs"), *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]

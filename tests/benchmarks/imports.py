"""Cold start: what importing main.py costs, against the floor of importing `firebase_functions.https_fn` alone."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.benchmarks.rows import Row, at_most

FUNCTIONS = Path(__file__).parents[2] / "functions"
FLOOR = "firebase_functions.https_fn"
HEAVY = ("openai", "pydantic", "PIL", "google.cloud.storage")
"""What is loaded when first needed, never at start."""
BUDGET = 1.5
PAIRS = 9

_IMPORT = """
import importlib, json, sys, time
name, heavy = sys.argv[1], sys.argv[2:]
begun = time.perf_counter()
importlib.import_module(name)
seconds = time.perf_counter() - begun
print(json.dumps({"seconds": seconds, "modules": len(sys.modules), "heavy": [n for n in heavy if n in sys.modules]}))
"""


def rows(quick: bool) -> Iterable[Row]:
    """Fresh interpreters in turns, so that a busy spell hits both; the least of each, since noise only adds."""
    with tempfile.TemporaryDirectory() as bytecode:
        environment = _environment(bytecode)
        for name in (FLOOR, "main"):  # compiles and warms the file cache
            _cold_import(name, environment)
        pairs = [
            (_cold_import(FLOOR, environment), _cold_import("main", environment))
            for _ in range(3 if quick else PAIRS)
        ]
    floor = min(pair[0]["seconds"] for pair in pairs)
    whole = min(pair[1]["seconds"] for pair in pairs)
    last = pairs[-1][1]
    yield Row(f"import {FLOOR}", f"{1000 * floor:.0f} ms")
    yield Row("import main", f"{1000 * whole:.0f} ms, {last['modules']} modules")
    yield at_most("import main / import https_fn", whole / floor, BUDGET)
    yield Row(
        f"of {', '.join(HEAVY)} main loads", ", ".join(last["heavy"]) or "none", "none", not last["heavy"]
    )


def _environment(bytecode: str) -> dict[str, str]:
    """Bytecode in a folder of our own: whether the caller writes any must not decide the ratio."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPATH": str(FUNCTIONS),
        "PYTHONPYCACHEPREFIX": bytecode,
        "GCLOUD_PROJECT": "demo-mirror",
    }


def _cold_import(name: str, environment: dict[str, str]) -> dict[str, Any]:
    """Imports a module in a fresh interpreter: seconds, modules loaded, and which heavy ones are among them."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, name, *HEAVY],
        env=environment,
        cwd=FUNCTIONS,
        check=True,
        capture_output=True,
        timeout=60,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result

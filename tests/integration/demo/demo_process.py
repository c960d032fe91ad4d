"""`python -m demo` as a process of its own, as `make run` starts it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
MOST_SECONDS = 100


def start(folder: Path, *options: str, **variables: str) -> subprocess.Popen[str]:
    """Start the demo without a terminal, on free ports, without PYTHONPATH, and without a key unless given one."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("OPENAI_API_KEY", "PYTHONPATH") and not name.endswith("EMULATOR_HOST")
    }
    return subprocess.Popen(
        [sys.executable, "-m", "demo", "--free-ports", "--folder", str(folder), *options],
        cwd=ROOT,
        env={
            **environment,
            "PYTHONUNBUFFERED": "1",
            "PYTHONIOENCODING": "utf-8",
            **variables,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )

"""The demo: half a year with one person, through the real callables, on the embedded Firebase. `make run`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The root of the repository, with firebase.json."""

FUNCTIONS = ROOT / "functions"

# `python -m demo` needs no PYTHONPATH.
if str(FUNCTIONS) not in sys.path:
    sys.path.append(str(FUNCTIONS))

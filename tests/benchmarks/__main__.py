"""The command line: which groups to measure, and what the exit status says."""

import argparse
import importlib
import os
import pkgutil
import sys
import time
from collections.abc import Sequence

from rich.console import Console

import tests.benchmarks
from tests.benchmarks.report import show_group, show_verdict
from tests.benchmarks.rows import Measure, Row

GROUPS = {
    "imports": "Cold start: importing main.py",
    "populations": "Populations: hits, pictures paid for, dollars",
    "capacity": "Capacity: docs/capacity.md in short",
    "jpegs": "JPEG bytes against Pillow quality 85 optimize",
    "painter": "The painter",
    "quality": "Quality: what the judge finds, where its limits were set and where not",
    "start": "The embedded Firebase",
    "pipeline": "Everything but the provider's own time, per picture",
    "admission": "Admission: what a wish costs",
    "bursts": "Bursts: 200 and 1000 wishes at one moment",
    "races": "Races: many wishes at one moment",
    "day_shares": "Day shares: the counters of a day by many writers",
    "fan_outs": "Fan-outs: pages, and 100 000 avatars",
    "launch": "A launch day: 50 000 wishes in ten minutes",
    "naive": "Peers side by side: the specification as written, and ours",
}
"""Module of this package -> title, in the order they are shown. Modules named `firestore...` that have rows follow."""


def main(arguments: Sequence[str]) -> int:
    """Measures, prints, and returns the exit status: 0, or with --strict 1 where a budget misses."""
    groups = [*GROUPS, *_on_firestore()]
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=tests.benchmarks.__doc__)
    options.add_argument(
        "--only", nargs="+", choices=groups, default=groups, metavar="NAME", help=", ".join(groups)
    )
    options.add_argument("--quick", action="store_true", help="smaller samples: seconds instead of minutes")
    options.add_argument("--strict", action="store_true", help="exit with 1 if a budget misses")
    chosen = options.parse_args(arguments)

    console = Console(width=None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "140")))
    rows: list[Row] = []
    for name in chosen.only:
        measure: Measure = importlib.import_module(f"tests.benchmarks.{name}").rows
        begun = time.perf_counter()
        measured = list(measure(chosen.quick))
        show_group(
            console,
            GROUPS.get(name, f"The embedded Firestore: {name}"),
            measured,
            time.perf_counter() - begun,
        )
        rows += measured
    show_verdict(console, rows)
    return 1 if chosen.strict and any(row.ok is False for row in rows) else 0


def _on_firestore() -> list[str]:
    names = sorted(module.name for module in pkgutil.iter_modules(tests.benchmarks.__path__))
    return [
        name
        for name in names
        if name.startswith("firestore")
        and hasattr(importlib.import_module(f"tests.benchmarks.{name}"), "rows")
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

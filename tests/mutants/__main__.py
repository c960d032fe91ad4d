"""`python -m tests.mutants`: whether `make test` notices when a promise is broken, whatever its seed draws.

Each mutant breaks one line in a copy of the project. What of `make test` is about it runs there under the seeds 1, 2
and so on, and must fail under each. With `--drawn` only what is drawn runs, the crash matrix and the model: how much a
single draw sees by itself. It takes minutes; `make mutants` is not part of `make test`.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.catalogue import DRAWN, MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
COPIED = (
    "functions",
    "tests",
    "packages",
    "conftest.py",
    "pyproject.toml",
    "firestore.indexes.json",
    "firestore.rules",
)
LEFT_OUT = ("node_modules", "__pycache__", ".venv", "venv")

_FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)


def main() -> int:
    """Print under how many seeds each mutant died, and of what; return 1 if one survived any."""
    options = _options()
    survived = 0
    for mutant in MUTANTS:
        if options.only not in mutant.name:
            continue
        with mutated(mutant) as project:
            for seed in range(1, options.seeds + 1):
                killer = killed_by(project, DRAWN if options.drawn else mutant.tests, seed)
                survived += killer is None
                print(f"{mutant.name:<24} seed {seed:>2}  {killer or 'SURVIVED'}", flush=True)
    print(f"{survived} survived" if survived else "each died under every seed")
    return 1 if survived else 0


@contextmanager
def mutated(mutant: Mutant) -> Iterator[Path]:
    """Yield a copy of the project in which the mutant is at work. Raises ValueError if it has no place there."""
    with tempfile.TemporaryDirectory(prefix="mirror-realm-mutant-") as folder:
        project = Path(folder)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
            else:
                shutil.copy(ROOT / name, project / name)
        broken = project / mutant.file
        broken.write_text(mutant.applied(broken.read_text(encoding="utf-8")), encoding="utf-8")
        yield project


def killed_by(project: Path, tests: tuple[str, ...], seed: int) -> str | None:
    """Return the first test that fails under this seed; None if none does. Raises RuntimeError if none could run."""
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-x", "-m", "not soak", "-p", "no:cacheprovider"),
        *("--no-header", "--tb=no", f"--seed={seed}", *tests),
    ]
    environment = os.environ | {"PYTHONPATH": "functions", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    failed = _FAILED.search(done.stdout)
    if done.returncode not in (0, 1) or (failed is None) != (done.returncode == 0):
        raise RuntimeError(f"the tests did not run:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return failed[1] if failed else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many (default: 10)")
    parser.add_argument("--only", default="", help="mutants whose name contains this")
    parser.add_argument("--drawn", action="store_true", help="run only what is drawn")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

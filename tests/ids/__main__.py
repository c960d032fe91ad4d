"""`python -m tests.ids`: where every test of commit cecf284 is now. Exits 1 if one is lost without a reason.

A test is known by its function and parameters; its file may have moved. What was renamed is in `RENAMED`, what has gone
in `GONE`, each with the reason.
"""

import gzip
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

GONE = {
    "test_whoever_writes_is_listed": "the store itself refuses what forgets the erasure fence (test_store.py); "
    "test_whoever_stores_files_is_listed keeps the half about files",
}
RENAMED: dict[str, str] = {}
"""Old test name -> new one."""


def main() -> int:
    """Print the moves by file, then each missing test with its reason; the exit status."""
    before = gzip.decompress((Path(__file__).parent / "cecf284.txt.gz").read_bytes()).decode().split("\n")
    places: dict[str, set[str]] = defaultdict(set)
    for one in collected():
        file, _, test = one.partition("::")
        places[test].add(file)
    moved: dict[tuple[str, str], int] = defaultdict(int)
    kept, lost = 0, []
    for one in filter(None, before):
        file, _, test = one.partition("::")
        function = test.partition("[")[0]
        now = places.get(test) or places.get(test.replace(function, RENAMED.get(function, function), 1))
        if now is None:
            lost.append((one, GONE.get(function)))
        elif file in now:
            kept += 1
        else:
            moved[file, min(now, key=lambda there: _distance(file, there))] += 1
    for (old, new), count in sorted(moved.items()):
        print(f"{count:5}  {old} -> {new}")
    for one, why in lost:
        print(f"       {one}: {why or 'LOST, AND NOBODY SAYS WHY'}")
    print(f"{kept} where they were, {sum(moved.values())} moved, {len(lost)} gone")
    return 1 if any(why is None for _, why in lost) else 0


def collected() -> list[str]:
    """Return the ids of all tests there are, the soak included."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if "::" in line]


def _distance(old: str, new: str) -> int:
    """How few folder names two files share: of several tests of one name the likeliest is the nearest."""
    return -len(set(Path(old).parts) & set(Path(new).parts))


if __name__ == "__main__":
    sys.exit(main())

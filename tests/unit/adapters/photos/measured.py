"""Measures what reading photos takes: `python measured.py FOLDER` reads every file of it and tells the outcomes.

One process under the memory limit that is claimed; a line of JSON for each file, in the order of their names.
"""

import json
import resource
import sys
import time
from pathlib import Path

from mirror_realm.adapters.photos.reader import SandboxedReader
from mirror_realm.errors import ContentRejected

LIMIT = 300 * 1024 * 1024


def main(folder: Path) -> None:
    """Any other error than a refusal ends the run, and so the test."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    reader = SandboxedReader()
    for file in sorted(folder.iterdir()):
        data = file.read_bytes()
        started, used = time.monotonic(), _processor_seconds()
        try:
            outcome, result = "prepared", len(reader.prepare(data))
        except ContentRejected as refused:
            outcome, result = str(refused), 0
        told = {
            "file": file.name,
            "outcome": outcome,
            "bytes": result,
            "seconds": time.monotonic() - started,
            "processor_seconds": _processor_seconds() - used,
            "child_peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
            "own_peak": _own_peak(),
        }
        sys.stdout.write(json.dumps(told) + "\n")


def _own_peak() -> int:
    """Resident bytes at most. Not by `getrusage`: that counts what started this process, too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (kibibytes,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(kibibytes) * 1024


def _processor_seconds() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

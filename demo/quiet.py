"""Quiet: while the demo speaks, everything else that this process says goes to a file."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def quiet(log: Path) -> Iterator[TextIO]:
    """Send standard error, C libraries' included, and what functions print to a log file.

    Yields the terminal: what standard output was. The log starts anew; each line is there as soon as it is said.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    terminal = sys.stdout
    terminal.flush()
    sys.stderr.flush()
    stderr = os.dup(2)
    with log.open("w", encoding="utf-8", buffering=1) as file:
        os.dup2(file.fileno(), 2)
        sys.stdout = sys.stderr
        try:
            yield terminal
        finally:
            sys.stderr.flush()
            sys.stdout = terminal
            os.dup2(stderr, 2)
            os.close(stderr)

"""Quiet: the demo alone prints to the terminal; all other output of this process goes to a file."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def quiet(log: Path) -> Iterator[TextIO]:
    """Send standard error, C libraries' included, and what functions print to a log file.

    Yields the terminal, the former standard output. The log is overwritten and line-buffered.
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

"""Everything a run starts, found again whatever session or parent it has: each inherits a mark in its environment."""

import os
import signal
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

NAME = "MIRROR_REALM_E2E_RUN"
TERM_SECONDS = 2.0
LOOK_EVERY_SECONDS = 0.05


@dataclass(frozen=True)
class Mark:
    """A run's own."""

    value: str

    def processes(self) -> dict[int, str]:
        """Those that still live, and their command lines. Needs Linux' /proc."""
        wanted = f"{NAME}={self.value}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            # A process may end at any moment, and others' are not ours to read.
            with suppress(OSError):
                if int(folder.name) != os.getpid() and wanted in (folder / "environ").read_bytes().split(
                    b"\0"
                ):
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ").strip()
        return found

    def end_all(self) -> dict[int, str]:
        """End them, first politely; those that had to be ended."""
        left = self.processes()
        for number in (signal.SIGTERM, signal.SIGKILL):
            for process in self.processes():
                with suppress(ProcessLookupError):
                    os.kill(process, number)
            deadline = time.monotonic() + TERM_SECONDS
            while self.processes() and time.monotonic() < deadline:
                time.sleep(LOOK_EVERY_SECONDS)
        return left


@contextmanager
def marked() -> Iterator[Mark]:
    """Whatever is started inside is marked, and gone when it is left, however it is left."""
    mark = Mark(uuid.uuid4().hex)
    os.environ[NAME] = mark.value
    try:
        yield mark
    finally:
        del os.environ[NAME]
        mark.end_all()

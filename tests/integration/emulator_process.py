"""`python -m emulator` as a process of its own, whose every word on stdout and stderr is kept."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class EmulatorProcess:
    process: subprocess.Popen[bytes]
    ready: dict[str, Any]
    _heard: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        assert self.process.stderr is not None
        self._listening = threading.Thread(target=self._listen, args=(self.process.stderr,))
        self._listening.start()

    @property
    def captured(self) -> bytes:
        """What it has said on stderr so far, where functions' own stdout goes too."""
        return bytes(self._heard)

    def end(self) -> bytes:
        """End it cleanly; all it said, but for its ready line."""
        assert self.process.stdout is not None
        self.process.send_signal(signal.SIGINT)
        rest = self.process.stdout.read()
        self.process.stdout.close()
        self.process.wait(30)
        self._listening.join(30)
        return bytes(self._heard) + rest

    def _listen(self, stream: Any) -> None:
        with stream:
            while said := stream.read1():
                self._heard += said


@contextmanager
def emulator_process(*options: str, **settings: str) -> Iterator[EmulatorProcess]:
    """Run the embedded Firebase with the functions of this repository and these settings, without PYTHONPATH."""
    command = [sys.executable, "-m", "emulator", "--free-ports", "--root", str(ROOT), *options]
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.endswith("EMULATOR_HOST")
    }
    environment = {**inherited, "PYTHONUNBUFFERED": "1", **settings}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield EmulatorProcess(process, json.loads(process.stdout.readline()))
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()

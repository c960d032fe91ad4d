"""firebase-tools from npm: its emulators, and what its CLI finds in a codebase."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e import project
from tests.e2e.project import Project

FOLDER = Path(__file__).parent
CLI = FOLDER / "node_modules" / "firebase-tools" / "lib" / "bin" / "firebase.js"
READY = "All emulators ready!"
START_SECONDS = 300.0
STOP_SECONDS = 20.0
DISCOVERY_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.1


class ToolsFailed(Exception):
    """firebase-tools did not do what it was asked; the message is what it said last."""


def environment(folder: Path, engines: Mapping[str, str]) -> dict[str, str]:
    """Return what the CLI is started with: nobody to ask, its files in `folder` and nowhere else, these engines."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    homes = {"XDG_CONFIG_HOME": str(folder), "TMPDIR": str(folder)}
    return {**inherited, "CI": "1", **homes, **engines}


@contextmanager
def emulators(copy: Project, surroundings: Mapping[str, str], log: Path) -> Iterator[None]:
    """Yield the emulators, ready; what they say goes to `log`. They are asked to stop, and may leave workers behind.

    Raises ToolsFailed.
    """
    command: list[str | Path] = ["node", CLI, "emulators:start", "--project", project.ID]
    with log.open("w") as said:
        process = subprocess.Popen(
            command,
            cwd=copy.folder,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, log)
            yield
        finally:
            _stop(process)


def _wait_until_ready(process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while READY not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ToolsFailed(f"the emulators did not start:\n{tail(log)}")
        time.sleep(LOOK_EVERY_SECONDS)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def discovered(copy: Project, surroundings: Mapping[str, str]) -> dict[str, Any]:
    """Return the functions as the CLI itself finds them before a deployment. Raises ToolsFailed."""
    command: list[str | Path] = ["node", CLI, "internaltesting:functions:discover", "--project", project.ID]
    ran = subprocess.run(
        command,
        cwd=copy.folder,
        env={**surroundings, "FIREBASE_CLI_EXPERIMENTS": "internaltesting"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DISCOVERY_SECONDS,
        check=False,
    )
    start = ran.stdout.find('{\n  "default"')
    if ran.returncode or start < 0:
        raise ToolsFailed(f"nothing was discovered:\n{ran.stdout}{ran.stderr}")
    builds, _ = json.JSONDecoder().raw_decode(ran.stdout, start)
    found: dict[str, Any] = builds["default"]
    return found


def tail(log: Path, lines: int = 40) -> str:
    """Return the end of what was said."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])

"""The clients that judge: programs that print a JSON line for each chapter they got through."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.e2e.project import Project

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
PHOTO = ROOT / "demo" / "photo.jpg"
SECONDS = 600.0
"""The longest a client may take."""

Told = dict[str, Any]


class ClientFailed(Exception):
    """A client found something wrong; the message says what, and in which chapter."""


def journey(copy: Project, tell: Callable[[Told], None]) -> set[str]:
    """Return a day with the app, through the JS SDK in Node; the callables that were called. Raises ClientFailed."""
    command = ["node", str(FOLDER / "app" / "journey.mjs"), json.dumps(copy.described()), str(PHOTO)]
    return set(_run(command, tell)["called"])


def page(copy: Project, tell: Callable[[Told], None]) -> str:
    """Return the page in a browser; the browser's version. Raises ClientFailed."""
    command = [sys.executable, "-m", "tests.e2e.page", json.dumps(copy.described())]
    return str(_run(command, tell)["browser"])


def indexes(file: Path) -> None:
    """Check a file of indexes as firebase-tools does before a deployment. Raises ClientFailed."""
    ran = subprocess.run(
        ["node", FOLDER / "app" / "indexes.mjs", file], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise ClientFailed(ran.stderr)


def _run(command: list[str], tell: Callable[[Told], None]) -> Told:
    """Tells of every chapter as it ends; the last line."""
    last: Told = {}
    with tempfile.TemporaryFile("w+") as complaints:
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": complaints}
        with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
            assert process.stdout is not None
            patience = threading.Timer(SECONDS, process.kill)
            patience.start()
            try:
                for line in process.stdout:
                    last = json.loads(line)
                    tell(last)
            except BaseException:
                process.kill()  # else an interrupted run would wait for it
                raise
            finally:
                patience.cancel()
        complaints.seek(0)
        if process.returncode:
            raise ClientFailed(
                f"{last.get('chapter', command[1])}:\n{last.get('error', '')}{complaints.read()}"
            )
    return last

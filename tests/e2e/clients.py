"""The clients that judge: programs that print a JSON line for each chapter they got through."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.e2e.project import Project

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
PHOTO = ROOT / "emulator" / "demo" / "photo.jpg"
SECONDS = 600.0
"""The longest a client may take."""

Told = dict[str, Any]


class ClientFailed(Exception):
    """A client found something wrong; the message says what, and in which chapter."""


def journey(copy: Project, tell: Callable[[Told], None]) -> set[str]:
    """A day with the app, through the JS SDK in Node; the callables that were called. Raises ClientFailed."""
    command = ["node", str(FOLDER / "app" / "journey.mjs"), json.dumps(copy.described()), str(PHOTO)]
    return set(_run(command, tell)["called"])


def page(copy: Project, tell: Callable[[Told], None]) -> str:
    """The page in a browser; the browser's version. Raises ClientFailed."""
    command = [sys.executable, "-m", "tests.e2e.page", json.dumps(copy.described())]
    return str(_run(command, tell)["browser"])


def indexes(file: Path) -> None:
    """What firebase-tools checks of a file of indexes before it deploys it. Raises ClientFailed."""
    ran = subprocess.run(
        ["node", FOLDER / "app" / "indexes.mjs", file], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise ClientFailed(ran.stderr)


def _run(command: list[str], tell: Callable[[Told], None]) -> Told:
    """Tells of every chapter; the last line."""
    ran = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    *chapters, last = [json.loads(line) for line in ran.stdout.splitlines()] or [{}]
    for chapter in chapters:
        tell(chapter)
    if ran.returncode:
        raise ClientFailed(f"{last.get('chapter', command[1])}:\n{last.get('error', '')}{ran.stderr}")
    told: Told = last
    return told

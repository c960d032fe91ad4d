"""The embedded Firebase in a process of its own, with the settings a test wants."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.people import PEOPLE
from tests.browser.chromium import PUBLIC_NAME

ROOT = Path(__file__).parents[2]
SOURCES = "functions:packages/embedded-firebase/src"
"""Of this checkout, whatever another one has installed in the environment that they share."""

STOP_SECONDS = 20


@dataclass(frozen=True)
class Firebase:
    """A running suite."""

    hosting: str
    auth: str
    firestore: str = ""
    """`HOST:PORT`"""
    functions: str = ""
    """Base URL of the callables."""

    @property
    def port(self) -> str:
        """Hosting's."""
        return self.hosting.rpartition(":")[2]

    def sign_up_demo_people(self) -> None:
        """Make their accounts, as `make run` does; the page makes those that are missing."""
        for person in PEOPLE.values():
            account = {"email": person.email, "password": person.password, "displayName": person.name}
            self._post("accounts:signUp", account)

    def delete_accounts(self) -> None:
        """Delete all accounts, as somebody who cleans the emulator does."""
        request = urllib.request.Request(
            f"http://{self.auth}/emulator/v1/projects/demo-mirror/accounts", method="DELETE"
        )
        with urllib.request.urlopen(request):
            pass

    def _post(self, call: str, body: dict[str, Any]) -> None:
        address = f"http://{self.auth}/identitytoolkit.googleapis.com/v1/{call}?key=any"
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(address, json.dumps(body).encode(), headers)):
            pass


@contextmanager
def running_firebase(log: Path, **settings: str) -> Iterator[Firebase]:
    """Yield a suite on free ports, with our own painter unless a setting says otherwise. What it says is in `log`."""
    environment = os.environ | {"PYTHONPATH": SOURCES, "IMAGE_PROVIDER": "painter"} | settings
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "emulator", "--free-ports", "--allow-host", PUBLIC_NAME],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        with process:
            assert process.stdout is not None
            try:
                line = process.stdout.readline()
                assert line, f"Firebase did not start:\n{log.read_text()}"
                ready = json.loads(line)
                yield Firebase(
                    **{name: ready[name] for name in ("hosting", "auth", "firestore", "functions")}
                )
            finally:
                process.terminate()
                process.wait(STOP_SECONDS)

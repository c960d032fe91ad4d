"""A demo that stays until it is interrupted, and what can be asked of it meanwhile."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from demo.client import Client, SignedIn
from demo.exchange import post_json
from demo.people import DemoPerson
from tests.integration.demo.demo_process import MOST_SECONDS, start

LAST_WORDS = "Ctrl-C ends"
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Staying:
    """A demo that has shown everything and is still running."""

    told: str
    page: str
    folder: Path

    @property
    def _emulators(self) -> dict[str, Any]:
        with urlopen(f"{self.page}/__/firebase/init.json") as answer:
            found: dict[str, Any] = json.loads(answer.read())["emulators"]
        return found

    @property
    def client(self) -> Client:
        functions, auth = self._emulators["functions"], self._emulators["auth"]
        base = f"http://{functions['host']}:{functions['port']}/demo-mirror/{functions['region']}"
        return Client(base, f"{auth['host']}:{auth['port']}", PATIENCE_SECONDS)

    def step_in(self, person: DemoPerson) -> SignedIn:
        """Sign in as the page does."""
        account = post_json(
            f"http://{self.client.auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any",
            {"email": person.email, "password": person.password, "returnSecureToken": True},
        )
        return SignedIn(account["localId"], account["idToken"])


@contextmanager
def staying(folder: Path) -> Iterator[Staying]:
    """Run a short demo until it stays, and end it afterwards."""
    with start(folder, "--short") as process:
        try:
            told = _until_last_words(process)
            page = re.search(r"The page is at (http://\S+)", told)
            assert page is not None, told
            yield Staying(told, page[1], folder)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=MOST_SECONDS)


def _until_last_words(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if LAST_WORDS in line:
            break
    return told

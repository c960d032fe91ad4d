"""The embedded Firebase in a process of its own, met as the product meets a database: over the wire, not in memory."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_firebase.environment import emulator_variables

REPOSITORY = Path(__file__).parents[2]
PROJECT = "demo-mirror"
_READY_SECONDS = 30.0
_END_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Operations:
    """Documents as Firestore bills them, and calls by name, since the last reset."""

    reads: int
    writes: int
    rpcs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EmbeddedFirebase:
    """One that answers."""

    ready: Mapping[str, Any]
    """Its ready line."""
    seconds: float
    """From starting the process to its ready line."""
    pid: int

    @property
    def memory_megabytes(self) -> float:
        """Resident memory of the process, in millions of bytes. Raises OSError where there is no /proc."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        (kibibytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kibibytes) * 1024 / 1e6

    def sign_up(self) -> str:
        """Return the ID token of a new anonymous account."""
        url = f"http://{self.ready['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
        _, answer = _post(url, {"returnSecureToken": True})
        return str(answer["idToken"])

    def call(self, name: str, data: Mapping[str, Any], token: str) -> tuple[int, Any]:
        """Return the status and JSON of a callable's answer."""
        headers = {"authorization": f"Bearer {token}"}
        return _post(f"{self.ready['functions']}/{name}", {"data": data}, headers)

    def operations(self) -> Operations:
        with urllib.request.urlopen(self._operations_url, timeout=10) as answer:
            counted = json.load(answer)
        return Operations(counted["reads"], counted["writes"], counted["rpcs"])

    def reset_operations(self) -> None:
        urllib.request.urlopen(
            urllib.request.Request(self._operations_url, method="DELETE"), timeout=10
        ).close()

    @property
    def _operations_url(self) -> str:
        return f"http://{self.ready['firestore']}/__/operations"


@contextmanager
def embedded_firebase(settings: Mapping[str, str], *, functions: bool) -> Iterator[EmbeddedFirebase]:
    """Run one on free ports, with the product's functions or none; meanwhile this process's environment names it.

    `settings` are the product's, here and there. Raises RuntimeError with the log's end if it does not get ready.
    """
    with tempfile.TemporaryDirectory() as folder, open(Path(folder) / "log", "w+b") as log:
        root = REPOSITORY if functions else Path(folder)
        if not functions:
            (root / "firestore.indexes.json").write_bytes(
                (REPOSITORY / "firestore.indexes.json").read_bytes()
            )
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "emulator", "--free-ports", "--project", PROJECT, "--root", str(root)],
            cwd=REPOSITORY,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=log,
        )
        try:
            line = _first_line(process)
            seconds = time.perf_counter() - begun
            if not line:
                log.seek(0)
                raise RuntimeError("the embedded Firebase did not start: " + log.read()[-2000:].decode())
            ready = json.loads(line)
            with _environment({**emulator_variables(PROJECT, _addresses(ready)), **settings}):
                yield EmbeddedFirebase(ready, seconds, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _first_line(process: subprocess.Popen[bytes]) -> bytes:
    """Return the first line on stdout; empty if the process ends or says nothing in time."""
    assert process.stdout is not None
    too_late = threading.Timer(_READY_SECONDS, process.kill)
    too_late.start()
    try:
        return process.stdout.readline()
    finally:
        too_late.cancel()


def _addresses(ready: Mapping[str, Any]) -> dict[str, str]:
    names = ("firestore", "storage", "auth", "hosting", "tasks")
    return {name: str(ready[name]).removeprefix("http://") for name in names}


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _post(url: str, content: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
    request = urllib.request.Request(
        url,
        data=json.dumps(content).encode(),
        headers={"content-type": "application/json", **(headers or {})},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)

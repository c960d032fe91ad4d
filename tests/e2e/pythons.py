"""Interpreters at hand, and virtual environments with functions/requirements.txt alone, as a deployment builds them."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "e2e"
REQUIREMENTS = ROOT / "functions" / "requirements.txt"
_RUNTIME = re.compile(r"python(\d)(\d+)")


class NotInstalled(Exception):
    """The packages cannot be installed, or do not fit together; the message is pip's."""


@dataclass(frozen=True)
class Python:
    """An interpreter."""

    version: str
    """`3.13`"""
    path: Path

    @property
    def runtime(self) -> str:
        """As firebase.json names it: `python313`."""
        return "python" + self.version.replace(".", "")


def deployed_version() -> str:
    """Return the version that firebase.json deploys with."""
    config = json.loads((ROOT / "firebase.json").read_text(encoding="utf-8"))
    found = _RUNTIME.fullmatch(config["functions"][0]["runtime"])
    assert found, "firebase.json names no Python runtime"
    return f"{found[1]}.{found[2]}"


def own() -> Python:
    """Return the one that runs this."""
    return Python(f"{sys.version_info.major}.{sys.version_info.minor}", Path(sys.executable))


def find(version: str) -> Python | None:
    """Return the interpreter of a version: on the path, or one of pyenv's that is not switched on."""
    name = f"python{version}"
    for path in _candidates(name, version):
        works = subprocess.run([path, "-c", "import venv, ensurepip"], capture_output=True, check=False)
        if works.returncode == 0:
            return Python(version, path)
    return None


def _candidates(name: str, version: str) -> Iterator[Path]:
    if found := shutil.which(name):
        yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/{name}"))


def environment_of(python: Python) -> Path:
    """Return a virtual environment with the requirements and nothing else, kept in build/ until they change.

    Raises NotInstalled.
    """
    folder = BUILD / f"python{python.version}"
    stamp = folder / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        _run(python.path, "-m", "venv", folder)
        _pip(folder, "install", "--quiet", "-r", REQUIREMENTS)
        _pip(folder, "check")
        stamp.write_text(wanted)
    return folder


def _pip(folder: Path, *arguments: str | Path) -> None:
    _run(folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", *arguments)


def _run(*command: str | Path) -> None:
    # A clean Python does not see this project's folders.
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(command, env=alone, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise NotInstalled(ran.stdout + ran.stderr)

"""A copy of what is deployed, in a folder of its own: firebase-tools writes there, on ports that are free."""

import json
import shutil
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.pythons import Python

ROOT = Path(__file__).parents[2]
ID = "demo-mirror"
BUCKET = f"{ID}.appspot.com"
REGION = "europe-west1"
"""Where the emulated functions run: not the default, on which firebase-tools and a page could fall back."""
HOST = "127.0.0.1"

EMULATORS = ("auth", "functions", "firestore", "hosting", "storage", "eventarc", "tasks", "hub", "logging")
COPIED = ("functions", "hosting", "firestore.rules", "firestore.indexes.json", "storage.rules")
NOT_COPIED = shutil.ignore_patterns("venv", ".venv", "__pycache__", ".env*", ".secret*")

SETTINGS = {
    "IMAGE_PROVIDER": "painter",
    "USER_DAILY_LIMIT": "100",
    "GLOBAL_DAILY_LIMIT": "1000",
    "ANONYMOUS_DAILY_SHARE": "1",
}
"""Enough for everything that is tried here. No key is set: firebase-tools says so, loudly, and goes on."""


@dataclass(frozen=True)
class Project:
    """The copy."""

    folder: Path
    addresses: Mapping[str, str]
    """`HOST:PORT` of each emulator."""
    ports: frozenset[int]
    """Every port it may take."""

    def described(self) -> dict[str, Any]:
        """Return what an app must know of it."""
        return {"project": ID, "region": REGION, "bucket": BUCKET, "emulators": dict(self.addresses)}


def copied(folder: Path, python: Python, environment: Path) -> Project:
    """Copy it to `folder`, its functions to run on this interpreter with the packages of this environment."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=NOT_COPIED)
        else:
            shutil.copy(source, target)
    (folder / "functions" / "venv").symlink_to(environment)
    *numbers, websocket = free_ports(len(EMULATORS) + 1)
    ports = dict(zip(EMULATORS, numbers, strict=True))
    hosting = {"HOSTING_URL": f"http://{HOST}:{ports['hosting']}"}
    lines = [f"{name}={value}\n" for name, value in {**SETTINGS, **hosting}.items()]
    (folder / "functions" / ".env").write_text("".join(lines))

    config = json.loads((ROOT / "firebase.json").read_text(encoding="utf-8"))
    config["functions"][0]["runtime"] = python.runtime
    for name, port in ports.items():
        config["emulators"][name] = {"host": HOST, "port": port}
    config["emulators"]["firestore"]["websocketPort"] = websocket
    (folder / "firebase.json").write_text(json.dumps(config, indent=2))
    addresses = {name: f"{HOST}:{port}" for name, port in ports.items()}
    return Project(folder, addresses, frozenset({*ports.values(), websocket}))


def move(copy: Project) -> None:
    """Has the functions of the copy run in `REGION` from now on, as an operator would.

    When it deploys, the CLI finds the region of a rewrite's function; its emulators take us-central1 by default.
    """
    with (copy.folder / "functions" / ".env").open("a") as settings:
        settings.write(f"REGION={REGION}\n")
    file = copy.folder / "firebase.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    for rewrite in config["hosting"]["rewrites"]:
        rewrite["function"]["region"] = REGION
    file.write_text(json.dumps(config, indent=2))


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]


def is_taken(port: int) -> bool:
    """Whether somebody listens on it."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0

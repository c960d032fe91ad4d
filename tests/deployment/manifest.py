"""What a deployment would make: the functions as the Firebase CLI discovers them, in a form people can review.

    PYTHONPATH=functions .venv/bin/python -m tests.deployment.manifest > tests/deployment/manifest.yaml

writes the reviewed file anew; its diff is what there is to review.
"""

import difflib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError

import yaml

ROOT = Path(__file__).parents[2]
REVIEWED = Path(__file__).with_name("manifest.yaml")
SERVER = (
    "import runpy, firebase_functions.private.serving as it; runpy.run_path(it.__file__, run_name='__main__')"
)
"""firebase-functions' discovery server, started as the CLI starts it: by its file, where `main.py` is."""

PROJECT = "demo-mirror"
DEFAULT_BUCKETS = (f"{PROJECT}.appspot.com", f"{PROJECT}.firebasestorage.app")
"""Older and newer projects, and tools, name it differently."""

START_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.05

HEADING = """\
# Reviewed by a person: what `firebase deploy` makes of functions/main.py. Tests compare it with what the CLI finds.
# Written anew by `PYTHONPATH=functions .venv/bin/python -m tests.deployment.manifest`.
"""

Manifest = dict[str, Any]


class NotDiscovered(Exception):
    """The discovery server did not answer; the message is what it said."""


def discover(python: Path = Path(sys.executable), source: Path = ROOT / "functions") -> Manifest:
    """Return what the discovery server of firebase-functions says under this interpreter. Raises NotDiscovered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(
        [python, "-c", SERVER],
        cwd=source,
        env={**settings, "ADMIN_PORT": str(port), "GCLOUD_PROJECT": PROJECT, "FIREBASE_CONFIG": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            found = _ask(server, f"http://127.0.0.1:{port}/__/functions.yaml")
        finally:
            server.terminate()
            said = server.communicate()[0]
    if found is None:
        raise NotDiscovered(said)
    return reviewable(yaml.safe_load(found))


def _ask(server: "subprocess.Popen[str]", address: str) -> bytes | None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address) as answer:
                body: bytes = answer.read()
                return body
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                return None
            time.sleep(LOOK_EVERY_SECONDS)
    return None


def reviewable(found: Mapping[str, Any]) -> Manifest:
    """Return the specification without what is empty or says nothing new; from the discovery server or from the CLI."""
    return {
        "endpoints": {name: _endpoint(name, one) for name, one in sorted(found["endpoints"].items())},
        "params": {
            one["name"]: _parameter(one) for one in sorted(found["params"], key=lambda it: it["name"])
        },
        "requiredAPIs": sorted(one["api"] for one in found["requiredAPIs"]),
    }


def _endpoint(name: str, found: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        key: value for key, value in sorted(found.items()) if value or key.endswith("Trigger")
    }
    kept.pop("project", None)  # the CLI's addition, as is the next
    kept.pop("runtime", None)
    if kept["entryPoint"] == name:
        del kept["entryPoint"]
    if "scheduleTrigger" in kept:  # the CLI names a time zone that is not given
        kept["scheduleTrigger"] = {
            key: value for key, value in kept["scheduleTrigger"].items() if value is not None
        }
    if bucket := kept.get("eventTrigger", {}).get("eventFilters", {}).get("bucket"):
        assert bucket in DEFAULT_BUCKETS, f"{name} watches {bucket}"
        kept["eventTrigger"]["eventFilters"]["bucket"] = "the default bucket"
    if "secretEnvironmentVariables" in kept:
        kept["secretEnvironmentVariables"] = [one["key"] for one in kept["secretEnvironmentVariables"]]
    return kept


def _parameter(found: Mapping[str, Any]) -> str:
    """Type and default. The descriptions are in docs/settings.md."""
    return f"{found['type']}, {found['default']!r} by default" if "default" in found else str(found["type"])


def reviewed() -> Manifest:
    """Return what a person agreed to."""
    manifest: Manifest = yaml.safe_load(REVIEWED.read_text(encoding="utf-8"))
    return manifest


def text(manifest: Manifest) -> str:
    """Return the file's contents."""
    return HEADING + yaml.safe_dump(manifest, width=120, sort_keys=True)


def difference(found: Manifest) -> str:
    """Return what changed since the review, as a diff; empty if nothing did."""
    before, after = text(reviewed()).splitlines(), text(found).splitlines()
    return "\n".join(difflib.unified_diff(before, after, "reviewed", "found", lineterm=""))


if __name__ == "__main__":
    sys.stdout.write(text(discover()))

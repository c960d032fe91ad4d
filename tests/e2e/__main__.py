"""The whole product on firebase-tools, end to end, and its deployment rehearsed as far as it goes without a project.

python -m tests.e2e [--embedded]
"""

import argparse
import json
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any

from tests.browser.chromium import chromium_path
from tests.deployment import manifest
from tests.e2e import clients, engines, firebase_tools, project, pythons
from tests.e2e.marked import Mark, marked
from tests.e2e.project import Project, copied
from tests.e2e.pythons import Python
from tests.e2e.report import Report, say

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
LOG = pythons.BUILD / "firebase-tools.log"

FAILURES = (
    AssertionError,
    clients.ClientFailed,
    firebase_tools.ToolsFailed,
    manifest.NotDiscovered,
    pythons.NotInstalled,
    subprocess.TimeoutExpired,
)


def main() -> int:
    """0 if everything that could be tried went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e", description=__doc__)
    parser.add_argument(
        "--embedded", action="store_true", help="our Firestore, also where Google's is at hand"
    )
    options = parser.parse_args()
    if missing := _missing():
        say(f"NOT TESTED END TO END: {missing}")
        return 0
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell started this with SIGINT ignored
        signal.signal(number, _interrupted)
    report = Report()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    try:
        _run(report, embedded=options.embedded)
    except FAILURES as failure:
        say(f"\nFAILED: {failure}")
        if LOG.is_file():
            say(f"What firebase-tools said is in {LOG.relative_to(ROOT)}.")
        return 1
    except KeyboardInterrupt:
        say("\nInterrupted; nothing is left running.")
        return 130
    finally:
        report.end()
    return 0


def _missing() -> str:
    if platform.system() != "Linux":
        return "what a run leaves behind is found by Linux' /proc"
    if shutil.which("node") is None:
        return "there is no Node here. Install nodejs (20 or newer) and npm."
    if not firebase_tools.CLI.is_file():
        return "firebase-tools is not installed: npm ci --ignore-scripts --prefix tests/e2e"
    return ""


def _interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(report: Report, *, embedded: bool) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mirror-realm-e2e-")))
        mark = stack.enter_context(marked())
        stack.callback(_undisturbed)
        chosen, environment = _rehearse_installation(report)
        judges = engines.at_hand(embedded=embedded)
        surroundings = firebase_tools.environment(folder, judges.environment(folder))
        copy = copied(folder / "project", chosen, environment)
        report.engines |= _engines(judges, chosen)
        with report.timed("firestore.indexes.json, by what firebase-tools asks of it"):
            clients.indexes(ROOT / "firestore.indexes.json")
        with report.timed("the CLI discovers what was reviewed"):
            found = firebase_tools.discovered(copy, surroundings)
            _assert_reviewed(manifest.reviewable(found))
        project.move(copy)
        _use(copy, surroundings, found, report, mark)


def _rehearse_installation(report: Report) -> tuple[Python, Path]:
    """Rehearse the requirements and discovery on this and on the deployed Python; return the one to use."""
    version = pythons.deployed_version()
    deployed = pythons.find(version)
    chosen = pythons.own()
    if deployed is None:
        say(f"firebase.json deploys with {version}, which is not here: {chosen.version} stands in for it.")
        report.untested.append(f"Python {version}, with which firebase.json deploys")
    environments = {}
    for python in {one.version: one for one in (chosen, deployed) if one}.values():
        with report.timed(f"requirements.txt alone on Python {python.version}, and discovery with them"):
            environments[python.version] = pythons.environment_of(python)
            interpreter = environments[python.version] / "bin" / "python"
            assert manifest.discover(interpreter) == manifest.reviewed(), (
                "tests/deployment/manifest.yaml differs"
            )
    chosen = deployed or chosen
    return chosen, environments[chosen.version]


def _assert_reviewed(found: manifest.Manifest) -> None:
    difference = manifest.difference(found)
    assert not difference, f"a deployment would make what nobody has reviewed:\n{difference}"


def _use(
    copy: Project, surroundings: dict[str, str], found: dict[str, Any], report: Report, mark: Mark
) -> None:
    def tell(chapter: clients.Told) -> None:
        if "seconds" in chapter:
            report.step(chapter["chapter"], chapter["seconds"])

    with ExitStack() as running:
        with report.timed("firebase-tools starts its emulators"):
            running.enter_context(firebase_tools.emulators(copy, surroundings, LOG))
        called = clients.journey(copy, tell)
        callables = {name for name, one in found["endpoints"].items() if "callableTrigger" in one}
        assert called == callables, (
            f"tests/e2e/app/journey.mjs does not call {sorted(callables - called)}"
            f" and calls what is not there: {sorted(called - callables)}"
        )
        if chromium_path() is None:
            report.untested.append("the page: there is no Chromium (tests/browser/install-chromium)")
        else:
            report.engines["page"] = f"Chromium {clients.page(copy, tell)}"
    with report.timed("firebase-tools stops"):
        ended = mark.end_all()
        assert mark.processes() == {}, f"still running: {mark.processes()}"
        taken = [port for port in copy.ports if project.is_taken(port)]
        assert not taken, f"somebody still listens on {taken}"
    if ended:
        say(f"           ({len(ended)} processes that it left behind were ended)")


def _undisturbed() -> None:
    """From here on everything is put away: whoever is impatient waits."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _engines(judges: engines.Engines, python: Python) -> dict[str, str]:
    packages = FOLDER / "node_modules"
    tools, sdk = (
        json.loads((packages / name / "package.json").read_text(encoding="utf-8"))["version"]
        for name in ("firebase-tools", "firebase")
    )
    return {
        "functions": f"firebase-tools {tools}, Python {python.version}",
        "Auth, Storage, Hosting": f"firebase-tools {tools}",
        "Firestore and its rules": judges.firestore.told,
        "rules of Storage": judges.storage.told,
        "the app": f"firebase {sdk} (JS SDK) on Node",
    }


if __name__ == "__main__":
    sys.exit(main())

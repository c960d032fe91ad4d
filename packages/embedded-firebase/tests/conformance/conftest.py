"""The server under test: the embedded Firestore, or the one that FIRESTORE_EMULATOR_HOST points at.

The table of checks by area is printed after every run that has any.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

import pytest

from conformance.world import World
from embedded_firebase.firestore import FirestoreEmulator

# Read at once, for other suites in the same process set the variable for themselves.
OFFICIAL = os.environ.get("FIRESTORE_EMULATOR_HOST")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("service")
        if OFFICIAL and marker is not None:
            item.add_marker(pytest.mark.skip(reason=f"not in Google's emulator: {marker.args[0]}"))


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """`HOST:PORT` of the server under test."""
    if OFFICIAL:
        yield OFFICIAL
        return
    emulator = FirestoreEmulator()
    port = emulator.start()
    yield f"127.0.0.1:{port}"
    emulator.stop()


@pytest.fixture
def world(address: str) -> World:
    """Return a fresh project."""
    return World(address)


@pytest.fixture(scope="module")
def shared(address: str) -> World:
    """Return a project that the checks of one module only read, once it is filled."""
    return World(address)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts: dict[str, Counter[str]] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            path = PurePath(report.nodeid.split("::")[0])
            if path.parent.name == "conformance" and (report.when == "call" or outcome != "passed"):
                area = path.stem.removeprefix("test_").replace("_", " ")
                counts.setdefault(area, Counter())[outcome] += 1
    if not counts:
        return
    subject = f"Google's emulator at {OFFICIAL}" if OFFICIAL else "the embedded Firestore"
    terminalreporter.section(f"Firestore conformance of {subject}")
    total: Counter[str] = Counter()
    terminalreporter.write_line(f"{'area':<28}{'checks':>8}{'passed':>8}{'failed':>8}{'skipped':>8}")
    for area, count in [*sorted(counts.items()), ("all", total)]:
        failed = count["failed"] + count["error"]
        terminalreporter.write_line(
            f"{area:<28}{count['passed'] + failed + count['skipped']:>8}{count['passed']:>8}{failed:>8}"
            f"{count['skipped']:>8}"
        )
        if count is not total:
            total.update(count)

"""What every run of the tests says at its end: of injected faults, fuzzing and security rules."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many runs with injected faults each test made; what was fuzzed; what was said of the security rules."""
    _tell_faults(terminalreporter)
    _tell_fuzzing(terminalreporter)
    _tell_rules(terminalreporter)


def _tell_faults(terminalreporter: pytest.TerminalReporter) -> None:
    rows = list(_recorded(terminalreporter, "faults tried"))
    if not rows:
        return
    terminalreporter.section("faults injected: runs, and what they disturbed")
    for name, runs in sorted(rows):
        terminalreporter.write_line(f"{runs:>8}  {name}")
    terminalreporter.write_line(f"{sum(runs for _, runs in rows):>8}  in all")


def _tell_fuzzing(terminalreporter: pytest.TerminalReporter) -> None:
    rows = list(_recorded(terminalreporter, "fuzzed"))
    if not rows:
        return
    terminalreporter.section("fuzzed: hostile inputs, and what they were sent to")
    for name, inputs in sorted(rows):
        terminalreporter.write_line(f"{inputs:>8}  {name}")
    terminalreporter.write_line(f"{sum(inputs for _, inputs in rows):>8}  in all")


def _tell_rules(terminalreporter: pytest.TerminalReporter) -> None:
    """Which engine judged how many acts; the mutants and what killed each."""
    for service, engine, count in _recorded(terminalreporter, "judged"):
        terminalreporter.write_line(f"{count} acts on {service} judged by {engine}")
    for engine, killed, count in _recorded(terminalreporter, "mutants judged"):
        terminalreporter.write_line(f"{killed} of {count} mutants of firestore.rules noticed by {engine}")
    rows = sorted(tuple(row) for table in _recorded(terminalreporter, "mutants") for row in table)
    if not rows:
        return
    verdicts = Counter(verdict.partition(":")[0] for *_, verdict in rows)
    equivalent, survived = verdicts["equivalent"], verdicts["SURVIVED"]
    killed = len(rows) - equivalent - survived
    terminalreporter.section(f"{len(rows)} mutants of the security rules, and the act that killed each")
    for service, line, kind, change, verdict in rows:
        terminalreporter.write_line(f"{service:<17}{line:>4}  {kind:<22.22} {change:<58.58} {verdict}")
    terminalreporter.write_line(f"killed: {killed}, equivalent: {equivalent}, survived: {survived}")


def _recorded(terminalreporter: pytest.TerminalReporter, wanted: str) -> Iterator[Any]:
    """Yield what tests recorded under a name, from this process and from workers."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in getattr(report, "user_properties", []):
                if name == wanted:
                    yield value

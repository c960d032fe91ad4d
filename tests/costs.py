"""Prints the ten dearest test files, in processor seconds, at the end of a run.

Counted is the time of the process that ran the tests of a file and of all processes below it, ended or living, from the
end of the last file's tests to the end of this one's. A fixture of the session counts for the file that it starts and
ends with, and a process that lives on after its file for the next one.
"""

import os
import resource
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

SHOWN = 10
SPENT = "processor seconds"

_TICK = os.sysconf("SC_CLK_TCK")
_PARENT, _TIMES = 1, slice(11, 15)
"""Fields of /proc/PID/stat after the name: own time and that of ended children, in ticks."""


class Meter:
    """Measures what was spent since the last reading."""

    def __init__(self) -> None:
        self._before = 0.0  # importing and collecting count for the first file

    def read(self) -> float:
        """Return the processor seconds since the last call.

        A process below a child that is killed takes with it what it had used (a browser's, say): then less is spent in
        all than before, which is read as 0.
        """
        now = spent()
        since, self._before = max(0.0, now - self._before), now
        return since


class Costs:
    """Measures each file's tests. A reading goes through all processes, so there is one a file and none a test."""

    def __init__(self) -> None:
        self._meter = Meter()
        self._last_of_file = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        self._last_of_file = nextitem is None or _file(nextitem.nodeid) != _file(item.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Iterator[None]:
        report: pytest.TestReport = yield  # type: ignore[assignment]
        if report.when == "teardown" and self._last_of_file:
            report.user_properties.append((SPENT, self._meter.read()))
        return report  # type: ignore[return-value]


def pytest_configure(config: pytest.Config) -> None:
    """Measure where tests run: in this process, or in each worker of pytest-xdist."""
    config.pluginmanager.register(Costs(), "costs")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    spent = by_file(report for report in reports if isinstance(report, pytest.TestReport))
    if not spent:
        return
    terminalreporter.section(f"the {SHOWN} dearest test files, in processor seconds")
    for file, seconds in sorted(spent.items(), key=lambda one: one[1], reverse=True)[:SHOWN]:
        terminalreporter.write_line(f"{seconds:>8.1f}  {file}")
    terminalreporter.write_line(f"{sum(spent.values()):>8.1f}  in all {len(spent)}")


def by_file(reports: Iterable[pytest.TestReport]) -> dict[str, float]:
    """Return the processor seconds of each file, in all workers together."""
    seconds: dict[str, float] = defaultdict(float)
    for report in reports:
        for name, value in report.user_properties:
            if name == SPENT:
                seconds[_file(report.nodeid)] += float(str(value))
    return seconds


def spent() -> float:
    """Return the processor seconds of this process, its ended children and its living descendants, so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime + sum(_living(os.getpid()))


def _living(above: int) -> Iterator[float]:
    """Yield the seconds of each living process below one; of none where the system does not tell (it is not Linux)."""
    below: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        below[int(fields[_PARENT])].append((int(stat.parent.name), sum(map(int, fields[_TIMES])) / _TICK))
    waiting = [above]
    while waiting:
        for process, seconds in below[waiting.pop()]:
            yield seconds
            waiting.append(process)


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]

"""The table of the dearest test files adds up over workers and counts processes below them."""

import subprocess
import sys
from typing import Any

import pytest

from tests.costs import SPENT, Meter, by_file

BUSY = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\nimport sys; sys.stdin.read()"


def _report(nodeid: str, seconds: float) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid, ("", 0, ""), {}, "passed", None, "teardown", user_properties=[(SPENT, seconds)]
    )


def test_what_two_workers_spent_on_a_file_is_added() -> None:
    reports = [_report("a.py::test_x", 1.5), _report("a.py::test_y[a::b]", 2.0), _report("b.py::test_z", 1.0)]
    assert by_file(reports) == {"a.py": 3.5, "b.py": 1.0}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what living processes have used")
def test_a_process_counts_while_it_lives_and_once() -> None:
    meter = Meter()
    meter.read()
    streams: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", BUSY], **streams) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert meter.read() >= 0.25
    assert meter.read() < 0.25

"""Whatever a run starts is found again and ended, also what has left its session and its parent."""

import os
import subprocess
import sys
import time

import pytest

from tests.e2e.marked import NAME, marked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found by Linux' /proc")

POLITE = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
LEAVING = """
import subprocess, sys
quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], start_new_session=True, **quiet)
child.stdout.readline()
print(child.pid)
"""


def start_and_leave(program: str) -> int:
    """Start a program whose parent ends at once; its process id."""
    command = [sys.executable, "-c", LEAVING, program]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(process: int) -> None:
    """Init may take a moment to bury it."""
    deadline = time.monotonic() + 5
    while is_alive(process):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_left_its_session_and_parent_is_found_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.e2e.marked.TERM_SECONDS", 0.5)
    with marked() as mark:
        process = start_and_leave(STUBBORN)
        assert set(mark.processes()) == {process}
    wait_until_gone(process)


def test_it_is_ended_whatever_happens() -> None:
    def interrupted_run() -> None:
        with marked():
            started.append(start_and_leave(POLITE))
            raise KeyboardInterrupt

    started: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted_run()
    wait_until_gone(started[0])


def test_others_are_left_alone() -> None:
    with subprocess.Popen([sys.executable, "-c", POLITE], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with marked() as mark:
            assert mark.processes() == {}
        assert other.poll() is None
        other.terminate()
    assert NAME not in os.environ

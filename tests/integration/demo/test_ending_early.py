"""Ctrl-C: whenever it comes, the demo ends cleanly and its exit status is true."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.integration.demo.demo_process import MOST_SECONDS, start


def _interrupted_at(folder: Path, words: str) -> tuple[int, str]:
    """Exit status, and all that was said, of a demo that gets Ctrl-C once it has said these words."""
    with start(folder, "--short") as process:
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if words in line:
                process.send_signal(signal.SIGINT)
                break
        try:
            rest, complained = process.communicate(timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return process.returncode, told + rest + complained


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize(
    ("words", "status"),
    [
        pytest.param("day 0", 130, id="while pictures are made: it did not get to its end"),
        pytest.param("Ctrl-C ends", 0, id="once all is shown: everything was done"),
    ],
)
def test_ctrl_c_ends_the_demo_without_a_traceback(tmp_path: Path, words: str, status: int) -> None:
    ended, said = _interrupted_at(tmp_path, words)

    assert ended == status, said
    assert words in said
    assert "Traceback" not in said

"""The demo on a Python that has no packages: its options can be read, and it says how to get what it needs."""

import os
import subprocess
import sys

from tests.integration.demo.demo_process import ROOT


def demo_without_packages(*options: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-S", "-m", "demo", *options]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30, check=False
    )


def test_its_options_can_be_read() -> None:
    ended = demo_without_packages("--help")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "--seed-name" in ended.stdout


def test_it_says_what_installs_the_packages() -> None:
    ended = demo_without_packages("--exit")

    assert ended.returncode == 1
    assert "`make run` installs what the demo needs" in ended.stderr
    assert "Traceback" not in ended.stderr

"""What goes wrong is told in a line, and the exit status says so."""

from pathlib import Path

import pytest

from tests.integration.demo.demo_process import MOST_SECONDS, start


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        pytest.param({"IMAGE_QUALITY": "ultra"}, "IMAGE_QUALITY must be", id="a setting is wrong"),
        pytest.param({"GLOBAL_DAILY_LIMIT": "many"}, "GLOBAL_DAILY_LIMIT", id="a setting is no number"),
    ],
)
def test_a_setting_that_cannot_be_is_named(tmp_path: Path, variables: dict[str, str], told: str) -> None:
    with start(tmp_path, "--exit", **variables) as process:
        said, complained = process.communicate(timeout=MOST_SECONDS)

    assert process.returncode == 1
    assert told in said
    assert "Traceback" not in said + complained

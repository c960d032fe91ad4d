"""The page says in words how long a wish waits for the pace of its provider, and behind how many."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.browser.firebase import ROOT

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs node")

NOW = "2026-11-20T12:00:00+00:00"


def in_words(*queues: Any) -> list[str]:
    """Return the words of the page for each queue."""
    script = f"""
      const {{ queueInWords }} = await import({json.dumps((ROOT / "hosting/scripts/outcome.js").as_uri())});
      const words = {json.dumps(queues)}.map((queue) => queueInWords(queue, new Date({json.dumps(NOW)})));
      console.log(JSON.stringify(words));
    """
    command = ["node", "--input-type=module", "--experimental-default-type=module", "-e", script]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    words: list[str] = json.loads(said.stdout)
    return words


def test_the_wait_is_told_in_minutes_and_the_place_in_those_ahead() -> None:
    assert in_words(
        {"place": 38, "expected_at": "2026-11-20T12:03:40+00:00"},
        {"place": 1, "expected_at": "2026-11-20T12:00:40+00:00"},
        {"place": None, "expected_at": "2026-11-20T12:10:00+00:00"},
        {"place": 4000, "expected_at": "2026-11-20T14:10:00+00:00"},
        {"place": 2, "expected_at": "2026-11-20T11:59:00+00:00"},
        None,
    ) == [
        "about 4 minutes; 37 before you",
        "less than a minute",
        "about 10 minutes",
        "about 2 hours; 3999 before you",
        "",
        "",
    ]

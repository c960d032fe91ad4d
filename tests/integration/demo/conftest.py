"""One demo for all workers of a test run: whoever comes first lives it, the others wait for it."""

import fcntl
import json
from pathlib import Path

import pytest

from tests.drawing import Draw
from tests.integration.demo.demo_process import MOST_SECONDS, start
from tests.integration.demo.ended import Ended


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str, draw: Draw) -> Ended:
    """Return a demo that could spend money, if its key were used: nothing answers there. All acts with `--full`."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, kept = shared / "half-a-year", shared / "half-a-year.json"
    with (shared / "half-a-year.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(json.dumps(_live(folder, *([] if draw.full else ["--short"]))), encoding="utf-8")
    status, said, logged = json.loads(kept.read_text(encoding="utf-8"))
    return Ended(status, said, logged, folder)


def _live(folder: Path, *options: str) -> tuple[int, str, str]:
    key = {"OPENAI_API_KEY": "sk-none", "OPENAI_BASE_URL": "http://127.0.0.1:9"}
    with start(folder, "--exit", *options, **key) as process:
        told, complained = process.communicate(timeout=MOST_SECONDS)
    return process.returncode, told, complained

"""A rollback: what the code as it is now has written, the code of cecf284 reads, and goes on with.

The old code is taken out of the repository's history and run as a program of its own (`read_back.py`).
"""

import json
import os
import subprocess
import sys
import tarfile
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pytest

from tests.fakes.house import House
from tests.invariants import names_of
from tests.old_world.export import Document, write_json, write_world
from tests.old_world.living_on import LivingOn
from tests.old_world.opening import EDIT_MODEL, MODEL, PRICE, live_on, opened, under, wishes

ROOT = Path(__file__).parents[2]
GLOBAL_LIMIT = 60
"""Pictures a day: most of the last day's twenty are used up."""

COMMIT = "cecf2848d56e45a94aa7950af5d290efc85a45d9"
NEEDED = ("functions/mirror_realm", "tests/fakes", "tests/invariants.py")


@pytest.fixture(scope="module")
def old_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the code of cecf284."""
    try:
        archive = subprocess.run(
            ["git", "-C", str(ROOT), "archive", COMMIT, *NEEDED], capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"NO ROLLBACK TESTED: commit {COMMIT[:7]} is not here, as in a shallow clone ({error})")
    folder = tmp_path_factory.mktemp("cecf284")
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def told(living: LivingOn) -> Document:
    """Return what the documents do not tell: who is gone, every wish whose picture is there, names and their uids."""
    documents = living.house.documents
    own = [
        asdict(wish)
        for wish in (*wishes(), *living.wishes)
        if documents[wish.path]["status"] == "completed" and not documents[wish.path]["degraded"]
    ]
    return {
        "until": living.house.clock.time.isoformat(),
        "gone": sorted(living.house.people.gone),
        "global_limit": GLOBAL_LIMIT,
        "price": PRICE,
        "model": MODEL,
        "edit_model": EDIT_MODEL,
        "own": own,
        "called": {
            names_of(documents, uid, "salt")[0]: uid
            for uid in (path.split("/")[1] for path in under(documents, "users/*/private/identity"))
        },
    }


def written(house: House, folder: Path) -> Path:
    """Live on for a little while, and write everything to a folder."""
    living = LivingOn(house)
    living.act()
    house.check(quiet=False)
    write_world(folder, living.world())
    write_json(folder / "told.json", told(living))
    return folder


def the_next_day() -> House:
    """Return the world when the code as it is now has ended what was under way."""
    house = opened(global_limit=GLOBAL_LIMIT)
    live_on(house)
    house.clock.time = house.clock.time.replace(day=house.clock.time.day + 1)
    live_on(house)
    return house


def test_cecf284_reads_what_was_written_since_and_goes_on(old_code: Path, tmp_path: Path) -> None:
    worlds = {"at once": opened(global_limit=GLOBAL_LIMIT), "the next day": the_next_day()}
    folders = [written(house, tmp_path / name) for name, house in worlds.items()]
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("read_back.py")), *map(str, folders)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(old_code), str(old_code / "functions")]),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    # The old code leaves a job of a newer schema alone, so it would wait for the next deployment.
    assert ran.stdout.count(" 0 jobs of a newer schema") == len(folders), ran.stdout


def test_the_old_code_leaves_a_job_with_an_order_alone(old_code: Path) -> None:
    """Old code would order again: it knows no handles. A job without any is of its own schema."""
    code = """
import json, sys
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import NewerSchema
try:
    RenderJob.from_document("r1", json.load(sys.stdin))
except NewerSchema:
    print("left alone")
"""
    house = House(image_provider="replicate")
    house.ask()
    house.deliver()
    (job,) = [
        data for path, data in house.documents.items() if path.startswith("renders/") and "calls" in data
    ]
    given = json.dumps(job, default=str)
    ours = {**os.environ, "PYTHONPATH": str(old_code / "functions")}
    done = subprocess.run([sys.executable, "-c", code], env=ours, input=given, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "left alone\n"), done.stderr

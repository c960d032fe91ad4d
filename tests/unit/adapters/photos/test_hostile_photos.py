"""Every hostile file is refused, with a reason, within 2 s and 300 MB.

Read by one process under that very limit of address space, its children under it too. Time is processor time: what a
file costs, however busy the machine; on a free processor the clock shows the same.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mirror_realm.adapters.photos.refusals import Refusal
from tests.unit.adapters.photos.pictures import HOSTILE, broken_files

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)

ROOT = Path(__file__).parents[4]
LIMIT = 300 * 1024 * 1024
SECONDS = 2.0
Measured = dict[str, Any]


def _measured(folder: Path, files: dict[str, bytes]) -> dict[str, Measured]:
    """By name, what reading each file took. The program stops at any error but a refusal."""
    numbered = {f"{number:04}": name for number, name in enumerate(files)}
    for number, name in numbered.items():
        (folder / number).write_bytes(files[name])
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("measured.py")), str(folder)],
        env={"PYTHONPATH": str(ROOT / "functions")},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {numbered[row["file"]]: row for row in told}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measured]:
    return _measured(tmp_path_factory.mktemp("hostile"), {name: make() for name, make in HOSTILE.items()})


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measured]:
    return _measured(tmp_path_factory.mktemp("broken"), dict(broken_files(24)))


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_reason(hostile: dict[str, Measured], name: str) -> None:
    assert hostile[name]["outcome"] in list(Refusal)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_time_and_memory(hostile: dict[str, Measured], name: str) -> None:
    taken = hostile[name]
    assert taken["processor_seconds"] < SECONDS
    assert taken["child_peak"] + taken["own_peak"] < LIMIT


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("a GIF", Refusal.NOT_A_PHOTO),
        ("a film of HEVC stills", Refusal.ANIMATED),
        ("an animated PNG", Refusal.ANIMATED),
        ("an animated WebP", Refusal.ANIMATED),
        ("a file over 10 MB", Refusal.FILE_TOO_LARGE),
        ("a PNG of 900 million pixels", Refusal.TOO_MANY_PIXELS),
        ("a PNG just over the limit", Refusal.TOO_MANY_PIXELS),
        ("a JPEG just over the limit", Refusal.TOO_MANY_PIXELS),
        ("a progressive JPEG over its own limit", Refusal.TOO_MANY_PIXELS),
        ("a progressive JPEG of full colours that declares more than it has", Refusal.DAMAGED),
        ("a lossless WebP of 268 million pixels", Refusal.TOO_MANY_PIXELS),
        ("a HEIC of 900 million pixels", Refusal.TOO_MANY_PIXELS),
        ("a JPEG of two thousand scans", Refusal.TOO_COSTLY),
        ("a JPEG of 199 pixels", Refusal.TOO_SMALL),
        ("a PNG like a ribbon", Refusal.TOO_NARROW),
        ("a HEIC that is small", Refusal.TOO_SMALL),
        ("a JPEG cut after 90%", Refusal.DAMAGED),
        ("a PNG cut after 90%", Refusal.DAMAGED),
        ("a WEBP cut after 90%", Refusal.DAMAGED),
        ("a HEIF cut after 90%", Refusal.DAMAGED),
    ],
)
def test_the_reason_is_the_true_one(hostile: dict[str, Measured], name: str, refusal: Refusal) -> None:
    assert hostile[name]["outcome"] == refusal


def test_photos_with_turned_bytes_are_prepared_or_refused_within_the_same_bounds(
    broken: dict[str, Measured],
) -> None:
    assert {row["outcome"] for row in broken.values()} <= {"prepared", *Refusal}
    assert all(row["processor_seconds"] < SECONDS for row in broken.values())
    assert all(row["child_peak"] + row["own_peak"] < LIMIT for row in broken.values())

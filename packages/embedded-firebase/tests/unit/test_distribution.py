"""The distributions: what is in the wheel and in the source archive that would be published."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest

from embedded_firebase import __version__

PACKAGE = Path(__file__).parents[2]
SOURCE = PACKAGE / "src" / "embedded_firebase"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with both distributions."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=PACKAGE, capture_output=True, timeout=60, check=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Iterator[zipfile.ZipFile]:
    (file,) = built.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        yield archive


def test_the_wheel_has_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    source = {
        f"embedded_firebase/{file.relative_to(SOURCE).as_posix()}"
        for file in SOURCE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert {"embedded_firebase/py.typed", "embedded_firebase/status/templates/layout.html"} <= source
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == source


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    metadata = Parser().parsestr(wheel.read(name).decode())
    assert (metadata["Name"], metadata["Version"]) == ("embedded-firebase", __version__)
    assert metadata.get_all("Provides-Extra") == ["rules"]
    (name,) = (name for name in wheel.namelist() if name.endswith("/entry_points.txt"))
    entry_points = wheel.read(name).decode()
    assert "embedded-firebase = embedded_firebase.cli:command" in entry_points
    assert "[pytest11]\nembedded_firebase = embedded_firebase.pytest_plugin" in entry_points


def test_the_source_archive_has_the_tests_and_no_packages_of_node(built: Path) -> None:
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"README.md", "CHANGELOG.md", "pyproject.toml", "tests/unit/test_distribution.py"} <= names
    assert "tests/official_grammar/node/parse.mjs" in names
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]

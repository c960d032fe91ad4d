"""The copy that firebase-tools works on: what is deployed, the interpreter at hand, free ports, no secrets."""

import json
from pathlib import Path

import pytest

from tests.e2e import project, pythons
from tests.e2e.pythons import Python


@pytest.fixture
def copy(tmp_path: Path) -> project.Project:
    (tmp_path / "environment").mkdir()
    return project.copied(tmp_path / "copy", Python("3.12", Path("python3.12")), tmp_path / "environment")


def test_it_is_what_is_deployed_but_for_runtime_and_ports(copy: project.Project) -> None:
    config = json.loads((copy.folder / "firebase.json").read_text())
    original = json.loads((project.ROOT / "firebase.json").read_text())

    assert config["functions"][0].pop("runtime") == "python312"
    assert original["functions"][0].pop("runtime") == f"python{pythons.deployed_version().replace('.', '')}"
    del config["emulators"], original["emulators"]
    assert config == original


def test_its_ports_are_all_different_and_free(copy: project.Project) -> None:
    assert len(copy.ports) == len(project.EMULATORS) + 1
    assert not any(map(project.is_taken, copy.ports))


def test_whoever_has_settings_or_secrets_keeps_them(copy: project.Project) -> None:
    functions = copy.folder / "functions"

    assert {file.name for file in functions.glob(".*")} == {".env"}
    assert "IMAGE_PROVIDER=painter\n" in (functions / ".env").read_text()
    assert not list(functions.rglob("__pycache__"))


def test_the_journey_calls_every_callable_that_was_reviewed() -> None:
    """Said here too, so that who adds a callable need not wait for `make e2e`."""
    from tests.deployment import manifest

    journey = (project.ROOT / "tests" / "e2e" / "app" / "journey.mjs").read_text(encoding="utf-8")
    endpoints = manifest.reviewed()["endpoints"]
    callables = [name for name, endpoint in endpoints.items() if "callableTrigger" in endpoint]

    assert callables
    assert [name for name in callables if f"'{name}'" not in journey] == []


def test_an_interpreter_that_does_not_work_is_not_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python9.9"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert pythons.find("9.9") is None

    working = tmp_path / "pyenv" / "versions" / "9.9.1" / "bin" / "python9.9"
    working.parent.mkdir(parents=True)
    working.write_text("#!/bin/sh\nexit 0\n")
    working.chmod(0o755)
    assert pythons.find("9.9") == Python("9.9", working)

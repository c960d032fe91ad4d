"""The project's files: which project is emulated, and what firebase.json says."""

import json
from pathlib import Path

import pytest

from embedded_firebase import Suite
from embedded_firebase.configuration import project_of, read_configuration


@pytest.fixture
def root(tmp_path: Path) -> Path:
    aliases = {"default": "demo-here", "staging": "demo-staging"}
    (tmp_path / ".firebaserc").write_text(json.dumps({"projects": aliases}))
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "project"), [(None, "demo-here"), ("staging", "demo-staging"), ("demo-other", "demo-other")]
)
def test_a_project_is_named_by_the_caller_or_its_aliases(root: Path, asked: str | None, project: str) -> None:
    assert project_of(root, asked) == project
    assert Suite(root=root, project=asked).project == project


def test_a_folder_without_aliases_has_a_project_too(tmp_path: Path) -> None:
    assert project_of(tmp_path) == "demo-project"
    assert project_of(tmp_path, "demo-other") == "demo-other"


@pytest.mark.parametrize("name", [".firebaserc", "firebase.json"])
def test_a_file_that_is_not_json_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{")
    with pytest.raises(ValueError, match=rf"{name} is not JSON"):
        read_configuration(tmp_path) if name == "firebase.json" else project_of(tmp_path)


def test_ports_are_those_of_firebase_tools_where_the_project_names_none(tmp_path: Path) -> None:
    (tmp_path / "firebase.json").write_text('{"emulators": {"firestore": {"port": 8081}}}')
    ports = read_configuration(tmp_path).ports
    assert ports == {
        "functions": 5001,
        "firestore": 8081,
        "storage": 9199,
        "auth": 9099,
        "hosting": 5000,
        "tasks": 9499,
    }

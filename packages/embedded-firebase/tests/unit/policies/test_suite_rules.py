"""Which rules a suite takes: those that firebase.json names, or none, and never broken ones."""

import json
from pathlib import Path

import pytest

from embedded_firebase import Suite
from embedded_firebase.configuration import read_configuration
from embedded_firebase.suite import SuiteFailed


def project(folder: Path, rules: str | None) -> Path:
    (folder / "firebase.json").write_text(json.dumps({"firestore": {"rules": "my.rules"}}))
    if rules is not None:
        (folder / "my.rules").write_text(rules)
    return folder


def test_a_project_without_rules_has_none(tmp_path: Path) -> None:
    configuration = read_configuration(tmp_path)
    assert (configuration.firestore_rules, configuration.storage_rules) == (None, None)


def test_rules_that_are_named_have_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"my\.rules"):
        read_configuration(project(tmp_path, None))


def test_a_suite_does_not_start_with_rules_it_cannot_use(tmp_path: Path) -> None:
    with pytest.raises(SuiteFailed, match=r"my\.rules cannot be used:\nline 1"):
        Suite(root=project(tmp_path, "service cloud.firestore {}"), free_ports=True, functions=False).start()

"""What importing the package costs and needs: nothing until it is used, and the extra `rules` only for rules."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import embedded_firebase
from embedded_firebase import Suite, SuiteFailed


def run(program: str, folder: Path | None = None) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=True).stdout


def test_every_public_name_can_be_imported() -> None:
    for name in embedded_firebase.__all__:
        assert getattr(embedded_firebase, name).__module__.startswith("embedded_firebase.")


def test_another_name_cannot() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Sweet'"):
        embedded_firebase.Sweet  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_imports_none_of_its_services() -> None:
    program = (
        "import sys, embedded_firebase; print([m for m in sys.modules if m.startswith('embedded_firebase.')])"
    )
    assert run(program) == "[]\n"


def test_a_suite_without_rules_starts_without_the_extra(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['lark'] = sys.modules['re2'] = None\n"
        "from embedded_firebase import Suite\n"
        "with Suite(free_ports=True) as suite: print(suite.ready_line()['ready'])"
    )
    assert run(program, tmp_path) == "True\n"


@pytest.mark.parametrize("service", ["firestore", "storage"])
def test_rules_without_the_extra_are_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    (tmp_path / "firebase.json").write_text(json.dumps({service: {"rules": "my.rules"}}))
    (tmp_path / "my.rules").write_text("rules_version = '2';")
    monkeypatch.setitem(sys.modules, "re2", None)
    with pytest.raises(SuiteFailed, match=r"my\.rules .* pip install 'embedded-firebase\[rules\]'"):
        Suite(root=tmp_path, free_ports=True).start()

"""The README: its samples run, and its tables say what there is."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from embedded_firebase import Suite, cli
from embedded_firebase.environment import emulator_variables
from integration.conftest import HERE, SAMPLE_FUNCTIONS
from integration.http_client import send

README = (HERE.parents[1] / "README.md").read_text(encoding="utf-8")


def _labelled() -> dict[str, str]:
    """Return the code blocks that a comment before them gives a label."""
    blocks, label = {}, ""
    for token in MarkdownIt().parse(README):
        if token.type == "html_block":
            label = token.content.strip().removeprefix("<!--").removesuffix("-->").strip()
        elif token.type == "fence" and label:
            blocks[label], label = token.content, ""
    return blocks


BLOCKS = _labelled()


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without its head."""
    section = README.partition(f"{heading}\n")[2].partition("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the project of the README, with the files that it shows."""
    (firebase_json,) = re.findall(r"```json\n(\{\n.*?)```", README, re.DOTALL)
    (tmp_path / "firebase.json").write_text(firebase_json)
    for label, content in BLOCKS.items():
        if label.startswith("file: "):
            file = tmp_path / label.removeprefix("file: ")
            file.parent.mkdir(exist_ok=True)
            file.write_text(content)
    return tmp_path


def run(project: Path, *command: str) -> str:
    ended = subprocess.run(
        [sys.executable, *command], cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_the_program_prints_what_it_says(project: Path) -> None:
    printed = run(project, "-W", "error", "example.py")
    # Documents have no order of fields.
    wanted = BLOCKS["output: example.py"].splitlines()
    assert [sorted(line) for line in printed.splitlines()] == [sorted(line) for line in wanted]


def test_the_tests_pass_in_a_session_of_their_own(project: Path) -> None:
    plugin = ("--disable-plugin-autoload", "-p", "embedded_firebase.pytest_plugin")
    assert "2 passed" in run(project, "-m", "pytest", "-q", *plugin, "-p", "no:cacheprovider")


def test_the_ready_line_is_what_is_printed(suite: Suite) -> None:
    shown = json.loads(BLOCKS["the ready line"])
    line = suite.ready_line()
    assert list(shown) == list(line)
    for name, address in line.items():
        without_port = re.sub(r":\d+", "", str(address))
        assert without_port == re.sub(r":\d+", "", str(shown[name])), name


def test_every_option_is_named() -> None:
    named = set(re.findall(r"`?(--[a-z-]+)", " ".join(row[0] for row in rows("### From the command line"))))
    there = {option for option in cli.parser()._option_string_actions if option.startswith("--")}
    assert named == there


def test_every_variable_is_named() -> None:
    named = {name for row in rows("## Environment variables") for name in re.findall(r"`([A-Z_]+)`", row[0])}
    addresses = dict.fromkeys(("firestore", "storage", "auth", "hosting", "tasks"), "127.0.0.1:1")
    assert named == set(emulator_variables("demo-x", addresses))


def test_every_member_is_there(suite: Suite) -> None:
    cells = [row[0] for row in rows("### In a program")]
    members = {name for cell in cells for name in re.findall(r"`([a-z_]+)[`(]", cell)}
    assert {"addresses", "reset", "export", "accounts"} <= members
    for name in members:
        assert hasattr(suite, name), name


@pytest.mark.parametrize(("request_line", "port"), [row[:2] for row in rows("## Control endpoints")])
def test_control_endpoints_answer(suite: Suite, request_line: str, port: str) -> None:
    method, path = request_line.strip("`").split()
    known = {"{project}": suite.project, "{database}": "(default)", "{name}": "tick", "SECONDS": "10"}
    for placeholder, value in known.items():
        path = path.replace(placeholder, value)
    assert send(method, f"http://{suite.addresses[port]}{path}").status == 200


def test_an_export_has_the_parts_that_are_named(suite: Suite, tmp_path: Path) -> None:
    section = README.partition("## Export and import")[2].partition("\n## ")[0]
    named = set(re.findall(r"`((?:[a-z]+/)|(?:[a-z]+\.json)|documents)", section)) - {"documents"}
    suite.export(tmp_path / "export")
    parts = {file.name + ("/" if file.is_dir() else "") for file in (tmp_path / "export").iterdir()}
    assert named | {"documents/"} == parts


def test_settings_win_over_the_environment_and_that_over_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the environment of the process wins over the files, `SuiteOptions.settings` over both" in README
    for file in SAMPLE_FUNCTIONS.glob("*.py"):
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / ".env").write_text("GREETING=file\nSAMPLE_SECRET=file\nOTHER=file\n")
    monkeypatch.setenv("GREETING", "environment")
    monkeypatch.setenv("SAMPLE_SECRET", "environment")
    with Suite(
        root=HERE, free_ports=True, functions=tmp_path, settings={"SAMPLE_SECRET": "settings"}
    ) as suite:
        result = send("POST", f"{suite.functions_url}/greet", {"data": None}).json["result"]
        assert (result["greeting"], result["secret"]) == ("environment", "settings")
        assert os.environ["OTHER"] == "file"
    assert "OTHER" not in os.environ

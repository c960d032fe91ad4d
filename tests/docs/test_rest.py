"""docs/rest.md: its commands are run in a shell, one after the other, and answered as it says."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mirror_realm.rest.app import document
from tests.docs.page import Page
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

REST = Page("docs/rest.md")
MARK = "==== {}"

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None, reason="THE COMMANDS OF docs/rest.md NOT RUN: no curl here"
)


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: str

    @classmethod
    def of(cls, printed: str) -> "Answered":
        """Return what `curl -i` printed."""
        head, _, body = printed.replace("\r\n", "\n").partition("\n\n")
        first, *lines = head.split("\n")
        pairs = (line.partition(": ") for line in lines)
        return cls(int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Answered]]:
    """Yield the answer that each command got, by the name of the block that documents it."""
    with whole_firebase(IMAGE_PROVIDER="painter") as firebase:
        yield _played(firebase, tmp_path_factory.mktemp("session"))
        firebase.settle()


def _played(firebase: WholeFirebase, folder: Path) -> dict[str, Answered]:
    lines, names = ["set -e"], []
    for block in REST.blocks("sh", "http"):
        if block.language == "sh":
            lines.append(f"echo '{MARK.format(len(lines))}'\n{block.code}\necho")
        else:
            names.append((block.name.removeprefix("answer: "), len(lines) - 1))
    script = "\n".join(lines).replace("127.0.0.1:5000", firebase.suite.addresses["hosting"])
    script = script.replace("127.0.0.1:9099", firebase.suite.addresses["auth"])
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    _, *parts = re.split(r"==== (\d+)\n", done.stdout)
    printed = dict(zip(parts[::2], parts[1::2], strict=True))
    return {name: Answered.of(printed[str(number)].strip("\n")) for name, number in names}


def _as_documented(written: str, answered: str) -> bool:
    """Return whether a header is as it is written, where `...` and the seconds of `t=` stand for anything."""
    pattern = re.sub(r"t=\d+", r"t=\\d+", re.escape(written))
    return re.fullmatch(re.sub(r"\w*\\\.\\\.\\\.", r"[^&>\"]*", pattern), answered) is not None


@pytest.mark.parametrize("name", [block.name.removeprefix("answer: ") for block in REST.blocks("http")])
def test_an_answer_is_as_documented(session: dict[str, Answered], name: str) -> None:
    first, *lines = REST.block(f"answer: {name}", "http").strip().split("\n")
    answered = session[name]
    assert answered.status == int(first.split()[1])
    for line in lines:
        header, _, written = line.partition(": ")
        found = answered.headers.get(header.lower(), "")
        assert _as_documented(written, found), (header, written, found)


def test_the_problem_is_as_documented(session: dict[str, Answered]) -> None:
    assert json.loads(session["refused"].body) == REST.json_block("problem")


def test_every_path_of_the_page_is_one_of_the_document() -> None:
    paths = document()["paths"]
    named = set(re.findall(r"`(?:GET|PUT|POST|PATCH|DELETE) (/[\w/{}-]+)", REST.text))
    assert named
    assert {f"/api/v1{path}" for path in named} <= set(paths)

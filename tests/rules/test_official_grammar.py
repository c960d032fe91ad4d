"""Our rules are in the official grammar, and our parser reads them as it does."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from embedded_firebase.rules.parsing import parse
from tests.rules.official_tree import outline_of_ours, outline_of_theirs

ROOT = Path(__file__).parents[2]
NODE = Path(__file__).parent / "node"
FILES = [ROOT / "firestore.rules", ROOT / "storage.rules"]

SAMPLES = {
    "precedence": "a + b * c - d < e && !f || g ? h : i ? j : k",
    "unary": "!-a.b == -1",
    "membership": "'x' in a && b is string || c in [1, 2.5, null, true]",
    "calls": "f(a, g(b)[0].c('d')[1:2]).e() % math.abs(-1)",
    "paths": "get(/databases/$(db)/documents/users-1/$(a.b)).data.x == /a/(default)/b",
    "maps": "{'a': 1, 'b': {'c': []}}.diff({}).affectedKeys()",
    "nesting": "((a || b) && (c || d)) == (e != f)",
    "escapes": r"""'a\'b\\' + "it's\n" + '/a' """,
}
"""Expressions of every kind."""


def official(*files: Path) -> list[dict[str, Any]]:
    """What the official grammar makes of files. Skips, loudly, where Node or the package is missing."""
    if shutil.which("node") is None or not (NODE / "node_modules").is_dir():
        reason = "the official grammar of security rules was not asked: run `npm ci` in tests/rules/node"
        pytest.skip(reason)
    command = ["node", str(NODE / "parse.mjs"), *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_our_rules_are_in_the_official_grammar() -> None:
    assert [answer.get("error") for answer in official(*FILES)] == [None, None]


def test_the_official_grammar_refuses_what_it_should(tmp_path: Path) -> None:
    broken = tmp_path / "broken.rules"
    broken.write_text(FILES[0].read_text().replace("if isOwner(uid)", "if", 1))
    [answer] = official(broken)
    assert "Missing conditional expression" in answer["error"]


def test_our_parser_reads_our_rules_as_the_official_one_does() -> None:
    for file, answer in zip(FILES, official(*FILES), strict=True):
        assert outline_of_ours(parse(file.read_text())) == outline_of_theirs(answer["tree"])


def test_our_parser_reads_every_kind_of_expression_as_the_official_one_does(tmp_path: Path) -> None:
    files = []
    for name, expression in SAMPLES.items():
        file = tmp_path / f"{name}.rules"
        file.write_text(
            "rules_version = '2'; service cloud.firestore { match /a/{b}/c/{d=**} {"
            f"function f(x, y) {{ let z = x; return z; }} allow get, list: if {expression}; }} }}"
        )
        files.append(file)
    for file, answer in zip(files, official(*files), strict=True):
        assert "error" not in answer, answer
        assert outline_of_ours(parse(file.read_text())) == outline_of_theirs(answer["tree"]), file.stem

"""The parser reads security rules as the official grammar does."""

from pathlib import Path

from embedded_firebase.rules.parsing import parse
from official_grammar.outlines import outline_of_ours, outline_of_theirs
from official_grammar.parser import official

SAMPLE = Path(__file__).parent / "sample.rules"

EXPRESSIONS = {
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


def test_the_official_grammar_refuses_what_it_should(tmp_path: Path) -> None:
    broken = tmp_path / "broken.rules"
    broken.write_text(SAMPLE.read_text().replace("if isOwner(uid)", "if", 1))
    [answer] = official(broken)
    assert "Missing conditional expression" in answer["error"]


def test_our_parser_reads_a_whole_file_as_the_official_one_does() -> None:
    [answer] = official(SAMPLE)
    assert "error" not in answer, answer
    assert outline_of_ours(parse(SAMPLE.read_text())) == outline_of_theirs(answer["tree"])


def test_our_parser_reads_every_kind_of_expression_as_the_official_one_does(tmp_path: Path) -> None:
    files = []
    for name, expression in EXPRESSIONS.items():
        file = tmp_path / f"{name}.rules"
        file.write_text(
            "rules_version = '2'; service cloud.firestore { match /a/{b}/c/{d=**} {"
            f"function f(x, y) {{ let z = x; return z; }} allow get, list: if {expression}; }} }}"
        )
        files.append(file)
    for file, answer in zip(files, official(*files), strict=True):
        assert "error" not in answer, answer
        assert outline_of_ours(parse(file.read_text())) == outline_of_theirs(answer["tree"]), file.stem

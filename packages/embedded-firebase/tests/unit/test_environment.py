"""`.env` files, by the rules of firebase-tools."""

from pathlib import Path

import pytest

from embedded_firebase.environment import codebase_settings, parse_dotenv


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("A=1", {"A": "1"}),
        ("  A = spaced out  ", {"A": "spaced out"}),
        ("export A=1", {"A": "1"}),
        ("A=1 # a word\n# B=2\n\nC=3", {"A": "1", "C": "3"}),
        ('A="with # and \\"quotes\\" and\\nlines"', {"A": 'with # and "quotes" and\nlines'}),
        ('A="over\ntwo lines"', {"A": "over\ntwo lines"}),
        ("A='raw \\n $x # y'", {"A": "raw \\n $x # y"}),
        ("A=\nB=", {"A": "", "B": ""}),
        ("A=x=y", {"A": "x=y"}),
        ("A=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("not a line\n1A=2", {}),
    ],
)
def test_a_file_holds_variables(text: str, variables: dict[str, str]) -> None:
    assert parse_dotenv(text) == variables


def test_later_files_win_over_earlier_ones(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\nB=1\nC=1\nD=1")
    (tmp_path / ".env.demo-x").write_text("B=2\nC=2\nD=2")
    (tmp_path / ".env.local").write_text("C=3\nD=3")
    (tmp_path / ".secret.local").write_text("D=4")
    (tmp_path / ".env.other").write_text("A=9")
    assert codebase_settings(tmp_path, "demo-x") == {"A": "1", "B": "2", "C": "3", "D": "4"}

"""Docstrings and comments are in plain English: the worst phrases of an earlier style stay out of them."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.page import ROOT

PHRASES = (
    "whoever",
    "whomever",
    "nobody",
    "somebody",
    "everybody",
    "anybody",
    "is told",
    "are told",
    "was told",
    "told of",
    "is said",
    "come into being",
    "comes into being",
    "stand-in",
    "stands in",
    "the purse",
    "second purse",
    "handed out",
    "taken back",
    "goes with the sweep",
    "nothing of theirs",
    "one's own",
)
"""Whole words, in any case. I-There's lines are strings of the program, not prose about it, and not read here."""

TREES = (
    "functions/main.py",
    "functions/mirror_realm",
    "packages/embedded-firebase/src",
    "demo",
    "emulator.py",
)


def _sources(tree: str) -> list[Path]:
    place = ROOT / tree
    return sorted(place.rglob("*.py")) if place.is_dir() else [place]


def prose(source: str) -> Iterator[str]:
    """Yield the docstrings, those of attributes too, and the comments of a program."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def phrases_in(text: str) -> list[str]:
    """Return the phrases in a text, also where a line breaks within one."""
    words = " ".join(re.sub(r"\n\s*#?", " ", text).split())
    return [phrase for phrase in PHRASES if re.search(rf"\b{phrase}\b", words, re.IGNORECASE)]


@pytest.mark.parametrize("tree", TREES)
def test_no_docstring_or_comment_has_one_of_the_worst_phrases(tree: str) -> None:
    found = [
        (file.name, phrase, text)
        for file in _sources(tree)
        for text in prose(file.read_text(encoding="utf-8"))
        for phrase in phrases_in(text)
    ]

    assert _sources(tree)
    assert found == []


@pytest.mark.parametrize(
    "program",
    [
        '"""Whoever has it."""',
        "def act():\n    '''Lists what is\n    told.'''",
        "held = 1\n'''What nobody holds.'''",
        "left = 2  # it goes with the sweep",
    ],
)
def test_each_place_of_prose_is_read(program: str) -> None:
    assert [phrase for text in prose(program) for phrase in phrases_in(text)]


def test_what_a_program_says_to_people_is_not_read() -> None:
    assert list(prose('say("i must have dreamt of it before somebody told me.")')) == []

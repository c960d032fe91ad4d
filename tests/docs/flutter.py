"""docs/flutter.md as data: its JSON examples by name, its Dart, its tables."""

import json
import re
from functools import cache
from typing import Any

from tests.docs.dart import Library
from tests.docs.page import Page

PAGE = Page("docs/flutter.md")

KINDS = ("data", "answer", "part", "document", "error")
"""What an example is: what a call is given or answers, part of an avatar or wish, a document, a refusal."""


def text() -> str:
    return PAGE.text


@cache
def examples() -> dict[str, Any]:
    """Every JSON block, by the comment above it: `kind: which`."""
    return {block.name: json.loads(block.code) for block in PAGE.blocks("json")}


def names(kind: str) -> list[str]:
    """Return the examples of a kind."""
    return [name for name in examples() if name.startswith(f"{kind}: ")]


def count() -> int:
    """How many JSON blocks there are, named or not."""
    return len(PAGE.blocks("json"))


def dart() -> list[str]:
    """Every Dart block."""
    return PAGE.code("dart")


@cache
def library() -> Library:
    """Return the page's classes, as far as they can be evaluated."""
    return Library("\n".join(dart()))


def table(heading: str) -> list[list[str]]:
    return PAGE.table(heading)


def kept_by_the_backend() -> set[str]:
    """Return the fields of an avatar document that the page lists as internal."""
    found = re.search(r"internal fields of the backend \((.*?)\)", text(), re.DOTALL)
    assert found
    return set(re.findall(r"`(\w+)`", found[1]))

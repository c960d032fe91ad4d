"""docs/operations.md's calls as data: the callables that are for administrators."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.docs.page import Page

PAGE = Page("docs/operations.md")

_CURL = re.compile(
    r"curl -sS \"https://\$REGION-\$PROJECT\.cloudfunctions\.net/(?P<function>\w+)\".*? -d '(?P<body>.*?)'\n",
    re.DOTALL,
)


@dataclass(frozen=True)
class Call:
    function: str
    data: dict[str, Any]
    answer: Any


@cache
def calls() -> dict[str, Call]:
    """Every call of the page with its answer, by the name of its block."""
    return {
        block.name: Call(
            found["function"],
            json.loads(found["body"])["data"],
            PAGE.json_block(f"answer: {block.name}"),
        )
        for block in PAGE.blocks("sh")
        if block.name and (found := _CURL.fullmatch(block.code))
    }


def count() -> int:
    """How many callables the page calls, whether they are understood here or not."""
    return PAGE.text.count(".cloudfunctions.net/")

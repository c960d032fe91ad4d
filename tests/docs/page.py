"""A page of the documentation as data: its blocks, tables, links, commands."""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]

_COMMENT = re.compile(r"<!-- (.*) -->\n?")


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    name: str
    """The comment in the line above it, empty if there is none."""
    language: str
    code: str


@dataclass(frozen=True)
class Page:
    name: str
    """Its path from the root."""

    @property
    def file(self) -> Path:
        return ROOT / self.name

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def blocks(self, *languages: str) -> list[Block]:
        """Return the fenced blocks in these languages, in order."""
        tokens = _tokens(self.text)
        return [
            Block(_comment(before), token.info, token.content)
            for before, token in zip([None, *tokens], tokens, strict=False)
            if token.type == "fence" and token.info in languages
        ]

    def code(self, language: str) -> list[str]:
        """Return the code of each block in this language."""
        return [block.code for block in self.blocks(language)]

    def block(self, name: str, *languages: str) -> str:
        """Return the code of the one block of this name."""
        found = [block.code for block in self.blocks(*languages) if block.name == name]
        assert len(found) == 1, f"{self.name} has {len(found)} blocks named {name}"
        return found[0]

    def json_block(self, name: str) -> Any:
        """Return the JSON below the comment of this name."""
        return json.loads(self.block(name, "json"))

    def table(self, heading: str) -> list[list[str]]:
        """Return the rows of the table whose first heading this is, cell by cell, as they are written."""
        found = [rows for rows in _tables(_tokens(self.text)) if rows[0][0] == heading]
        assert len(found) == 1, f"{self.name} has {len(found)} tables headed {heading}"
        return found[0][1:]

    def links(self) -> list[str]:
        """Return where the page's links and images lead, those to other sites left out."""
        places = [
            str(token.attrs.get("href") or token.attrs.get("src"))
            for token in _inline(_tokens(self.text))
            if token.type in ("link_open", "image")
        ]
        return [place for place in places if "://" not in place]

    def anchors(self) -> set[str]:
        """Return what its headings are called in links."""
        tokens = _tokens(self.text)
        headings = [
            after.content for token, after in itertools.pairwise(tokens) if token.type == "heading_open"
        ]
        return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}

    def make_targets(self) -> set[str]:
        """Return what `make` is asked for in the page's commands and code."""
        inline = [token.content for token in _inline(_tokens(self.text)) if token.type == "code_inline"]
        return {
            target
            for part in (*self.code("sh"), *inline)
            for target in re.findall(r"\bmake ([a-z0-9-]+)", part)
        }


README = Page("README.md")


def every() -> list[Page]:
    """Return every page for people."""
    docs = [ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [README, *(Page(file.relative_to(ROOT).as_posix()) for file in docs)]


@cache
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable("table").parse(text))


def _inline(tokens: tuple[Token, ...]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _comment(token: Token | None) -> str:
    found = _COMMENT.fullmatch(token.content) if token and token.type == "html_block" else None
    return found[1] if found else ""


def _tables(tokens: tuple[Token, ...]) -> list[list[list[str]]]:
    """Return each table's rows, its headings first."""
    tables: list[list[list[str]]] = []
    for before, token in itertools.pairwise(tokens):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif before.type in ("th_open", "td_open"):
            tables[-1][-1].append(token.content)
    return tables

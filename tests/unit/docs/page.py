"""A page of the documentation as data: its blocks, tables, links, commands."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


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

    def json_block(self, name: str) -> Any:
        """The JSON below the comment of this name."""
        found = re.search(rf"<!-- {re.escape(name)} -->\n```json\n(.*?)\n```", self.text, re.DOTALL)
        assert found, f"{self.name} has no block named {name}"
        return json.loads(found[1])

    def table(self, heading: str) -> list[list[str]]:
        """The rows of the table whose first heading this is, cell by cell."""
        rows = rf"^\| {re.escape(heading)} \|.*\n\|[ |-]+\|\n((?:\|.*\n)+)"
        found = re.search(rows, self.text, re.MULTILINE)
        assert found, f"{self.name} has no table headed {heading}"
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]

    def links(self) -> list[str]:
        """Where the page's links lead, those to other sites left out."""
        targets = re.findall(r"\]\(([^)]+)\)", self.text)
        return [target for target in targets if "://" not in target]

    def anchors(self) -> set[str]:
        """What its headings are called in links."""
        headings = re.findall(r"^#+ (.+)$", self.text, re.MULTILINE)
        return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}

    def make_targets(self) -> set[str]:
        """What `make` is told to make anywhere on the page."""
        code = re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", self.text, re.DOTALL)
        return {
            target for block in code for part in block for target in re.findall(r"\bmake ([a-z0-9-]+)", part)
        }


README = Page("README.md")


def every() -> list[Page]:
    docs = [ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [README, *(Page(file.relative_to(ROOT).as_posix()) for file in docs)]

"""README.md as data: its blocks, tables, links, commands. `python -m tests.unit.docs.readme` writes its settings."""

import json
import re
from pathlib import Path
from typing import Any

from mirror_realm import settings

ROOT = Path(__file__).parents[3]
FILE = ROOT / "README.md"

_SETTINGS = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)


def text() -> str:
    return FILE.read_text(encoding="utf-8")


def json_block(name: str) -> dict[str, Any]:
    """The JSON below the comment of this name."""
    found = re.search(rf"<!-- {name} -->\n```json\n(.*?)\n```", text(), re.DOTALL)
    assert found, f"README.md has no block named {name}"
    block: dict[str, Any] = json.loads(found[1])
    return block


def table(heading: str, page: str | None = None) -> list[list[str]]:
    """The rows of the table whose first heading this is, cell by cell; on another page, if one is given."""
    rows = rf"^\| {re.escape(heading)} \|.*\n\|[ |-]+\|\n((?:\|.*\n)+)"
    found = re.search(rows, text() if page is None else page, re.MULTILINE)
    assert found, f"no table is headed {heading}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


def links() -> list[str]:
    """Where the page's links lead, those to other sites left out."""
    targets = re.findall(r"\]\(([^)]+)\)", text())
    return [target for target in targets if "://" not in target]


def make_targets() -> set[str]:
    """What `make` is told to make anywhere on the page."""
    code = re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", text(), re.DOTALL)
    return {target for block in code for part in block for target in re.findall(r"\bmake ([a-z0-9-]+)", part)}


def settings_table() -> str:
    """The settings, as they are described where they are declared."""
    rows = [f"| `{name}` | {default} | {what} |" for name, (default, what) in settings.described().items()]
    return "\n".join(["| setting | default | |", "| --- | --- | --- |", *rows]) + "\n"


def with_settings(page: str) -> str:
    """The page with the settings as they are now."""
    return _SETTINGS.sub(lambda found: f"{found[1]}{settings_table()}{found[2]}", page)


if __name__ == "__main__":
    FILE.write_text(with_settings(text()), encoding="utf-8")

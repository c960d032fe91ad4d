"""The table of docs/settings.md. `python -m tests.docs.settings_table` writes it anew."""

import re

from mirror_realm import settings
from tests.docs.page import Page

PAGE = Page("docs/settings.md")

_TABLE = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)


def table() -> str:
    """Return the settings, as they are described where they are declared."""
    rows = [f"| `{name}` | {default} | {what} |" for name, (default, what) in settings.described().items()]
    return "\n".join(["| setting | default | |", "| --- | --- | --- |", *rows]) + "\n"


def with_table(text: str) -> str:
    """Return the page with the settings as they are now. Raises ValueError where it has no place for them."""
    written, times = _TABLE.subn(lambda found: f"{found[1]}{table()}{found[2]}", text)
    if times != 1:
        raise ValueError(f"{PAGE.name} has {times} places for the table")
    return written


if __name__ == "__main__":
    PAGE.file.write_text(with_table(PAGE.text), encoding="utf-8")

"""docs/architecture.md points at what is there: every link and every test it names exists."""

import re

from tests.unit.docs import readme

PAGE = readme.ROOT / "docs" / "architecture.md"


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8"))

    assert targets
    assert [target for target in targets if not (PAGE.parent / target).exists()] == []


def test_every_module_and_test_named_exists() -> None:
    named = set(re.findall(r"`((?:\w+/)*\w+\.py)`", PAGE.read_text(encoding="utf-8")))
    everything = [
        path.relative_to(readme.ROOT).as_posix()
        for folder in ("functions", "tests", "emulator")
        for path in (readme.ROOT / folder).rglob("*.py")
    ]

    assert named
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in everything)] == []

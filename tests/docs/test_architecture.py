"""docs/architecture.md points at what is there, and its doors are as wide as it says."""

import re

import pytest

from mirror_realm.api import bodies
from tests.docs.page import ROOT, Page

PAGE = Page("docs/architecture.md")


def test_every_module_and_test_named_exists() -> None:
    named = set(re.findall(r"`((?:\w+/)*\w+\.py)`", PAGE.text))
    everything = [
        path.relative_to(ROOT).as_posix()
        for folder in ("functions", "tests", "demo", "packages")
        for path in (ROOT / folder).rglob("*.py")
    ]

    assert named
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in everything)] == []


def test_the_tree_has_every_module_and_folder_of_the_house() -> None:
    tree = PAGE.code("text")[0]
    house = ROOT / "functions" / "mirror_realm"
    there = [
        path.name
        for folder in (house, house / "services")
        for path in folder.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    ]
    small = {"__init__.py", "best_effort.py", "orphans.py", "store.py"}

    assert [name for name in there if name not in small and not re.search(rf"\b{name}\b", tree)] == []


@pytest.mark.parametrize(
    "what",
    [
        "A style",
        "A stage",
        "A provider",
        "A setting",
        "A callable",
        "An administrator's callable",
        "A REST route",
        "The embedded Firebase in another project",
    ],
)
def test_it_says_how_to_add(what: str) -> None:
    adding = PAGE.text.partition("## Adding to it")[2]

    assert f"\n**{what}.**" in adding


def test_a_body_is_bounded_as_told() -> None:
    assert f"at most {bodies.MOST_BYTES // 1024} KB of JSON, {bodies.DEEPEST} levels deep" in PAGE.text


def test_it_says_how_to_check_and_what_google_judges() -> None:
    told = {"test", "e2e", "check", "bench", "conformance-official", "test-official", "soak"}

    assert PAGE.make_targets() >= told

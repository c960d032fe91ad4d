"""docs/privacy.md has a row for everything that is kept, and says of exports what they hold."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mirror_realm.domain import export, export_words, ledger
from mirror_realm.services.ports import documents, files
from tests.docs.page import Page

PAGE = Page("docs/privacy.md")
ARCHITECTURE = Page("docs/architecture.md")


def code_in(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def rows() -> list[list[str]]:
    """Return the rows of all tables of what is kept."""
    lines = [line for line in PAGE.text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def kept() -> set[str]:
    return {path for cells in rows() for path in code_in(cells[0])}


def fixed(paths: Iterable[str]) -> set[str]:
    """Return paths with `*` for each of their variable segments."""
    return {"/".join("*" if "{" in part else part for part in path.split("/")) for path in paths}


def built() -> Iterator[str]:
    """Yield the paths that the code builds documents at."""
    source = Path(str(documents.__file__)).read_text(encoding="utf-8")
    for path in re.findall(r'(?:Ref|anything)\(\s*f?"([^"]+)"', source):
        yield path.replace("{owner}orphans", "orphans")


def test_every_document_of_the_architecture_has_its_row() -> None:
    stored = {path for cells in ARCHITECTURE.table("path") for path in code_in(cells[0])}

    assert stored
    assert stored - kept() == set()


def test_every_document_that_the_code_writes_has_its_row() -> None:
    rows = fixed(kept())

    assert len(list(built())) > 20
    assert [
        path for path in built() if fixed([path]) & rows == set() and "maintenance/{name}" not in path
    ] == []


def test_every_folder_of_storage_has_its_row() -> None:
    folders = re.findall(r"^    (\S+/)\S*", files.__doc__ or "", re.MULTILINE)

    assert len(folders) >= 6
    for folder in folders:
        assert any(folder.startswith(path) for path in kept() if path.endswith("/")), folder


def test_what_is_marked_is_in_an_export_and_nothing_else_of_a_user_is() -> None:
    marked = {path for cells in rows() if "(x" in cells[1] for path in code_in(cells[0])}
    below = {path.split("/")[2] for path in fixed(kept()) if path.startswith("users/*/")}
    exported = {path.split("/")[2] for path in marked if path.startswith("users/{uid}/")}

    assert below - exported == set(export_words.WITHIN)
    assert {path.split("/")[0] for path in marked} == {
        *("users", "nights", "ledger", "reports", "push_tokens", "uploads", "people", "shared")
    }


def test_times_are_as_told() -> None:
    assert (export.KEEP.days, export.LINK.seconds, export.KEEP_DOCUMENT.days) == (1, 3600, 2)
    assert f"by `{ledger.ERASED}`" in PAGE.text

"""Every page of the documentation: its links lead somewhere, what it tells to make can be made."""

import re

import pytest

from tests.docs.page import README, ROOT, Page, every

OF_EACH_PAGE = pytest.mark.parametrize("page", every(), ids=lambda page: page.name)


def _leads_somewhere(page: Page, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.file.parent / path).resolve() if path else page.file
    if not target.exists():
        return False
    return not anchor or anchor in Page(target.relative_to(ROOT).as_posix()).anchors()


@OF_EACH_PAGE
def test_every_link_leads_somewhere(page: Page) -> None:
    assert [link for link in page.links() if not _leads_somewhere(page, link)] == []


@pytest.mark.parametrize("link", ["docs/nowhere.md", "#nowhere", "docs/flutter.md#nowhere"])
def test_a_link_that_leads_nowhere_is_noticed(link: str) -> None:
    assert not _leads_somewhere(README, link)


def test_every_page_is_led_to_from_the_readme() -> None:
    led_to = {link.partition("#")[0] for link in README.links()}

    assert {page.name for page in every()} - {README.name} <= led_to


@OF_EACH_PAGE
def test_every_make_target_named_exists(page: Page) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))

    assert page.make_targets() <= targets


@OF_EACH_PAGE
def test_nothing_on_the_page_is_of_one_machine(page: Page) -> None:
    assert not re.search(r"/(?:home|work|tmp|root|Users)/", page.text)

"""CONTRIBUTING.md's glossary has twenty words, and the code uses each of them."""

import re

import pytest

from tests.docs.page import ROOT, Page

PAGE = Page("CONTRIBUTING.md")
GLOSSARY = [word for word, _ in PAGE.table("word")]


def _uses(code: str, word: str) -> bool:
    """Return whether code has a word in its prose (`cache key`) or in a name (`cache_key`, `CacheKey`)."""
    return re.search(rf"(?<![a-z]){word.replace(' ', '[ _]?')}s?(?![a-z])", code, re.IGNORECASE) is not None


def test_the_glossary_has_twenty_words() -> None:
    assert len(set(GLOSSARY)) == len(GLOSSARY) == 20


@pytest.mark.parametrize("word", GLOSSARY)
def test_the_code_uses_each_word(word: str) -> None:
    house = (ROOT / "functions" / "mirror_realm").rglob("*.py")

    assert any(_uses(file.read_text(encoding="utf-8"), word) for file in house)


def test_a_word_that_the_code_does_not_use_is_noticed() -> None:
    assert not _uses("def refunded_at(purse): ...", "refund job")

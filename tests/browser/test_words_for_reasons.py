"""Every reason the backend can give has words on the page."""

import re
from collections.abc import Iterator

import pytest

from mirror_realm import errors
from tests.browser.firebase import ROOT

NEVER_SHOWN = {"lease_lost", "newer_schema"}
"""Between workers: no answer and no document carries them."""


def _reasons(kind: type[errors.MirrorRealmError]) -> Iterator[str]:
    yield kind.reason
    for narrower in kind.__subclasses__():
        yield from _reasons(narrower)


@pytest.mark.parametrize("reason", sorted({*_reasons(errors.MirrorRealmError)} - NEVER_SHOWN))
def test_the_page_has_words_for(reason: str) -> None:
    script = (ROOT / "hosting" / "scripts" / "reasons.js").read_text(encoding="utf-8")
    words = script.partition("const WORDS = {")[2].partition("\n};")[0]
    assert re.search(rf"^  {reason}: \(", words, re.MULTILINE), f"no words for {reason} in reasons.js"

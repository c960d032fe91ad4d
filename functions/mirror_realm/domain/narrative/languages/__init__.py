"""The languages of I-There, and the choice of one by a language tag. Each is loaded when it is first spoken."""

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mirror_realm.domain.narrative.language import Language

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de")
"""The primary subtags of the languages; each has a module of its name here."""

LONGEST_TAG = 35
"""The most characters of a language tag, as RFC 5646 (4.4.1) recommends for buffers."""

TAG = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
"""The form of a language tag, as a pattern of Python, RE2 and ECMAScript."""


def is_tag(text: str) -> bool:
    """Return whether a text has the form of a language tag of BCP 47, such as `de` or `de-AT`."""
    return len(text) <= LONGEST_TAG and re.fullmatch(TAG, text) is not None


def nearest(tag: str | None) -> str:
    """Return the language for a tag by its primary subtag: English for one that is not here, and for None."""
    primary = (tag or "").partition("-")[0].lower()
    return primary if primary in LANGUAGES else ENGLISH


@cache
def language(name: str) -> "Language":
    """Return one of `LANGUAGES`. Raises ValueError for any other name, so that no other module is loaded."""
    if name not in LANGUAGES:
        raise ValueError("there is no such language")
    return cast("Language", import_module(f"{__name__}.{name}").LANGUAGE)

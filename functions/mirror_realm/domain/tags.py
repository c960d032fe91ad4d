"""Tags: short words of a user's own by which they find their avatars."""

import unicodedata
from collections.abc import Iterable

MOST_TAGS = 10
"""The tags of an avatar."""
LONGEST_TAG = 30
"""In UTF-16 code units, after `normal`."""


def normal(tag: str) -> str:
    """Return a tag as it is stored and looked for: composed, in lower case, with single spaces and none around.

    Raises ValueError if nothing is left, or if it has characters that do not show.
    """
    text = " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", tag).lower()).split())
    if not text:
        raise ValueError("must have a character that shows")
    if any(unicodedata.category(one)[0] == "C" for one in text):
        raise ValueError("must have no characters that do not show")
    return text


def normal_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as `normal` makes them, each once, in their order. Raises ValueError as `normal` does."""
    return tuple(dict.fromkeys(normal(tag) for tag in tags))

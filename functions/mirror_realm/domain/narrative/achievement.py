"""The user's achievement as I-There quotes it: one short line of plain text in lower case."""

import re
import unicodedata

LONGEST = 80
"""The most characters of an achievement that are quoted, including the ellipsis."""

_READ = 1000
"""The most characters that are processed, a bound for hostile input."""

_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_MARKUP = re.compile(r"[<>*`~^|\\\[\]{}\"“”„«»]|(?<!\w)#+")
_JOINERS = "\u200c\u200d"
"""Format characters that are part of words and emoji; all others only hide or reorder text."""


def spoken(achievement: str) -> str:
    """Return the achievement as it is quoted: at most `LONGEST` characters, cut at a word, possibly empty.

    Tags, markup and quotation marks are removed; control characters and runs of space become one space.
    """
    plain = _MARKUP.sub("", _TAG.sub(" ", achievement[:_READ])).replace("_", " ")
    text = " ".join("".join(map(_printable, plain)).lower().split()).rstrip(" .,;:!?…")
    if not any(unicodedata.category(character)[0] in "LNS" for character in text):
        return ""
    return text if len(text) <= LONGEST else _cut(text)


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc" or category[0] == "Z":
        return " "
    return "" if category[0] == "C" and character not in _JOINERS else character


def _cut(text: str) -> str:
    head = text[:LONGEST]
    at_a_word = head.rpartition(" ")[0] or head[:-1]
    return at_a_word.rstrip(" .,;:!?…" + _JOINERS) + "…"

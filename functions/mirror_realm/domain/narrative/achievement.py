"""The person's achievement, made fit to be quoted by I-There: one short line of plain text in lower case."""

import re
import unicodedata

LONGEST = 80
"""Characters of an achievement that are spoken, the ellipsis included."""

_READ = 1000
"""Characters looked at: bounds the work on hostile input."""

_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_MARKUP = re.compile(r"[<>*`~^|\\\[\]{}\"“”„«»]|(?<!\w)#+")
_JOINERS = "\u200c\u200d"
"""Part of words and of emoji in use; all other format characters only hide or reorder text."""


def spoken(achievement: str) -> str:
    """The achievement as it is quoted, at most `LONGEST` characters, cut at a word; empty if none is left.

    Tags, markup and quotation marks go; control characters and runs of space become one space.
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

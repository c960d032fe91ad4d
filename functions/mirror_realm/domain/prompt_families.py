"""Prompt families: the form of a prompt for each kind of model. The parts are the same.

- Labelled: short labelled lines, numbered input pictures, a list of what to exclude: for GPT Image and Gemini.
- Prose: sentences. FLUX does not tell input pictures apart by numbers, and draws what a prompt says is not there, so
  there is no list of exclusions.
- Short: the first 77 tokens are all that the text encoder of Stable Diffusion XL reads (two of them begin and end). The
  parts that make the person and the stage come first; of the rest, what fits. Exclusions are sent beside it, as the
  negative prompt.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

Sections: TypeAlias = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Titles, each with its lines: label and words. Lines without words are left out."""

SHORT_TOKENS = 75
"""The tokens of a prompt that CLIP's text encoder reads (Radford et al. 2021: a context of 77 with begin and end)."""

_LETTERS_A_TOKEN = 7
"""CLIP's vocabulary has most English words whole; we count a long word as several, so that the estimate is high.

Measured with the published vocabulary over all styles, characters and stages: every prompt has at most 77 tokens, and
of 504 one has more than estimated. With 8 letters some have 79.
"""


class Family(StrEnum):
    LABELLED = "labelled"
    PROSE = "prose"
    SHORT = "short"


def family_of(renderer: str) -> Family:
    """Return the family of a renderer's model, by its name."""
    name = renderer.lower()
    if "stable-diffusion" in name or "sdxl" in name:
        return Family.SHORT
    return Family.PROSE if "flux" in name else Family.LABELLED


def labelled(sections: Sections) -> str:
    """Return the sections as titled lists."""
    return "\n\n".join(
        f"{title}\n" + "\n".join(f"- {label}: {words}." for label, words in lines if words)
        for title, lines in sections
    )


_SAID = {
    "Time": "It is {}.",
    "Companion touch": "Also {}.",
    "Age": "The time is {}.",
    "Clothing": "Wearing {}.",
    "Power": "Around the figure: {}.",
    "Traits": "With {}.",
    "Keep": "Keep {}.",
    "Only": "Only {}.",
}


def prose(sections: Sections) -> str:
    """Return the sections as a paragraph each, without what is to be excluded."""
    return "\n\n".join(
        " ".join(
            _capital(_SAID.get(label, "{}.").format(words))
            for label, words in lines
            if words and label != "Exclude"
        )
        for _, lines in sections
    )


def short(sections: Sections) -> str:
    """Return the parts that fit `SHORT_TOKENS`: the medium, the person and the stage first, then what still fits."""
    parts = {label: words for _, lines in sections for label, words in lines if words}
    who, face, hair, *rest = (*parts.get("Character", "").split("; "), "", "")
    plain = [clause for clause in rest if clause.startswith("no ") or clause.endswith(" build")]
    marks = [clause for clause in rest if clause not in plain]
    picture, expression = _head(parts.get("Picture", "")), parts.get("Expression", "")
    clothing, place = parts.get("Clothing", ""), _head(parts.get("Place", ""))
    longer = {
        picture.partition(" with ")[0]: picture,
        _first_clause(expression): ", ".join(expression.split(", ")[:2]),
        clothing.partition(",")[0]: clothing,
    }
    medium, mood, worn = longer
    chosen_by_user = [_head(parts.get(label, "")) for label in ("Power", "Surroundings")]
    brief = [medium, who, hair, *marks, mood, worn, *chosen_by_user, place]
    further = [
        parts.get("Age", "").partition(":")[0],
        parts.get("Posture", ""),
        face,
        _head(parts.get("Light", "")),
        parts.get("Achievement", ""),
        _head(parts.get("Traits", "")),
        parts.get("View", ""),
        *plain,
    ]
    chosen = _fitting(brief, SHORT_TOKENS)
    for words, more in longer.items():
        if words in chosen and _cost([more]) - _cost([words]) <= SHORT_TOKENS - _cost(chosen):
            chosen[chosen.index(words)] = more
    return ", ".join([*chosen, *_fitting(further, SHORT_TOKENS - _cost(chosen))])


def _fitting(clauses: Sequence[str], left: int) -> list[str]:
    """Return the clauses that fit so many tokens, the first ones first."""
    chosen = []
    for clause in clauses:
        if clause and _cost([clause]) <= left:
            chosen.append(clause)
            left -= _cost([clause])
    return chosen


def _cost(clauses: Sequence[str]) -> int:
    return sum(tokens(clause) + 1 for clause in clauses)  # each with a comma


def tokens(text: str) -> int:
    """Return an estimate of a text's tokens that is rather too high."""
    words = re.findall(r"[A-Za-z]+|[0-9]|[^\sA-Za-z0-9]", text)
    return sum(math.ceil(len(word) / _LETTERS_A_TOKEN) for word in words)


def _first_clause(words: str) -> str:
    """Return the words before the first comma that does not stand between two adjectives of one noun."""
    first, *rest = words.split(", ")
    unfinished = first.startswith("a ") and rest and not rest[0].startswith("a ")
    return f"{first}, {rest[0]}" if unfinished else first


def _head(words: str) -> str:
    """Return the words before their details."""
    return re.split("[;:]", words)[0]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


FORMS: Mapping[Family, Callable[[Sections], str]] = {
    Family.LABELLED: labelled,
    Family.PROSE: prose,
    Family.SHORT: short,
}

"""Verdict: what a vision model says of a finished picture, where statistics cannot tell."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mirror_realm.domain.codec import Document, OmittedAtDefault

BEST = 4
"""The highest mark; 0 is the lowest."""

LEAST = 2
"""The lowest mark of a picture that passes."""


PASSED = "passed"


class Objection(StrEnum):
    """The reasons for which a picture does not pass."""

    NOT_ONE_ADULT = "not_one_adult"
    FACE_CUT_OFF = "face_cut_off"
    ANOTHER_PERSON = "another_person"
    WRONG_EXPRESSION = "wrong_expression"
    WRONG_STYLE = "wrong_style"
    TEXT_OR_LIMBS = "text_or_limbs"


@dataclass(frozen=True, slots=True)
class Verdict(Document):
    """The answers about one picture. Marks are 0 to 4."""

    one_adult: bool
    """Whether it shows one person, an adult."""
    whole_face: bool
    expression: int
    """How well the expression is the stage's."""
    style: int
    """How well the style is the wished one."""
    clean: bool
    """Whether it has neither text nor hands, fingers or limbs too many."""
    safe: bool
    """Whether it is fit to be shown to people of any age."""
    same_person: OmittedAtDefault[int | None] = None
    """How well it shows the person of the pictures it was made from; None if it was made from none."""

    @property
    def objections(self) -> tuple[Objection, ...]:
        """Return the reasons for which it does not pass; none if it does."""
        return tuple(objection for objection, grade in self._grades().items() if grade < LEAST / BEST)

    @property
    def gravest(self) -> str:
        """Return the objection with the lowest grade, or `PASSED`."""
        grades = self._grades()
        return min(self.objections, key=lambda objection: grades[objection], default=PASSED)

    @property
    def score(self) -> float:
        """Return the worst grade, 0 to 1. A yes or no is 1 or 0.25: a picture may still be the better of two."""
        return min(self._grades().values())

    def _grades(self) -> dict[Objection, float]:
        grades = {
            Objection.NOT_ONE_ADULT: 1.0 if self.one_adult else 0.25,
            Objection.FACE_CUT_OFF: 1.0 if self.whole_face else 0.25,
            Objection.WRONG_EXPRESSION: self.expression / BEST,
            Objection.WRONG_STYLE: self.style / BEST,
            Objection.TEXT_OR_LIMBS: 1.0 if self.clean else 0.25,
        }
        if self.same_person is not None:
            grades[Objection.ANOTHER_PERSON] = self.same_person / BEST
        return grades


def stored_verdict(stored: Any) -> Verdict | None:
    """Return the verdict in a document; None for none. Raises as `Document.from_document`."""
    return None if stored is None else Verdict.from_document(stored)

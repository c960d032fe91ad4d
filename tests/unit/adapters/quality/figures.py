"""Figures: precision and recall of the reasons the judge gives, fault by fault and in all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mirror_realm.domain.quality import Fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reasons given for one picture, next to the truth."""

    what: str
    reasons: frozenset[Fault]
    fault: Fault | None = None
    """What is wrong with it. None: it is good."""
    also: frozenset[Fault] = frozenset()
    """What may be said of it as well."""

    @property
    def wrong(self) -> frozenset[Fault]:
        """Reasons that are not true."""
        return self.reasons - self.also - {self.fault}

    @property
    def found(self) -> bool:
        return self.fault in self.reasons


@dataclass(frozen=True, slots=True)
class Figures:
    right: int
    wrong: int
    """Reasons given rightly and wrongly, or pictures rightly and wrongly called poor."""
    found: int
    missed: int
    """Of those with the fault."""

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0


def by_fault(verdicts: Iterable[Verdict]) -> dict[Fault, Figures]:
    verdicts = list(verdicts)
    found = Counter(each.fault for each in verdicts if each.found)
    there = Counter(each.fault for each in verdicts)
    given = Counter(reason for each in verdicts for reason in each.reasons)
    wrong = Counter(reason for each in verdicts for reason in each.wrong)
    return {
        fault: Figures(given[fault] - wrong[fault], wrong[fault], found[fault], there[fault] - found[fault])
        for fault in Fault
        if there[fault]
    }


def overall(verdicts: Iterable[Verdict]) -> Figures:
    """Of calling a picture poor, for whatever reason."""
    called = Counter((each.fault is not None, bool(each.reasons)) for each in verdicts)
    return Figures(called[True, True], called[False, True], called[True, True], called[True, False])

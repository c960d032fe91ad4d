"""Desk: what an operator has to do, and what comes first, as a function of figures. A figure may be unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mirror_realm.domain.administration import View


class Urgency(StrEnum):
    """How soon, from the first to the last."""

    NOW = "now"
    """Users get no pictures, or lose some, until it is done."""
    TODAY = "today"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of thing to do."""

    what: str
    """The name of the figure that counts it, or lists its names."""
    urgency: Urgency
    view: View
    """Where to do it, or to see more."""


DUTIES = (
    Duty("dead_models", Urgency.NOW, View.MODELS),
    Duty("providers_down", Urgency.NOW, View.MODELS),
    Duty("closed_providers", Urgency.NOW, View.MODELS),
    Duty("stuck_jobs", Urgency.NOW, View.JOBS),
    Duty("dead_letters", Urgency.TODAY, View.LETTERS),
    Duty("erasures_overdue", Urgency.TODAY, View.AUDIT),
    Duty("open_reports", Urgency.TODAY, View.REPORTS),
    Duty("marks", Urgency.TODAY, View.WHAT_IF),
    Duty("dear_models", Urgency.TODAY, View.MODELS),
    Duty("takedowns_under_way", Urgency.SOON, View.TAKEDOWNS),
    Duty("ending_models", Urgency.SOON, View.MODELS),
)
"""Everything that there may be to do, the most urgent first."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do now."""

    duty: Duty
    count: int
    names: tuple[str, ...]
    """What it is about, if that has names."""


def to_do(figures: Mapping[str, int | Sequence[str] | None]) -> tuple[ToDo, ...]:
    """Return what there is to do, the most urgent first. An unknown figure is nothing to do: it is unknown."""
    found = []
    for duty in DUTIES:
        figure = figures.get(duty.what)
        names = () if figure is None or isinstance(figure, int) else tuple(figure)
        count = figure if isinstance(figure, int) else len(names)
        if count:
            found.append(ToDo(duty, count, names))
    return tuple(found)

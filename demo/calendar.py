"""Calendar: the clock of the demo's functions. Each stage is made on the day it happened, so that today is left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module

from demo.people import DemoPerson
from mirror_realm.domain.progress import EvolutionStage

YESTERDAY = 1


class Calendar:
    """A clock that can go back by whole days. It is today unless a day is being lived."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._back = timedelta(0)

    def now(self) -> datetime:
        """Return the time on the day that is being lived, with the zone UTC."""
        return self._now() - self._back

    @contextmanager
    def days_ago(self, days: int) -> Iterator[None]:
        """Live on a day in the past for the length of the context."""
        self._back = timedelta(days=days)
        try:
            yield
        finally:
            self._back = timedelta(0)

    def rule(self) -> None:
        """Make the running functions live by this calendar. Wishes from the page meanwhile are of that day, too."""
        # The suite has loaded the functions as a program of their own: this module's imports are other modules.
        import_module("mirror_realm.bootstrap").live_by(self.now)


def days_ago(person: DemoPerson, stage: EvolutionStage) -> int:
    """Return how many days ago a person reached a stage; their last one was yesterday."""
    today = list(person.chapters.values())[-1].active_days
    return YESTERDAY + today - person.chapters[stage].active_days

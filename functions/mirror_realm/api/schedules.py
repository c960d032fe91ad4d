"""What every scheduled function shares: a failure is told in our log; the next run takes up what this one left."""

from collections.abc import Callable

from mirror_realm import events


class NotRun(Exception):
    """Tells the platform, which logs what it is given, that a run failed, and no more than that."""


def run(function: str, act: Callable[[], object]) -> None:
    """Runs `act`. Raises NotRun where it fails."""
    try:
        act()
    except Exception as error:
        events.schedule_failed(function)
        raise NotRun(type(error).__name__) from None

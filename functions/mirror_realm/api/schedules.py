"""Shared code of all scheduled functions: a failure is logged as an event, and the next run continues the work."""

from collections.abc import Callable

from mirror_realm import events


class NotRun(Exception):
    """Tells the platform that a run failed, without details: the platform logs this exception."""


def run(function: str, act: Callable[[], object]) -> None:
    """Run `act`. Raises NotRun if it fails."""
    try:
        act()
    except Exception as error:
        events.schedule_failed(function)
        raise NotRun(type(error).__name__) from None

"""Shared code of all scheduled functions: a failure is logged as an event, and the next run continues the work."""

from collections.abc import Callable

from mirror_realm import events


class NotRun(Exception):
    """Tells the platform that a run failed, without details: the platform logs this exception."""


def run(function: str, *acts: Callable[[], object]) -> None:
    """Run the acts, one after the other, whether or not one before failed. Raises NotRun if any did."""
    failed: list[str] = []
    for act in acts:
        try:
            act()
        except Exception as error:
            events.schedule_failed(function)
            failed.append(type(error).__name__)
    if failed:
        raise NotRun(failed[0]) from None

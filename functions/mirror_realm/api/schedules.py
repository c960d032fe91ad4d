"""Shared code of all scheduled functions: a failure is logged and sent as an alert; the next run continues the work."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from mirror_realm import bootstrap, events

if TYPE_CHECKING:
    from mirror_realm.assembly import Services


class NotRun(Exception):
    """Tells the platform that a run failed, without details: the platform logs this exception."""


def serve(function: str, act: "Callable[[Services], object]") -> None:
    """Run `act` on the instance's services. Raises NotRun if it fails."""
    run(
        function,
        lambda: act(bootstrap.services()),
        lambda: bootstrap.services().alerting.schedule_failed(function),
    )


def run(function: str, act: Callable[[], object], alert: Callable[[], None] = lambda: None) -> None:
    """Run `act`, and `alert` if it fails. Raises NotRun then, whatever `alert` does."""
    try:
        act()
    except Exception as error:
        events.schedule_failed(function)
        with suppress(Exception):  # the services themselves may be what failed
            alert()
        raise NotRun(type(error).__name__) from None

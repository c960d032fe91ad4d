"""Shared code of all scheduled functions: a failure is logged and sent as an alert; the next run continues the work."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from mirror_realm import bootstrap, events

if TYPE_CHECKING:
    from mirror_realm.assembly import Services


class NotRun(Exception):
    """Tells the platform that a run failed, without details: the platform logs this exception."""


def serve(function: str, *acts: "Callable[[Services], object]") -> None:
    """Run the acts on the instance's services, one after the other. Raises NotRun if any of them fails."""
    run(
        function,
        *(partial(_on_services, act) for act in acts),
        alert=lambda: bootstrap.services().alerting.schedule_failed(function),
    )


def run(function: str, *acts: Callable[[], object], alert: Callable[[], None] = lambda: None) -> None:
    """Run the acts, one after the other, whether or not one before failed, and `alert` if any did.

    Raises NotRun then, whatever `alert` does.
    """
    failed: list[str] = []
    for act in acts:
        try:
            act()
        except Exception as error:
            events.schedule_failed(function)
            failed.append(type(error).__name__)
    if failed:
        with suppress(Exception):  # the services themselves may be what failed
            alert()
        raise NotRun(failed[0]) from None


def _on_services(act: "Callable[[Services], object]") -> object:
    return act(bootstrap.services())

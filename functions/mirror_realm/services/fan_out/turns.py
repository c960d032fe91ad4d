"""Turns: kinds of work that each do a page in turn, so that the largest does not hold up the others."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.ports.runtime import Runtime

A_TURN = timedelta(seconds=10)
"""The time of a turn that is longer than a page."""

Turn = Callable[[], bool]
"""Do a page, and return whether there is more to do."""


def take_turns(turns: Sequence[Turn], until: datetime, runtime: Runtime, effort: BestEffort) -> None:
    """Let each do a page in turn, until none has more to do or the time is over. One that fails gets no other turn."""
    left = list(turns)
    while left:
        for turn in list(left):
            if runtime.now() >= until:
                return
            if not effort.take(_run, turn):
                left.remove(turn)


def _run(turn: Turn) -> bool:
    return turn()

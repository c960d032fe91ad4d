"""The line: every remote call a worker makes, numbered, and what goes wrong at the calls a plan names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

T = TypeVar("T")


class Fault(StrEnum):
    """What can happen at a remote call."""

    DIES_BEFORE = "dies before it"
    DIES_AFTER = "dies after it took effect"
    CUT_BEFORE = "finds the line cut before it"
    CUT_AFTER = "loses the answer after it took effect"
    FREEZES = "freezes there until after a takeover"
    STALLS = "stalls there past its lease"
    OVERTAKEN = "is overtaken there by duplicates"
    RUNS_AGAIN = "hears of an abort after it took effect"
    """Of commits alone: the client sent it twice, and the second answer came."""


class WorkerDied(BaseException):
    """The process is gone. Nothing may catch this but the world that starts workers."""


class LineCut(Exception):
    """What a client raises when it has no answer: it cannot know whether the call took effect."""


class Meanwhile(Protocol):
    """What the rest of the world does while a worker is held up."""

    def take_over(self) -> None:
        """Time passes, events come again, the reaper runs, until the held-up worker's work is done by others."""

    def let_lease_run_out(self) -> None:
        """Time passes; nobody has noticed yet."""

    def overtake(self) -> None:
        """No time passes; events come twice, the reaper and the sweep pass by."""

    def died(self) -> None:
        """Mark the running worker as dead for ever."""

    @property
    def dead(self) -> bool:
        """Whether the worker now running is gone: what its clean-up still tries reaches nobody."""


@dataclass
class Line:
    """Passes calls on, numbering them from 0, and does what `plan` says at those it names."""

    plan: Mapping[int, Fault] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    """What each call was, by number."""
    meanwhile: Meanwhile | None = None
    on: bool = False
    """Off while a scenario is set up."""
    silenced: list[Callable[[], None]] = field(default_factory=list)
    """Called whenever a worker dies or is held up."""
    holding: int = 0
    """How many workers are held up at this moment, one inside the other."""

    quoting: str = ""
    """What a client's errors quote besides: a request, as real ones do."""

    def call(self, what: str, act: Callable[[], T], again: Callable[[T], T] = lambda answer: answer) -> T:
        """Raise WorkerDied or LineCut where the plan says so; else what `act` raises.

        `again` turns a commit's answer into one that says "aborted".
        """
        if not self.on or self.meanwhile is None:
            return act()
        if self.meanwhile.dead:
            raise WorkerDied
        number = len(self.calls)
        self.calls.append(what)
        match self.fault(number, what):
            case Fault.DIES_BEFORE:
                self._die()
            case Fault.CUT_BEFORE:
                raise LineCut(f"{what} {self.quoting}")
            case Fault.DIES_AFTER:
                act()
                self._die()
            case Fault.CUT_AFTER:
                act()
                raise LineCut(f"{what} {self.quoting}")
            case Fault.RUNS_AGAIN:
                return again(act())
            case Fault.FREEZES:
                self._hold(lambda world: world.take_over())
            case Fault.STALLS:
                self._hold(lambda world: world.let_lease_run_out())
            case Fault.OVERTAKEN:
                self._hold(lambda world: world.overtake())
        return act()

    def fault(self, number: int, what: str) -> Fault | None:
        """Return what happens at this call."""
        return self.plan.get(number)

    def _die(self) -> None:
        assert self.meanwhile is not None
        self.meanwhile.died()
        self._be_silent()
        raise WorkerDied

    def _hold(self, do: Callable[[Meanwhile], None]) -> None:
        assert self.meanwhile is not None
        self._be_silent()
        self.holding += 1
        try:
            do(self.meanwhile)
        finally:
            self.holding -= 1

    def _be_silent(self) -> None:
        for notice in self.silenced:
            notice()

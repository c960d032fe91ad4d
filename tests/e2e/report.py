"""What ran, how long, and which program judged where: a short table at the end."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Report:
    """Filled while a run goes on; each step is told at once."""

    engines: dict[str, str] = field(default_factory=dict)
    """Slot -> program."""
    untested: list[str] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)

    def step(self, name: str, seconds: float, outcome: str = "") -> None:
        say(f"{seconds:>7.1f} s  {name}{f': {outcome}' if outcome else ''}")

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Tells of a step when it is over, however it ends."""
        started = time.monotonic()
        outcome = "FAILED"
        try:
            yield
            outcome = ""
        finally:
            self.step(name, time.monotonic() - started, outcome)

    def end(self) -> None:
        """Print the table."""
        width = max(map(len, self.engines), default=0)
        say("")
        for slot, program in self.engines.items():
            say(f"  {slot:<{width}}  {program}")
        for what in self.untested:
            say(f"  NOT TESTED: {what}")
        say(f"  {time.monotonic() - self._started:.0f} s in all")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

"""A scenario of the crash matrix: how its world is prepared, what is then done in it, and what must come of it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from tests.crash.world import World
from tests.fakes.fan_outs import small_pages
from tests.fakes.memory_tasks import MemoryTasks


def nothing(_: World) -> None:
    pass


@dataclass(frozen=True)
class Scenario:
    name: str
    act: Callable[[World], None]
    prepare: Callable[[World], None] = nothing
    house: Mapping[str, Any] = field(default_factory=dict)
    """Options of the house."""
    expect: Callable[[World], None] = nothing
    """What else must be true some days later, besides the invariants."""
    one_in: int = 14
    """Of its plans one in so many is tried in `make test`."""
    paged: bool = False
    """Whether there is a queue of page tasks, and pages are of a few."""

    def options(self) -> Mapping[str, Any]:
        """Return the options of a house of its own."""
        return {**self.house, "tasks": MemoryTasks()} if self.paged else self.house

    def pages(self) -> AbstractContextManager[None]:
        """Let pages be as the scenario has them."""
        return small_pages() if self.paged else nullcontext()

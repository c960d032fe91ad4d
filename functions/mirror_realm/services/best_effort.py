"""Turns: a pass over many things, in which one that cannot be dealt with keeps none of the others waiting."""

from collections.abc import Callable
from typing import TypeVar

from mirror_realm.errors import Contention, NewerSchema

Thing = TypeVar("Thing")
Outcome = TypeVar("Outcome")


class Turns:
    """One thing after another. `end` the pass with what went wrong, if anything did."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        """The first error that was nobody else's business."""

    def take(self, act: Callable[[Thing], Outcome], thing: Thing) -> Outcome | None:
        """What came of it; None where somebody is busy with it, where a newer deployment's job is concerned (the next
        pass, or that one's, looks again), or where it failed.
        """
        try:
            return act(thing)
        except (Contention, NewerSchema):
            return None
        except Exception as error:
            self.failure = self.failure or error
            return None

    def end(self) -> None:
        """Raises the first error, now that everything else is done."""
        if self.failure is not None:
            raise self.failure

"""Best effort: a pass over many things, in which a failure of one does not stop the others."""

from collections.abc import Callable
from typing import TypeVar

from mirror_realm.errors import Contention, NewerSchema

Thing = TypeVar("Thing")
Outcome = TypeVar("Outcome")


class BestEffort:
    """Handle one thing after another; `end` raises the first error."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        """The first error that is not left to another worker or deployment."""

    def take(self, act: Callable[[Thing], Outcome], thing: Thing) -> Outcome | None:
        """Return the result of `act`; None if it failed, or if the thing is left to a later pass.

        A thing that another worker holds, or a job of a newer deployment, is left to the next pass or that deployment.
        """
        try:
            return act(thing)
        except (Contention, NewerSchema):
            return None
        except Exception as error:
            self.failure = self.failure or error
            return None

    def end(self) -> None:
        """Raise the first error, after everything else is done."""
        if self.failure is not None:
            raise self.failure

"""The names that a new task of a queue cannot have."""

RELEASE_SECONDS = 3600.0
"""How long the name of a task that ended stays taken: about an hour, by the documentation of the Admin SDKs."""


class UsedNames:
    """Hold the identifiers of a queue's tasks, and for a while of those that ended. Times are in seconds."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._released: dict[str, float] = {}

    def take(self, identifier: str, now: float) -> bool:
        """Take an identifier for a new task; return False if it is taken."""
        self._forget(now)
        if identifier in self._taken or identifier in self._released:
            return False
        self._taken.add(identifier)
        return True

    def release(self, identifier: str, now: float) -> None:
        """Record that the task has ended: its identifier is free after `RELEASE_SECONDS`."""
        self._taken.discard(identifier)
        self._released[identifier] = now + RELEASE_SECONDS

    def clear(self) -> None:
        """Free all identifiers."""
        self._taken.clear()
        self._released.clear()

    def _forget(self, now: float) -> None:
        """Free the identifiers whose time is over; they are in the order of their release."""
        while self._released:
            identifier, until = next(iter(self._released.items()))
            if until > now:
                return
            del self._released[identifier]

"""The statistics of a queue that `GET /queueStats` shows, with the fields of firebase-tools."""

from collections import deque

_FIVE_MINUTES = 300.0
_ONE_MINUTE = 60.0


class Statistics:
    """Count what happened in the last minutes. Times are in seconds."""

    def __init__(self) -> None:
        self._added: deque[float] = deque()
        self._ended: deque[float] = deque()
        self._given_up: deque[float] = deque()

    def added(self, now: float) -> None:
        """Count a new task."""
        self._added.append(now)

    def ended(self, now: float, *, given_up: bool) -> None:
        """Count a task that succeeded or was given up."""
        self._ended.append(now)
        if given_up:
            self._given_up.append(now)

    def recent(self, now: float) -> dict[str, float]:
        """Return the tasks added and given up a minute, over five minutes, and those ended in the last minute."""
        for times, seconds in (
            (self._added, _FIVE_MINUTES),
            (self._given_up, _FIVE_MINUTES),
            (self._ended, _ONE_MINUTE),
        ):
            while times and times[0] <= now - seconds:
                times.popleft()
        return {
            "tasksAdded": len(self._added) / 5,
            "completedLastMin": len(self._ended),
            "failedTasks": len(self._given_up) / 5,
        }

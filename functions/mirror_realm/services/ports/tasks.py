"""The port to the queue of page tasks, which delivers each at least once, or loses it."""

from datetime import timedelta
from typing import Protocol

from mirror_realm.domain.page_task import PageTask


class Unqueued(Exception):
    """The queue did not take the task, or its answer was lost."""


class Tasks(Protocol):
    def enqueue(self, task: PageTask, delay: timedelta) -> None:
        """Add the task, to run after the delay; a task whose name the queue has had is already added.

        Raises Unqueued.
        """

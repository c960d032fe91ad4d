"""The queues as the status pages show them."""

from dataclasses import dataclass

from embedded_firebase.functions.task_queues import QueueConfig
from embedded_firebase.tasks import TaskQueues
from embedded_firebase.tasks.runner import TaskState

MOST_TASKS = 200
"""The number of tasks of a queue that are shown."""


@dataclass(frozen=True)
class QueueView:
    """A queue and the first of its tasks."""

    location: str
    name: str
    config: QueueConfig
    waiting: int
    """The tasks that do not run, those that are scheduled for later included."""
    running: int
    tasks: list[TaskState]
    more: bool
    """Whether there are more tasks than those."""


def queue_views(queues: TaskQueues) -> list[QueueView]:
    """Return the queues by name; in each, the tasks by the time of their next attempt."""
    views = []
    for (location, name), queue in sorted(queues.items(), key=lambda item: (item[0][1], item[0][0])):
        states = sorted(queue.states(), key=lambda state: state.scheduled)
        running = sum(state.running for state in states)
        views.append(
            QueueView(
                location=location,
                name=name,
                config=queue.config,
                waiting=len(states) - running,
                running=running,
                tasks=states[:MOST_TASKS],
                more=len(states) > MOST_TASKS,
            )
        )
    return views

"""Cloud Tasks: a queue for each task function, over the protocol that the Admin SDKs speak to an emulator."""

from embedded_firebase.tasks.queues import TaskQueues
from embedded_firebase.tasks.service import TasksService

__all__ = ["TaskQueues", "TasksService"]

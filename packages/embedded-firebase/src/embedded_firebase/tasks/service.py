"""The tasks service: it creates and deletes tasks, at the addresses where the Admin SDKs look for them on an emulator.

POST   /projects/{project}/locations/{location}/queues/{queue}/tasks        create a task
DELETE /projects/{project}/locations/{location}/queues/{queue}/tasks/{id}   delete a task
GET    /queueStats                                                          statistics, as firebase-tools has them
"""

import json
import re
import time
from typing import Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.tasks.errors import NotImplementedHere, QueueNotFound, TasksError
from embedded_firebase.tasks.messages import resource_of, task_of
from embedded_firebase.tasks.queues import TaskQueues
from embedded_firebase.tasks.runner import QueueRunner

_ADDRESS = re.compile(r"/(projects/([^/]+)/locations/([^/]+)/queues/([^/]+))/tasks(?:/([^/]+))?")


class TasksService:
    """Answer requests of Cloud Tasks."""

    def __init__(self, queues: TaskQueues, project: str) -> None:
        self._queues = queues
        self._project = project

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        try:
            return _json(self._answer(request))
        except TasksError as error:
            return error.response()

    def _answer(self, request: Request) -> dict[str, Any]:
        if request.path == "/queueStats" and request.method == "GET":
            return {
                f"queue:{self._project}-{location}-{name}": queue.statistics()
                for (location, name), queue in self._queues.items()
            }
        if matched := _ADDRESS.fullmatch(request.path):
            parent, project, location, name, identifier = matched.groups()
            if request.method == "POST" and identifier is None:
                queue = self._queue(project, location, name, "queue a task from")
                return {"task": self._create(queue, parent, location, request.get_data())}
            if request.method == "DELETE" and identifier is not None:
                self._queue(project, location, name, "remove a task from").remove(identifier)
                return {"res": "OK"}
        raise NotImplementedHere(f"{request.method} {request.path} is not implemented by the emulator.")

    def _create(self, queue: QueueRunner, parent: str, location: str, body: bytes) -> dict[str, Any]:
        task, targets = task_of(body, parent, time.time()), self._queues.targets
        if task.url and targets.find(task.url) is None:
            raise NotImplementedHere(
                f"A task that calls {task.url}, which is no hosted function, is not implemented by the emulator."
            )
        queue.add(task)
        return resource_of(task, parent, targets.url_of(queue.name, location))

    def _queue(self, project: str, location: str, name: str, purpose: str) -> QueueRunner:
        queue = self._queues.get((location, name)) if project == self._project else None
        if queue is None:
            known = ", ".join(f"{place}/{one}" for place, one in sorted(self._queues)) or "none"
            raise QueueNotFound(f"Tried to {purpose} a non-existent queue. Queues: {known}")
        return queue


def _json(content: dict[str, Any]) -> Response:
    return Response(json.dumps(content), content_type="application/json; charset=utf-8")

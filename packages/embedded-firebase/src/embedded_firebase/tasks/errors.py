"""The errors of Cloud Tasks: firebase-tools' words, in the JSON of the service, which the SDKs translate.

TasksError
├── InvalidTask          400
├── QueueNotFound        404
├── TaskNotFound         404
├── TaskExists           409
└── NotImplementedHere   501, what this emulator does not offer
"""

import json

from werkzeug.wrappers import Response


class TasksError(Exception):
    """A request that the service refuses."""

    status = 400
    code = "INVALID_ARGUMENT"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def response(self) -> Response:
        """Return the refusal on the wire."""
        error = {"error": {"code": self.status, "message": self.message, "status": self.code}}
        return Response(json.dumps(error), self.status, content_type="application/json; charset=UTF-8")


class InvalidTask(TasksError):
    """The request is malformed, or a value is outside its range."""


class QueueNotFound(TasksError):
    """There is no such queue."""

    status = 404
    code = "NOT_FOUND"


class TaskNotFound(TasksError):
    """There is no such task, or it has ended."""

    status = 404
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("Tried to remove a task that doesn't exist")


class TaskExists(TasksError):
    """The name is that of another task, or of one that ended a short time ago."""

    status = 409
    code = "ALREADY_EXISTS"

    def __init__(self) -> None:
        super().__init__("A task with the same name already exists")


class NotImplementedHere(TasksError):
    """Cloud Tasks offers this; this emulator does not."""

    status = 501
    code = "UNIMPLEMENTED"

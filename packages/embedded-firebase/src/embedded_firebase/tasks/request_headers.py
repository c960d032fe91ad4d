"""The headers of an attempt: those of the task, and those that Cloud Tasks adds.

https://cloud.google.com/tasks/docs/creating-http-target-tasks#handler
"""

from embedded_firebase.tasks.queue import QueuedTask

_REPLACED = ("host", "content-length", "user-agent", "transfer-encoding", "connection")
_REPLACED_PREFIXES = ("x-google-", "x-appengine-", "x-cloudtasks-")


def request_headers(queue: str, queued: QueuedTask) -> dict[str, str]:
    """Return the headers of the attempt that a task has just started.

    Args:
        queue: the name of the queue, without its project and location.
        queued: the task.
    """
    task, progress = queued.task, queued.progress
    headers = {
        name: value
        for name, value in task.headers.items()
        if name.lower() not in _REPLACED and not name.lower().startswith(_REPLACED_PREFIXES)
    }
    headers |= {
        "User-Agent": "Google-Cloud-Tasks",
        "X-CloudTasks-QueueName": queue,
        "X-CloudTasks-TaskName": task.identifier,
        "X-CloudTasks-TaskRetryCount": str(progress.attempts - 1),
        "X-CloudTasks-TaskExecutionCount": str(progress.executions),
        "X-CloudTasks-TaskETA": f"{queued.scheduled:.6f}",
    }
    if progress.last_status is not None:
        headers["X-CloudTasks-TaskPreviousResponse"] = str(progress.last_status)
    if progress.last_reason is not None:
        headers["X-CloudTasks-TaskRetryReason"] = progress.last_reason
    return headers

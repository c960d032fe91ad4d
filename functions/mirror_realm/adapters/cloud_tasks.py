"""The Tasks port on Cloud Tasks, by the Admin SDK: the queue of the function `fanout`."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from mirror_realm.domain.page_task import PageTask
from mirror_realm.services.ports.tasks import Unqueued

if TYPE_CHECKING:
    from firebase_admin.functions import TaskQueue

FUNCTION = "fanout"
"""The function whose queue it is. The name of a queue has no underscore."""

EMULATOR = "CLOUD_TASKS_EMULATOR_HOST"
"""The variable by which the Admin SDK finds an emulator's queues."""

DEADLINE_SECONDS = 150
"""The time after which the queue gives up waiting for a page, longer than the function's own."""


class CloudTasks:
    def __init__(self, region: str) -> None:
        self._region = region

    @cached_property
    def _queue(self) -> "TaskQueue":
        from firebase_admin import functions

        return functions.task_queue(f"locations/{self._region}/functions/{FUNCTION}")

    def enqueue(self, task: PageTask, delay: timedelta) -> None:
        from firebase_admin import exceptions, functions

        options = functions.TaskOptions(
            task_id=task.name,
            schedule_delay_seconds=round(delay.total_seconds()) or None,
            dispatch_deadline_seconds=DEADLINE_SECONDS,
        )
        try:
            # The SDK sends the body as it is, and the function reads `data` of it.
            self._queue.enqueue({"data": task.to_payload()}, options)
        except (exceptions.AlreadyExistsError, exceptions.ConflictError):  # the SDK reads either into a 409
            return
        except Exception as error:
            # Credentials, network and the service raise errors of many kinds; each means that the reaper does the work.
            raise Unqueued(type(error).__name__) from None

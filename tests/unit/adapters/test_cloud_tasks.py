"""The queue of production: whether there is one, and what the services learn of its errors."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mirror_realm.adapters.cloud_tasks import EMULATOR, CloudTasks
from mirror_realm.bootstrap import ProductionPorts
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.services.ports.tasks import Unqueued
from mirror_realm.settings import Settings

TASK = PageTask.first(FanOut.FOLLOWERS, "job", 0, datetime(2026, 11, 20, tzinfo=UTC))


class Queue:
    """A queue of the Admin SDK that answers every task with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def enqueue(self, data: Any, options: Any) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("settings", "emulator", "there"),
    [
        (Settings(), None, True),
        (Settings(fan_out_tasks=False), None, False),
        (Settings(emulated=True), None, False),
        (Settings(emulated=True), "127.0.0.1:9499", True),
        (Settings(emulated=True, fan_out_tasks=False), "127.0.0.1:9499", False),
    ],
)
def test_there_is_a_queue_unless_it_is_switched_off_or_the_emulators_have_none(
    settings: Settings, emulator: str | None, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(EMULATOR, raising=False)
    if emulator is not None:
        monkeypatch.setenv(EMULATOR, emulator)
    assert (ProductionPorts(settings).tasks is not None) == there


@pytest.mark.parametrize("error", [ValueError("no credentials of ada"), ConnectionError("https://ada")])
def test_every_error_is_one_that_names_only_its_class(error: Exception) -> None:
    tasks = CloudTasks("us-central1")
    tasks.__dict__["_queue"] = Queue(error)
    with pytest.raises(Unqueued, match=f"^{type(error).__name__}$") as raised:
        tasks.enqueue(TASK, timedelta(0))
    assert raised.value.__suppress_context__

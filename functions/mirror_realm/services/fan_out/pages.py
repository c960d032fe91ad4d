"""Page tasks arrive: each goes to the service of its kind, unless it is too old."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.services.ports.runtime import Runtime

Page = Callable[[PageTask], None]


@dataclass(frozen=True, slots=True)
class Paging:
    kinds: Mapping[FanOut, Callable[[], Page]]
    """The service of each kind, built on first use."""
    runtime: Runtime

    def run(self, task: PageTask) -> None:
        """Do the page of a task. It is safe to repeat, at any time. Raises what the page raises."""
        if task.expired(self.runtime.now()):
            events.page_ignored(task.of, "it is a day old")
        else:
            self.kinds[task.of]()(task)

"""Pages: what the page tasks of all kinds have in common, and the way of each to the service of its kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, Self, TypeVar

from mirror_realm import events
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.services.fan_out.enqueue import AT_ONCE, Enqueuing
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Record, Ref
from mirror_realm.services.ports.tasks import Unqueued
from mirror_realm.services.store import Store, Transaction

LATER = timedelta(seconds=20)
"""The time after which another pass looks for what the last one left: longer than most pages take."""
TURNS = 50
"""The most passes of a round; the reaper starts another round."""

Page = Callable[[PageTask], None]


class Subject(Record, Protocol):
    """The stored subject of a fan-out."""

    @property
    def fan_out_round(self) -> int:
        """Return the round of its tasks."""


class Resumable(Subject, Protocol):
    def fan_out_again(self) -> Self:
        """Return the subject with the next round of its tasks."""


SubjectT = TypeVar("SubjectT", bound=Subject)
ResumableT = TypeVar("ResumableT", bound=Resumable)


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


def due(
    task: PageTask, subject: SubjectT | None, idle: Callable[[SubjectT], str | None] = lambda _: None
) -> SubjectT | None:
    """Return the subject of a task that has something to do. Else log why not and return None.

    idle: the reason why a subject needs no task, or None.
    """
    if subject is None:
        why: str | None = "there is nothing to do"
    elif subject.fan_out_round != task.round:
        why = "another round has begun"
    else:
        why = idle(subject)
    if why is None:
        return subject
    events.page_ignored(task.of, why)
    return None


def overlap(enqueuing: Enqueuing, task: PageTask, end: str | None, work: Callable[[], bool]) -> None:
    """Enqueue the next page, then do this one, so that pages overlap. The last one may begin another pass.

    end: the end of this page, after which the next begins; None for the last page.
    work: does the page; returns whether another pass is of use, if this is the last page.

    Raises Unqueued, after the work, if the next page is not in the queue.
    """
    unqueued = end is not None and not enqueuing.put(task.next(end))
    more = work()
    if end is None and more and task.turn < TURNS:
        enqueuing.put(task.again(), LATER)
    if unqueued:
        raise Unqueued(task.of)


def chain(enqueuing: Enqueuing, task: PageTask, most: int, delay: timedelta = AT_ONCE) -> None:
    """Enqueue the next page of a chain, whose pages are numbered and done one after another.

    most: the number of pages after which the round ends.

    Raises Unqueued if the queue does not have it.
    """
    if task.number + 1 < most and not enqueuing.put(task.next(str(task.number + 1)), delay):
        raise Unqueued(task.of)


def next_round(
    store: Store,
    enqueuing: Enqueuing,
    of: FanOut,
    ref: Ref[ResumableT],
    unfinished: Callable[[ResumableT], bool],
) -> bool:
    """Raise the round of a fan-out that is not complete, and start it; return whether the queue has it."""
    if enqueuing.tasks is None:
        return False

    def work(transaction: Transaction) -> int | None:
        stored = transaction.read(ref)
        if stored is None or not unfinished(stored):
            return None
        raised = stored.fan_out_again()
        transaction.put(ref, raised)
        return raised.fan_out_round

    number = store.transact(work)
    if number is None or not enqueuing.start(of, ref.path.rpartition("/")[2], number):
        return False
    events.fan_out_resumed(of, number)
    return True

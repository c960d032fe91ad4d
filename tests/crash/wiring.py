"""The ports as services see them in the crash matrix: each remote call goes over the line.

Whatever a port has that is not named local here is a remote call, so that a new one is covered without anyone
remembering. A picture is stored file by file, as the real store does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from mirror_realm.domain.increments import Increments
from mirror_realm.domain.page_task import PageTask
from mirror_realm.services.ports.pictures import EncodedPicture, Note
from mirror_realm.services.ports.store import DatabaseTransaction, Listing, Record, Ref
from mirror_realm.services.ports.tasks import Unqueued
from tests.crash.line import Line, LineCut
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore, MemoryTransaction
from tests.fakes.memory_tasks import MemoryTasks
from tests.fakes.outside import MemoryPictures, ScriptedProvider, ScriptedQueue

Port = TypeVar("Port")
R = TypeVar("R", bound=Record)
Result = TypeVar("Result")

COMMIT = "commit"

LOCAL = {"path", "largest", "name", "renderer", "worst_case_micros", "timeout"}
"""Of the ports' members, those that ask nobody."""


@dataclass
class WiredHouse(House):
    """The house on fakes, its workers behind a line."""

    line: Line = field(kw_only=True)

    def wire(self, port: Port) -> Port:
        return wired(port, self.line)


def wired(port: Port, line: Line) -> Port:
    """Return the port, with this line in between."""
    kinds: dict[type, Callable[[Any, Line], Any]] = {
        MemoryStore: WiredStore,
        MemoryPictures: WiredPictures,
        MemoryTasks: WiredTasks,
    }
    stand_in: Port = kinds.get(type(port), Wired)(port, line)
    return stand_in


class Wired:
    """Any port: every method but the local ones is a remote call."""

    def __init__(self, port: Any, line: Line) -> None:
        self._port = port
        self._line = line

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._port, name)
        if name in LOCAL or not callable(member):
            return member
        what = (
            f"{self._port.name} {name}" if isinstance(self._port, ScriptedProvider | ScriptedQueue) else name
        )
        return lambda *args, **options: self._line.call(what, lambda: member(*args, **options))


class WiredPictures(Wired):
    def save(
        self, folder: str, picture: EncodedPicture, *, private: bool, note: Note | None = None
    ) -> Mapping[int, str]:
        urls: dict[int, str] = {}
        for side, jpeg in sorted(picture.jpegs.items()):
            one = EncodedPicture({side: jpeg}, picture.blurhash)
            noted = note if side == max(picture.jpegs) else None
            urls |= self._line.call(
                f"save {side}.jpg", partial(self._port.save, folder, one, private=private, note=noted)
            )
        return urls


class WiredTasks(Wired):
    """The queue: its adapter raises one error for all that a client raises."""

    def enqueue(self, task: PageTask, delay: timedelta) -> None:
        try:
            self._line.call("enqueue", lambda: self._port.enqueue(task, delay))
        except LineCut as error:
            raise Unqueued(type(error).__name__) from None


class WiredStore:
    """The memory store's own loop without its rehearsal, with begin, each read and commit on the line."""

    def __init__(self, store: MemoryStore, line: Line) -> None:
        self._store = store
        self._line = line

    def read(self, *refs: Ref[Any]) -> Any:
        return self._line.call(f"read {_kinds(refs)}", lambda: self._store.read(*refs))

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        return self._line.call("newest", lambda: self._store.newest(listing, most))

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        while True:
            transaction = self._line.call("begin", self._store.begin)
            result = work(_WiredTransaction(transaction, self._line))
            if self._line.call(COMMIT, partial(self._store.commit, transaction), lambda _: False):
                return result


class _WiredTransaction:
    def __init__(self, transaction: MemoryTransaction, line: Line) -> None:
        self._transaction = transaction
        self._line = line

    def read(self, *refs: Ref[Any]) -> Any:
        return self._line.call(f"read {_kinds(refs)} in it", lambda: self._transaction.read(*refs))

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        return self._line.call("newest in it", lambda: self._transaction.newest(listing, most))

    def create(self, ref: Ref[Any], record: Record) -> None:
        self._transaction.create(ref, record)

    def put(self, ref: Ref[Any], record: Record) -> None:
        self._transaction.put(ref, record)

    def merge(self, ref: Ref[Any], fields: Record) -> None:
        self._transaction.merge(ref, fields)

    def add(self, ref: Ref[Any], increments: Increments) -> None:
        self._transaction.add(ref, increments)

    def delete(self, ref: Ref[Any]) -> None:
        self._transaction.delete(ref)


def _kinds(refs: tuple[Ref[Any], ...]) -> str:
    """`users/ada/avatars/x` is an `avatars`: what a report tells a call by."""
    return " and ".join(ref.path.split("/")[-2] for ref in refs)

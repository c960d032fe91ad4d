"""The port to the database: typed documents, read and written in transactions. Services use `services/store.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, overload


class Record(Protocol):
    """Something that can be stored as a document."""

    def to_document(self) -> dict[str, Any]: ...


R = TypeVar("R", bound=Record)
A = TypeVar("A", bound=Record)
B = TypeVar("B", bound=Record)
C = TypeVar("C", bound=Record)
D = TypeVar("D", bound=Record)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ref(Generic[R]):
    """Where a document is (a slash-separated path) and how to read what is stored there."""

    path: str
    decode: Callable[[dict[str, Any]], R]

    @property
    def owner(self) -> str | None:
        """The uid of the user whose document this is; None for what belongs to no user."""
        return self._below("users") or self._below("nights")

    @property
    def fences(self) -> str | None:
        """The uid of the user whose erasure is recorded here; None for every other document."""
        return self._below("erasures")

    def _below(self, collection: str) -> str | None:
        top, _, rest = self.path.partition("/")
        return rest.partition("/")[0] if top == collection else None


class Reader(Protocol):
    """Reads documents, None for each that does not exist. One call is one round trip."""

    @overload
    def read(self, first: Ref[A], /) -> A | None: ...
    @overload
    def read(self, first: Ref[A], second: Ref[B], /) -> tuple[A | None, B | None]: ...
    @overload
    def read(
        self, first: Ref[A], second: Ref[B], third: Ref[C], /
    ) -> tuple[A | None, B | None, C | None]: ...
    @overload
    def read(
        self, first: Ref[A], second: Ref[B], third: Ref[C], fourth: Ref[D], /
    ) -> tuple[A | None, B | None, C | None, D | None]: ...


class DatabaseTransaction(Reader, Protocol):
    """All reads before the first write. Nothing is written unless everything is."""

    def create(self, ref: Ref[R], record: R) -> None:
        """Writes a document that must not exist yet; if it does, the transaction fails."""

    def put(self, ref: Ref[R], record: R) -> None:
        """Writes the whole document."""

    def merge(self, ref: Ref[Any], fields: Record) -> None:
        """Writes these fields whole and leaves the document's others as they are, without reading it."""

    def delete(self, ref: Ref[Any]) -> None:
        """Removes the document."""


class Database(Reader, Protocol):
    """Reads outside a transaction take no locks."""

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        """Runs `work`, again on contention, and commits what it wrote.

        `work` may run several times: it has no effects but through its transaction. Raises Contention when its
        time is over.
        """

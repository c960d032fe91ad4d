"""The port to the database: typed documents, read and written in transactions. Services use `services/store.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from mirror_realm.domain.increments import Increments


class Record(Protocol):
    """A record that can be stored as a document."""

    def to_document(self) -> dict[str, Any]: ...


R = TypeVar("R", bound=Record)
A = TypeVar("A", bound=Record)
B = TypeVar("B", bound=Record)
C = TypeVar("C", bound=Record)
D = TypeVar("D", bound=Record)
Result = TypeVar("Result")


class Missing(LookupError):
    """A document to whose counters something was to be added does not exist. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Ref(Generic[R]):
    """The path of a document (separated by slashes) and the conversion of its stored form."""

    path: str
    decode: Callable[[dict[str, Any]], R]

    @property
    def owner(self) -> str | None:
        """The uid of the document's user; None for a document of no user."""
        return self._below("users") or self._below("nights")

    @property
    def fences(self) -> str | None:
        """The uid of the erasure at this path; None for every other document."""
        return self._below("erasures")

    def _below(self, collection: str) -> str | None:
        top, _, rest = self.path.partition("/")
        return rest.partition("/")[0] if top == collection else None


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """A collection, the field that orders its documents in time, and their conversion from id and stored form."""

    path: str
    field: str
    decode: Callable[[str, dict[str, Any]], R]


class Reader(Protocol):
    """Read documents, in the order asked for; a missing one is None. One call is one round trip."""

    def newest(self, listing: Listing[R], most: int) -> Sequence[R]:
        """Return the newest documents of a collection, newest first. Damaged ones are skipped."""

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
    """A transaction: all reads come before the first write, and all writes happen or none."""

    def create(self, ref: Ref[R], record: R) -> None:
        """Write a document that must not exist yet; if it does, the transaction fails."""

    def put(self, ref: Ref[R], record: R) -> None:
        """Write the whole document."""

    def merge(self, ref: Ref[Any], fields: Record) -> None:
        """Write these fields and keep the document's other fields, without reading it."""

    def add(self, ref: Ref[Any], increments: "Increments") -> None:
        """Add to counters of a document that exists, without reading it; if it does not, the transaction fails."""

    def delete(self, ref: Ref[Any]) -> None:
        """Delete the document."""


class Database(Reader, Protocol):
    """The database. Reads outside a transaction take no locks."""

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        """Run `work`, again on contention, and commit its writes.

        `work` may run several times, so it must have no effects except through its transaction. Raises Contention when
        its time is over, and Missing if it added to a document that does not exist.
        """

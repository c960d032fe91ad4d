"""The ports to a user's own data: their documents, page by page and counted, and the files of an export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Records:
    """The documents of a collection, or those of them that have all of these values in these fields."""

    collection: str
    having: tuple[tuple[str, str], ...] = ()


class OwnRecords(Protocol):
    def page(self, of: Records, after: str, most: int) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """Return the next documents by id after this one, as they are stored, with their ids."""

    def count(self, of: Records, most: int) -> int:
        """Return the number of documents, counted up to `most`, at a read for every thousand."""

    def total(self, of: Records, field: str, most: int) -> int:
        """Return the sum of a field of up to `most` documents, at a read for every thousand."""


class Sink(Protocol):
    """A file being written, which is never held as a whole."""

    def write(self, data: bytes, /) -> int:
        """Append the data, and return its length."""

    def flush(self) -> None:
        """Do nothing: what is written is stored when the file is complete."""


class ExportFiles(Protocol):
    """The zip files of exports. The address of a file is secret until `link` returns it."""

    def store(self, path: str, name: str, fill: Callable[[Sink], None]) -> int:
        """Store a new private file as `fill` writes it, and return its size. If `fill` raises, nothing is stored.

        name: the name that a browser saves it by.
        """

    def link(self, path: str) -> str | None:
        """Return the file's address, giving it another one after `unlink`; None if there is no file."""

    def unlink(self, path: str) -> None:
        """Let the file's address stop working. It is safe to repeat, also where there is no file."""

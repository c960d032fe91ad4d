"""The documents the data browser shows, read with Google's own client."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from google.cloud.firestore import Client, CollectionReference, DocumentSnapshot

MAX_SHOWN = 200


MAX_SEGMENT_BYTES, MAX_NAME_BYTES, MAX_SEGMENTS = 1500, 6 * 1024, 200
"""Of the identifiers in a name, https://cloud.google.com/firestore/quotas#collections_documents_and_fields."""

_DATABASE_BYTES = 512
"""Of a name, left for the project and the database, which stand before the path."""


def is_path(path: str) -> bool:
    """Return whether Firestore may have a document or a collection with this path."""
    segments = path.split("/")
    return (
        len(segments) <= MAX_SEGMENTS
        and len(path.encode("utf-8", "surrogatepass")) <= MAX_NAME_BYTES - _DATABASE_BYTES
        and all(map(_is_identifier, segments))
    )


def _is_identifier(segment: str) -> bool:
    try:
        size = len(segment.encode())
    except UnicodeEncodeError:
        return False
    reserved = segment in (".", "..") or re.fullmatch(r"__.*__", segment, re.DOTALL)
    return 0 < size <= MAX_SEGMENT_BYTES and not reserved and "\0" not in segment


@dataclass(frozen=True)
class DocumentView:
    """A document, and the collections under it."""

    path: str
    exists: bool
    fields: Sequence[tuple[str, Any]]
    collections: Sequence[str]
    updated: str


@dataclass(frozen=True)
class CollectionView:
    """The first documents of a collection."""

    path: str
    documents: Sequence[tuple[str, Sequence[tuple[str, Any]]]]
    more: bool


class DocumentReader:
    """Read documents through a client that is created on first use."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._client: Client | None = None

    def _connected(self) -> "Client":
        if self._client is None:
            from google.cloud.firestore import Client

            # It finds the emulator by the environment, which the suite has set for this process.
            self._client = Client(project=self._project)
        return self._client

    def root_collections(self) -> list[str]:
        """Return the names of the collections at the top."""
        return sorted(collection.id for collection in self._connected().collections())

    def collection(self, path: str) -> CollectionView:
        """Return a collection by its path, documents that have only subcollections included."""
        reference: CollectionReference = self._connected().collection(path)
        found: dict[str, Sequence[tuple[str, Any]]] = {}
        for snapshot in reference.limit(MAX_SHOWN + 1).stream():
            found[snapshot.id] = _fields(snapshot)
        if len(found) <= MAX_SHOWN:
            for document in reference.list_documents(page_size=MAX_SHOWN + 1):
                found.setdefault(document.id, ())
        shown = sorted(found.items())[:MAX_SHOWN]
        return CollectionView(path, shown, more=len(found) > MAX_SHOWN)

    def document(self, path: str) -> DocumentView:
        """Return a document by its path."""
        reference = self._connected().document(path)
        snapshot = reference.get()
        return DocumentView(
            path=path,
            exists=snapshot.exists,
            fields=_fields(snapshot),
            collections=sorted(collection.id for collection in reference.collections()),
            updated=str(snapshot.update_time) if snapshot.exists else "",
        )

    def close(self) -> None:
        """End the client's connection."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _fields(snapshot: "DocumentSnapshot[Any]") -> list[tuple[str, Any]]:
    return sorted((snapshot.to_dict() or {}).items())

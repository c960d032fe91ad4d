"""A Firestore that was given: Google's emulator, or a real project kept for tests. It must be empty, and is left so."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from google.cloud import firestore

PROJECT = os.environ.get("TEST_FIRESTORE_PROJECT", "")
"""The project to run on instead of the embedded Firestore; with FIRESTORE_EMULATOR_HOST set, that emulator's."""


class StoredAttempts:
    """The trigger's feed, read from the database: attempts that exist, each handed out once."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._taken: set[tuple[str, int]] = set()

    def take(self) -> list[tuple[str, int]]:
        with self._lock:
            paths = [found.reference.path for found in self._client.collection_group("attempts").stream()]
            stored = {(path.split("/")[1], int(path.split("/")[3])) for path in paths}
            fresh, self._taken = stored - self._taken, stored
            return sorted(fresh)


@contextmanager
def given_database() -> Iterator[StoredAttempts]:
    """Hands out its feed, deletes everything at the end. Raises AssertionError where it was not empty before."""
    client = firestore.Client(project=PROJECT)
    try:
        assert not list(client.collections()), (
            f"the Firestore of {PROJECT} is not empty: it may be somebody's"
        )
        try:
            yield StoredAttempts(client)
        finally:
            for collection in client.collections():
                client.recursive_delete(collection)
    finally:
        client.close()

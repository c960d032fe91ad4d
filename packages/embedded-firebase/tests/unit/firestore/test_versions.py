"""How long old versions of documents are kept, and how many."""

from __future__ import annotations

import pytest

from embedded_firebase.firestore import database as module
from embedded_firebase.firestore.database import WINDOW, Database
from embedded_firebase.firestore.protocol import Document
from embedded_firebase.firestore.stored_document import StoredDocument

NAME = "projects/p/databases/(default)/documents/c/a"
START = 10 * WINDOW


def version(size: int = 100) -> StoredDocument:
    return StoredDocument(Document(name=NAME), size)


@pytest.fixture
def database() -> Database:
    return Database("projects/p/databases/(default)", START)


def test_a_version_is_gone_once_the_window_has_passed(database: Database) -> None:
    first = version()
    database.replace({NAME: first}, START)
    database.replace({NAME: version()}, START + 1)
    view = database.at(START)
    assert view is not None
    assert view.get(NAME) is first
    database.replace({NAME: version()}, START + 2 + WINDOW)
    assert database.at(START) is None
    assert database.at(START + 2) is not None


def test_large_versions_are_bounded_in_bytes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOG_BYTES", 1000)
    for step in range(100):
        database.replace({NAME: version(400)}, START + step)
    assert database.at(START + 96) is None
    assert database.at(START + 98) is not None


def test_versions_are_bounded_in_number(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOG_LENGTH", 3)
    for step in range(10):
        database.replace({NAME: version()}, START + step)
    assert database.at(START + 5) is None
    assert database.at(START + 6) is not None

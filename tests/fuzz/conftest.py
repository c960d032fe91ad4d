"""One embedded Firebase for everything that is fuzzed."""

from collections.abc import Iterator

import pytest

from tests.fuzz.firebase import FuzzedFirebase, fuzzed_firebase


@pytest.fixture(scope="session")
def running() -> Iterator[FuzzedFirebase]:
    with fuzzed_firebase() as running:
        yield running


@pytest.fixture
def firebase(running: FuzzedFirebase) -> FuzzedFirebase:
    """As it begins: see there."""
    running.begin()
    return running

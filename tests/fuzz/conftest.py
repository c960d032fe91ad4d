"""One embedded Firebase for each file of hostile inputs.

None outlives its file: while it runs it holds a copy of the product's modules of its own, which tests of another file
would load theirs from.
"""

from collections.abc import Iterator

import pytest

from tests.fuzz.firebase import FuzzedFirebase, fuzzed_firebase


@pytest.fixture(scope="module")
def running() -> Iterator[FuzzedFirebase]:
    with fuzzed_firebase() as running:
        yield running


@pytest.fixture
def firebase(running: FuzzedFirebase) -> FuzzedFirebase:
    """As it begins: see there."""
    running.begin()
    return running

"""Pages of a few, so that small fan-outs have many."""

from collections.abc import Iterator

import pytest

from tests.fakes import fan_outs


@pytest.fixture(autouse=True)
def small_pages() -> Iterator[None]:
    with fan_outs.small_pages():
        yield

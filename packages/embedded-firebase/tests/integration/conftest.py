"""The suite on the sample codebase, once for each test module, empty for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_firebase import Suite

HERE = Path(__file__).parent
SAMPLE_FUNCTIONS = HERE / "sample_functions"


@pytest.fixture(scope="module")
def running_suite() -> Iterator[Suite]:
    """Yield a suite whose retries wait a ten-thousandth of the platform's time."""
    with Suite(root=HERE, free_ports=True, functions=SAMPLE_FUNCTIONS, retry_time_scale=1e-4) as suite:
        yield suite


@pytest.fixture
def suite(running_suite: Suite) -> Iterator[Suite]:
    """Yield the suite, with nothing in it."""
    yield running_suite
    running_suite.wait_idle(20)
    running_suite.clear()

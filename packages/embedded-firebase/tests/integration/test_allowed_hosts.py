"""A suite that may be called by a further name, and by the pages of that name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_firebase import Suite
from integration.conftest import SAMPLE_FUNCTIONS
from integration.test_doors import ELSEWHERE, PATHS, ask


@pytest.fixture(scope="module")
def running_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """Yield a suite that may be called as app.test."""
    root: Path = tmp_path_factory.mktemp("project")
    with Suite(root=root, free_ports=True, functions=SAMPLE_FUNCTIONS, allowed_hosts=("app.test",)) as suite:
        yield suite


@pytest.mark.parametrize("service", PATHS)
def test_what_is_allowed_by_name_passes(suite: Suite, service: str) -> None:
    path = PATHS[service][0]
    for headers in ({"Host": "app.test"}, {"Origin": "https://app.test"}):
        assert b"--allow-host" not in ask(suite, service, path, **headers).body
    assert b"--allow-host" in ask(suite, service, path, Origin=ELSEWHERE).body

"""The pytest plugin: a running Firebase for tests, as the fixture `firebase`.

pytest loads this module in every session that has the package installed, so it imports no service before a test
asks for one, and sets no environment variable.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from embedded_firebase import Suite, SuiteOptions

RETRY_TIME_SCALE = 1e-4
"""Failed deliveries are retried after a ten-thousandth of the platform's time: a day of retries takes nine seconds."""

_RUNNING = pytest.StashKey["Suite"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the configuration file."""
    parser.addini(
        "firebase_root", "folder of firebase.json, relative to the configuration file (default: rootdir)"
    )
    parser.addini("firebase_project", "project identifier (default: that of .firebaserc, else demo-project)")


@pytest.fixture(scope="session")
def firebase_options(pytestconfig: pytest.Config) -> SuiteOptions:
    """Return the options of the suite. Override this fixture in conftest.py to change them."""
    from embedded_firebase import SuiteOptions

    return SuiteOptions(
        project=pytestconfig.getini("firebase_project") or None,
        root=_root(pytestconfig),
        free_ports=True,
        retry_time_scale=RETRY_TIME_SCALE,
    )


@pytest.fixture(scope="session")
def firebase(pytestconfig: pytest.Config, firebase_options: SuiteOptions) -> Iterator[Suite]:
    """Run the embedded Firebase for the rest of the session; it is empty at the start of each test.

    From the first test that uses it on, the environment of the process names its addresses, so that the Google and
    Firebase clients find it. At the end of the session the environment is what it was.
    """
    from embedded_firebase import Suite

    with Suite(firebase_options) as suite:
        pytestconfig.stash[_RUNNING] = suite
        yield suite
        del pytestconfig.stash[_RUNNING]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Empty the suite, if it is running, once the fixtures of a test are torn down."""
    try:
        yield
    finally:
        if suite := item.config.stash.get(_RUNNING, None):
            suite.reset()


def _root(config: pytest.Config) -> Path:
    named: str = config.getini("firebase_root")
    if not named:
        return config.rootpath
    root = (config.inipath.parent if config.inipath else config.rootpath) / named
    if not (root / "firebase.json").is_file():
        raise pytest.UsageError(f"firebase_root: there is no firebase.json in {root}")
    return root

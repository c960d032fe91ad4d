"""Draws: `make test` runs a seeded part of what is many and alike, `make test-full` (pytest's `--full`) runs all of it.

Each run draws anew, so that five runs see most of what one run in CI sees whole. The seed is printed at the beginning
and at the end; `--seed N` draws the same again, Hypothesis' examples included. What is drawn from:

- tests marked `drawn(one_in=N)`: of the parameters of one function every Nth, by chance, and at least one;
  marked `drawn(one_in=N, of_file=True)`: of the tests of one file; `of_folder=True`: of all so marked in its folder;
- the files of the folders in `FOLDERS`, of which one in so many is drawn;
- tests marked `whole`, which `make test` leaves out: what they claim is claimed there of something smaller;
- what a test itself draws by the fixture `draw`;
- Hypothesis' examples, 25 of 200.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

Thing = TypeVar("Thing")

PACKAGES = {
    "packages/embedded-firebase/tests/integration/test_command_line.py": 4,
    "packages/embedded-firebase/tests/integration/test_pytest_plugin.py": 3,
}
"""Files of packages, which are also run alone and so cannot be marked; of their tests one in so many is drawn."""

FOLDERS = {
    "tests/browser": 3,
    "tests/docs": 3,
    "tests/fuzz": 3,
    "tests/integration": 5,
    "tests/unit/adapters/painter": 3,
    "tests/unit/adapters/photos": 3,
    "tests/unit/adapters/quality": 2,
}
"""Folders of dear tests, each file of which is about a part of its own; of their files one in so many is drawn."""

_FEW, _MANY = "a part", "the whole"
_SEED = "seed of the draws"

# How long an example takes says how busy the machine is.
settings.register_profile(
    _FEW, max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile(_MANY, settings.get_profile(_FEW), max_examples=200)


@dataclass(frozen=True)
class Draw:
    """Draws by `seed`, unless `full`."""

    seed: int
    full: bool = False

    def of(self, things: Sequence[Thing], one_in: int, name: str) -> list[Thing]:
        """Return every `one_in`th of the things, rounded up, in their order; all of them where the run is full.

        name: what they are. It makes draws from different things independent of each other.
        """
        if self.full or one_in <= 1:
            return list(things)
        return self.some(things, -(-len(things) // one_in), name)

    def some(self, things: Sequence[Thing], count: int, name: str) -> list[Thing]:
        """Return so many of the things, in their order, also where the run is full."""
        kept = Random(f"{self.seed} {name}").sample(range(len(things)), count)
        return [things[index] for index in sorted(kept)]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full` and `--seed`."""
    group = parser.getgroup("draws")
    group.addoption("--full", action="store_true", help="run all of what is otherwise drawn from")
    group.addoption("--seed", type=int, metavar="N", help="draw as the run with this seed did")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed, or take it from the process that shares out the tests, and load Hypothesis' profile."""
    config.addinivalue_line(
        "markers",
        "drawn(one_in, of_file, of_folder): of its parameters (or its file's or folder's tests) one in so many;"
        " all with --full",
    )
    config.addinivalue_line("markers", "whole: with --full alone")
    if config.option.seed is None:
        config.option.seed = getattr(config, "workerinput", {}).get(_SEED)
    if config.option.seed is None:
        config.option.seed = secrets.randbelow(10**6)
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(config.option.seed)
    settings.load_profile(_MANY if config.option.full else _FEW)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give a worker of pytest-xdist the seed, so that all workers draw alike."""
    node.workerinput[_SEED] = node.config.option.seed


def pytest_report_header(config: pytest.Config) -> str:
    """Say what is drawn and how to draw it again."""
    return _told(config)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it once more where the eye is when something failed."""
    terminalreporter.write_line(_told(terminalreporter.config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the files and the parameters that were not drawn."""
    draws = of(config)
    left = _of_files_not_drawn(items, draws)
    _deselect(config, items, left)
    for item in items:
        one_in = PACKAGES.get(_file(item))
        if one_in is not None:
            item.add_marker(pytest.mark.drawn(one_in=one_in, of_file=True))
    alike: dict[str, list[pytest.Item]] = defaultdict(list)
    left = [] if draws.full else [item for item in items if item.get_closest_marker("whole")]
    for item in items:
        if item.get_closest_marker("drawn"):
            alike[_group(item)].append(item)
    for name, group in alike.items():
        kept = set(map(id, draws.of(group, _one_in(group[0]), name)))
        left += [item for item in group if id(item) not in kept]
    _deselect(config, items, left)


def _deselect(config: pytest.Config, items: list[pytest.Item], left: list[pytest.Item]) -> None:
    if left:
        config.hook.pytest_deselected(items=left)
        gone = set(map(id, left))
        items[:] = [item for item in items if id(item) not in gone]


def _of_files_not_drawn(items: list[pytest.Item], draws: Draw) -> list[pytest.Item]:
    """Return the tests of the files in FOLDERS that were not drawn. A file that is run alone is drawn."""
    files = sorted({_file(item) for item in items})
    drawn = {file for file in files if _folder(file) is None}
    for folder, one_in in FOLDERS.items():
        drawn.update(draws.of([file for file in files if _folder(file) == folder], one_in, folder))
    return [item for item in items if _file(item) not in drawn]


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _folder(file: str) -> str | None:
    """Return the folder in FOLDERS that a file is in."""
    return next((folder for folder in FOLDERS if file.startswith(f"{folder}/")), None)


@pytest.fixture(scope="session")
def draw(pytestconfig: pytest.Config) -> Draw:
    """Draws of this run."""
    return of(pytestconfig)


def of(config: pytest.Config) -> Draw:
    """Return the draws of a run with this configuration."""
    return Draw(config.option.seed, config.option.full)


def _group(item: pytest.Item) -> str:
    """Return the name of what a test is drawn from: its function, its file or its folder."""
    marker = item.get_closest_marker("drawn")
    assert marker is not None
    if marker.kwargs.get("of_folder"):
        return _file(item).rpartition("/")[0]
    return item.nodeid.partition("::" if marker.kwargs.get("of_file") else "[")[0]


def _one_in(item: pytest.Item) -> int:
    marker = item.get_closest_marker("drawn")
    assert marker is not None
    number: int = marker.kwargs["one_in"]
    return number


def _told(config: pytest.Config) -> str:
    if config.option.full:
        return "nothing was drawn: all of it ran (--full)"
    return (
        f"a part of what is many was drawn by seed {config.option.seed}; the same again with --seed "
        f"{config.option.seed}, all of it with --full"
    )

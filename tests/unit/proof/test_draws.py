"""What `make test` draws can be drawn again, and what it leaves out `make test-full` runs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.drawing import Draw

ROOT = Path(__file__).parents[3]
Run = Callable[..., list[str]]

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

PLANS = [f"plan {number}" for number in range(101)]

MANY = """
import pytest

@pytest.mark.drawn(one_in=5)
@pytest.mark.parametrize("number", range(50))
def test_many(number):
    pass

def test_single():
    pass
"""


def test_a_seed_draws_the_same_again() -> None:
    assert Draw(7).of(PLANS, 5, "plans") == Draw(7).of(PLANS, 5, "plans")


def test_another_seed_draws_others_and_so_does_another_name() -> None:
    drawn = Draw(7).of(PLANS, 5, "plans")
    assert drawn != Draw(8).of(PLANS, 5, "plans")
    assert drawn != Draw(7).of(PLANS, 5, "other plans")


def test_a_fifth_is_drawn_rounded_up_in_order() -> None:
    drawn = Draw(7).of(PLANS, 5, "plans")
    assert len(drawn) == 21
    assert drawn == sorted(drawn, key=PLANS.index)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_something_is_drawn_where_there_is_something(count: int) -> None:
    assert len(Draw(7).of(PLANS[:count], 5, "few")) == min(count, 1)


def test_a_full_run_draws_nothing() -> None:
    assert Draw(7, full=True).of(PLANS, 5, "plans") == PLANS


def test_everything_is_drawn_by_some_seed() -> None:
    """What no seed draws would be tried in CI alone."""
    seen = {plan for seed in range(50) for plan in Draw(seed).of(PLANS, 5, "plans")}
    assert seen == set(PLANS)


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the tests above in a process of their own; return the ids of those that passed."""
    pytester.makepyfile(test_of_many=MANY)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # most of a start is the import of plugins

    def ids(*options: str) -> list[str]:
        result = pytester.runpytest_subprocess(
            "-p", "_hypothesis_pytestplugin", "-p", "tests.drawing", "-v", "-p", "no:cacheprovider", *options
        )
        return sorted(line.split()[0] for line in result.outlines if " PASSED" in line)

    return ids


def test_of_a_marked_test_one_parameter_in_so_many_runs_and_the_same_for_every_worker(run: Run) -> None:
    drawn = run("--seed", "3")
    assert len(drawn) == 10 + 1
    assert run("--seed", "3") == drawn
    assert run("--seed", "4") != drawn


def test_of_a_marked_file_one_test_in_so_many_runs_and_all_where_the_run_is_full(
    run: Run, pytester: pytest.Pytester
) -> None:
    tests = "\n".join(f"def test_{number}(): pass" for number in range(9))
    pytester.makepyfile(
        test_of_many=f"import pytest\npytestmark = pytest.mark.drawn(one_in=3, of_file=True)\n{tests}"
    )
    assert len(run("--seed", "3")) == 3
    assert len(run("--full")) == 9


def test_of_a_marked_folder_one_test_in_so_many_runs(run: Run, pytester: pytest.Pytester) -> None:
    marked = "import pytest\npytestmark = pytest.mark.drawn(one_in=4, of_folder=True)\n"
    pytester.makepyfile(
        test_a=f"{marked}def test_1(): pass\ndef test_2(): pass",
        test_b=f"{marked}def test_3(): pass\ndef test_4(): pass",
        test_of_many="def test_unmarked(): pass",
    )
    assert len(run("--seed", "3")) == 1 + 1
    assert len(run("--full")) == 4 + 1


def test_what_is_marked_whole_runs_where_the_run_is_full_alone(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_of_many="import pytest\ndef test_a(): pass\n@pytest.mark.whole\ndef test_b(): pass"
    )
    assert run() == ["test_of_many.py::test_a"]
    assert len(run("--full")) == 2


def test_of_a_marked_test_every_parameter_runs_where_the_run_is_full(run: Run) -> None:
    assert len(run("--full")) == 50 + 1


def test_a_parameter_that_is_asked_for_by_name_runs(run: Run) -> None:
    for number in range(3):
        only = f"test_of_many.py::test_many[{number}]"
        assert run(only) == [only]


def test_of_a_folder_of_dear_files_whole_files_are_drawn(run: Run, pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("tests").joinpath("integration")
    folder.mkdir()
    for name in "abcdefghij":
        folder.joinpath(f"test_{name}.py").write_text("def test_1(): pass\ndef test_2(): pass")
    drawn = [test for test in run("--seed", "3") if test.startswith("tests/integration/")]
    assert len(drawn) == 2 * 2
    assert len({test.partition("::")[0] for test in drawn}) == 2
    assert len(run("tests/integration/test_a.py", "--seed", "3")) == 2
    assert len(run("--full", "tests")) == 10 * 2

"""The report: which budgets hold, and which are named as missed."""

import pytest
from rich.console import Console

from tests.benchmarks import __main__ as command_line
from tests.benchmarks import imports
from tests.benchmarks.report import show_verdict
from tests.benchmarks.rows import Row, at_least, at_most, exactly


@pytest.mark.parametrize(
    ("row", "ok"),
    [
        (at_most("a ratio", 1.5, 1.5), True),
        (at_most("a ratio", 1.51, 1.5), False),
        (at_least("a rate", 0.8, 0.8), True),
        (at_least("a rate", 0.79, 0.8), False),
        (exactly("a count", 20, 20), True),
        (exactly("a count", 21, 20), False),
    ],
)
def test_a_budget_holds_up_to_its_limit(row: Row, ok: bool) -> None:
    assert row.ok is ok


def test_the_verdict_counts_budgets_and_names_the_misses() -> None:
    console = Console(width=100)
    with console.capture() as shown:
        show_verdict(console, [at_most("slow", 2, 1), at_most("fast", 0, 1), Row("told", "7")])
    assert "1 of 2 budgets hold." in shown.get()
    assert "MISS slow: 2.00, budget <= 1" in shown.get()
    assert "fast" not in shown.get()


@pytest.mark.parametrize(
    ("arguments", "missed", "status"),
    [([], True, 0), (["--strict"], True, 1), (["--strict"], False, 0)],
    ids=["a miss", "a miss, strictly", "no miss, strictly"],
)
def test_a_miss_ends_with_one_only_where_it_was_asked_for(
    arguments: list[str], missed: bool, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "rows", lambda quick: [at_most("slow", 2 if missed else 0, 1)])
    assert command_line.main(["--only", "imports", *arguments]) == status

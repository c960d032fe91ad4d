"""The report: a table for each group as soon as it is measured, and at the end what misses its budget."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.benchmarks.rows import Row

_VERDICTS = {True: Text("ok", "green"), False: Text("MISS", "bold red"), None: Text("")}


def show_group(console: Console, title: str, rows: Sequence[Row], seconds: float) -> None:
    """Print one group's table."""
    table = Table(title=f"{title} ({seconds:.0f} s)", title_justify="left", expand=False)
    table.add_column("what")
    table.add_column("measured", justify="right")
    table.add_column("budget", justify="right")
    table.add_column("")
    for row in rows:
        table.add_row(Text(row.what), Text(row.measured), Text(row.budget), _VERDICTS[row.ok])
    console.print(table)


def show_verdict(console: Console, rows: Sequence[Row]) -> None:
    """Print how many budgets hold, and names those that do not."""
    budgets = [row for row in rows if row.ok is not None]
    misses = [row for row in budgets if not row.ok]
    console.print(f"{len(budgets) - len(misses)} of {len(budgets)} budgets hold.")
    for row in misses:
        console.print(Text(f"MISS {row.what}: {row.measured}, budget {row.budget}", "red"))

"""Tables of requests and their results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from demo.client import Asked


@dataclass(frozen=True, slots=True)
class Row:
    """A request and its result."""

    name: str
    day: int
    asked: Asked


@dataclass(frozen=True, slots=True)
class Look:
    """One stage or timeline, and the results in each requested style, by the style's id."""

    name: str
    day: int
    styles: Mapping[str, Asked]


def wishes(rows: Sequence[Row], again: Sequence[Row]) -> Table:
    """Return a table with a line for each request; the repeated ones come last, in a soft colour."""
    table = _table("stage", "day", "status", "source", "cached", "seconds", "cost", "URL")
    for row in rows:
        table.add_row(*_cells(row))
    for row in again:
        table.add_row(*_cells(row), style="soft")
    return table


def looks(rows: Sequence[Look], styles: Sequence[str]) -> Table:
    """Return a table with a line for each look, and for each style a column with its result and link."""
    table = _table("from the photo", "day", *(heading for style in styles for heading in (style, "URL")))
    for row in rows:
        table.add_row(
            row.name,
            str(row.day),
            *(cell for style in styles for cell in _short_cells(row.styles.get(style))),
        )
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="soft", show_edge=False)
    for heading in headings:
        right = heading in ("day", "seconds", "cost")
        table.add_column(heading, justify="right" if right else "left", no_wrap=True)
    return table


def _cells(row: Row) -> list[Text]:
    answer, good = row.asked.answer, row.asked.as_wished
    cost = answer["cost"]
    return [
        Text(row.name),
        Text(str(row.day)),
        Text(answer["status"], style="good" if good else "poor"),
        Text(answer["source"] or "-", style="" if good else "poor"),
        Text("yes" if answer["cached"] else "no"),
        Text(f"{row.asked.seconds:.2f}"),
        Text(f"${cost:.4f}" if cost else "$0"),
        _link(answer),
    ]


def _short_cells(asked: Asked | None) -> list[Text]:
    if asked is None:
        return [Text(""), Text("")]
    answer = asked.answer
    if not asked.as_wished:
        return [Text("stand-in" if asked.completed else answer["status"], style="poor"), _link(answer)]
    if answer["cached"]:
        return [Text("cached", style="good"), _link(answer)]
    cost = f", ${answer['cost']:.4f}" if answer["cost"] else ""
    return [Text(f"{asked.seconds:.2f} s{cost}", style="good"), _link(answer)]


def _link(answer: Mapping[str, str]) -> Text:
    return Text("open ↗", style=f"link {answer['image_url']}")

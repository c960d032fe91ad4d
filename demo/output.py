"""The terminal output of the demo: its texts and their layout."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from demo.client import Asked
from demo.spending import Estimate
from demo.tables import Look, Row, looks, wishes

INDENT = 2
WIDEST = 108
"""Longer lines are hard to read."""
PIPED_WIDTH = 100

SIGN = "🪞"
"""The sign of I-There's messages."""

_FLEETING: dict[str, Any] = {
    "transient": True,
    "refresh_per_second": 12.5,
    # Other output belongs in the log file: a live display would capture and show it.
    "redirect_stdout": False,
    "redirect_stderr": False,
}

THEME = Theme(
    {
        "mirror": "bold #e08a2e",
        "soft": "#b08a63",
        "voice": "italic #d9a066",
        "good": "#7fa650",
        "poor": "#d9822b",
        "bad": "bold #cf5c36",
        "bar.complete": "#e08a2e",
        "bar.finished": "#7fa650",
        "bar.back": "grey30",
        "progress.spinner": "#e08a2e",
    }
)


class Output:
    """The demo's texts: calm, short, in one column."""

    def __init__(self, terminal: TextIO) -> None:
        self.console = Console(file=terminal, theme=THEME, highlight=False)
        width = self.console.width if self.console.is_terminal else PIPED_WIDTH
        self.console.width = min(width, WIDEST)

    def say(self, markup: str = "") -> None:
        """Print a line; without text, an empty one."""
        if markup:
            self.console.print(Padding(Text.from_markup(markup), (0, 0, 0, INDENT), expand=False))
        else:
            self.console.print()

    def welcome(self, name: str) -> None:
        self.say()
        self.say(f"[mirror]Mirror Realm[/]  [soft]half a year with {escape(name)}, in six reflections[/]")
        self.say()

    def second_act(self, name: str) -> None:
        self.say(f"[mirror]From a photo[/]  [soft]the same way with {escape(name)}'s own face[/]")
        self.say()

    def third_act(self) -> None:
        self.say(
            "[mirror]A family album[/]  [soft]presets, variations in a costume, an album each, one shared[/]"
        )
        self.say()

    def fact(self, markup: str) -> None:
        """Print a fact."""
        self.say(f"[soft]·[/] {markup}")

    def problem(self, message: str) -> None:
        self.say(f"[bad]![/] {escape(message)}")

    def asks_to_spend(self, cost: Estimate) -> bool:
        """Ask on the terminal whether the cost is accepted. An empty answer means no."""
        self.say(
            f"[poor]A key of {escape(cost.provider)} is set: {cost.pictures} pictures by {escape(cost.models)} "
            "cost real money.[/]"
        )
        self.say(
            f"[soft]About ${cost.about:.2f} at {cost.quality} quality, never more than ${cost.at_most:.2f}.[/]"
        )
        try:
            answer = self.console.input("  Spend it? \\[y/N] ")
        except EOFError:
            answer = ""
        self.say()
        return answer.strip().lower() in ("y", "yes")

    @contextmanager
    def waiting_for(self, what: str) -> Iterator[None]:
        """Show a spinner during something short."""
        spinner = Padding(Spinner("dots", f"[soft]{escape(what)}[/]", style="mirror"), (0, 0, 0, INDENT))
        with Live(spinner, console=self.console, **_FLEETING):
            yield

    @contextmanager
    def pictures(self, count: int) -> Iterator["PictureProgress"]:
        """Show a progress bar while pictures are made, and remove it afterwards."""
        columns = (
            TextColumn(" "),
            SpinnerColumn("dots", finished_text="[good]✓[/]"),
            BarColumn(bar_width=30),
            TextColumn("[soft]{task.completed}/{task.total}[/]"),
            TextColumn("{task.description}"),
            _Seconds(),
        )
        with Progress(*columns, console=self.console, **_FLEETING) as progress:
            yield PictureProgress(progress, count)

    def table(self, rows: Sequence[Row], again: Sequence[Row]) -> None:
        """Print the requests and their results; repeated ones last, in a soft colour."""
        self._show(wishes(rows, again))

    def looks(self, rows: Sequence[Look], styles: Sequence[str]) -> None:
        """Print the results of one photo, with the styles side by side."""
        self._show(looks(rows, styles))

    def voice(self, row: Row) -> None:
        """Print I-There's message of that day."""
        self.words(f"day {row.day}", row.asked.answer["ithere_message"])

    def came(self, what: str, asked: Asked) -> None:
        """Print that a picture is there, or how its request ended."""
        how = f"{asked.seconds:.1f} s" if asked.as_wished else asked.answer["status"]
        self.fact(f"{escape(what)}  [soft]{'cached' if asked.answer['cached'] else how}[/]")

    def words(self, when: str, message: str) -> None:
        """Print a message of I-There."""
        words = Table.grid(padding=(0, 1, 0, 0))
        words.add_column(justify="right", style="soft", no_wrap=True, width=7)
        # The sign has a column of its own: terminals disagree about its width.
        words.add_column(no_wrap=True, width=2)
        words.add_column(style="voice")
        words.add_row(when, SIGN, Text(message.removeprefix(SIGN).strip()))
        self.console.print(Padding(words, (0, INDENT, 0, INDENT), expand=False))

    def places(self, places: Sequence[tuple[str, str, str]]) -> None:
        """Print places to look at: name, link, and the text of the link."""
        width = max(len(name) for name, _, _ in places)
        for name, link, words in places:
            line = Text(" " * INDENT).append(f"{name:<{width}}  ", "soft").append(words, f"link {link}")
            self.console.print(line, soft_wrap=True)
        self.say()

    def addresses(self, rows: Sequence[Row]) -> None:
        """Print the full links if those in the table cannot be clicked."""
        if not self.console.is_terminal:
            for row in rows:
                self.console.print(f"  {row.name}: {row.asked.answer['image_url']}", soft_wrap=True)
            self.say()

    def _show(self, table: Table) -> None:
        self.console.print(Padding(table, (1, 0, 1, INDENT), expand=False))


class PictureProgress:
    """The progress bar of the pictures."""

    def __init__(self, progress: Progress, count: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=count, since=time.monotonic())

    def begin(self, words: str) -> None:
        """Show that the next picture is being made."""
        self._progress.update(self._task, description=escape(words), since=time.monotonic())

    def done(self, pictures: int = 1) -> None:
        """Count finished pictures."""
        self._progress.advance(self._task, pictures)


class _Seconds(ProgressColumn):
    """The seconds that the current picture has taken so far."""

    def render(self, task: Task) -> Text:
        return Text(f"{time.monotonic() - task.fields['since']:.0f} s", style="soft")


def file_place(name: str, path: Path) -> tuple[str, str, str]:
    """Return a file as a place: the link opens it, the text is its path, relative if it is below this folder."""
    whole, here = path.resolve(), Path.cwd()
    return name, whole.as_uri(), str(whole.relative_to(here) if whole.is_relative_to(here) else whole)

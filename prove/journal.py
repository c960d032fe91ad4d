"""The journal: every call of a proof and its cost, a line of JSON each, on the disk before anything else happens.

A call is written down before it is made. If the process dies, its next run knows every call that may have been paid:
one without an end is booked at its worst case, and its picture is not asked for again, unless the provider still has
it.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any


class Ending(StrEnum):
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Call:
    """A call, paid or not. Money is in millionths of a USD."""

    look: str
    held_micros: int
    """The worst case."""
    at: datetime
    handle: str | None = None
    """Of an order: what its picture is collected by."""
    ending: Ending | None = None
    """None: in progress, or lost with the process that made it."""
    cost_micros: int | None = None
    """What the provider said; None if it is not known."""
    seconds: float | None = None
    reason: str = ""
    message: str = ""
    again: bool = False
    """Whether another call may succeed where this failed, and nothing was paid for it."""

    @property
    def booked_micros(self) -> int:
        """What counts against the budget: the cost if it is known, else the worst case."""
        return self.held_micros if self.cost_micros is None else self.cost_micros


class OtherProof(Exception):
    """The folder has the journal of another proof; the message can be shown."""


@dataclass(slots=True)
class Journal:
    """The calls so far, and the file that has them."""

    path: Path
    of: Mapping[str, str]
    """What is proved: provider, models, template. A journal of anything else is not gone on with."""
    calls: list[Call] = field(default_factory=list)

    @classmethod
    def opened(cls, path: Path, of: Mapping[str, str]) -> "Journal":
        """Return the journal in the file, or a new one. Raises OtherProof if it is of something else."""
        journal = cls(path, of)
        lines = list(_lines(path))
        if not lines:
            path.parent.mkdir(parents=True, exist_ok=True)
            journal._write({"event": "begun", **of})
            return journal
        begun = {name: value for name, value in lines[0].items() if name != "event"}
        if begun != dict(of):
            raise OtherProof(
                f"{path.parent} has the proof of {_told(begun)}, and this is one of {_told(of)}. "
                "Choose another folder with ARGS=--folder=..., or delete that one: its money is spent either way."
            )
        for line in lines[1:]:
            journal._apply(line)
        return journal

    @property
    def booked_micros(self) -> int:
        """All that was spent, unknown costs at their worst case."""
        return sum(call.booked_micros for call in self.calls)

    def of_look(self, look: str) -> list[tuple[int, Call]]:
        """Return the calls for a look with their numbers."""
        return [(number, call) for number, call in enumerate(self.calls) if call.look == look]

    def begin(self, look: str, held_micros: int, at: datetime) -> int:
        """Write down a call that is about to be made, and return its number."""
        self._add({"event": "call", "look": look, "held_micros": held_micros, "at": at.isoformat()})
        return len(self.calls) - 1

    def ordered(self, number: int, handle: str) -> None:
        """Write down by what an order's picture is collected."""
        self._add({"event": "ordered", "number": number, "handle": handle})

    def made(self, number: int, cost_micros: int | None, seconds: float | None) -> None:
        """Write down that the picture is there."""
        self._add({"event": "made", "number": number, "cost_micros": cost_micros, "seconds": seconds})

    def failed(
        self,
        number: int,
        cost_micros: int | None,
        seconds: float | None,
        reason: str,
        message: str,
        *,
        again: bool,
    ) -> None:
        """Write down that there is no picture, and why."""
        self._add(
            {
                "event": "failed",
                "number": number,
                "cost_micros": cost_micros,
                "seconds": seconds,
                "reason": reason,
                "message": message,
                "again": again,
            }
        )

    def _add(self, line: Mapping[str, Any]) -> None:
        self._write(line)
        self._apply(line)

    def _apply(self, line: Mapping[str, Any]) -> None:
        match line["event"]:
            case "call":
                at = datetime.fromisoformat(line["at"]).astimezone(UTC)
                self.calls.append(Call(line["look"], line["held_micros"], at))
            case "ordered":
                self._change(line["number"], handle=line["handle"])
            case "made" | "failed" as ending:
                fields = {name: line[name] for name in line if name not in ("event", "number")}
                self._change(line["number"], ending=Ending(ending), **fields)

    def _change(self, number: int, **fields: Any) -> None:
        self.calls[number] = replace(self.calls[number], **fields)

    def _write(self, line: Mapping[str, Any]) -> None:
        """Append a line, and return when it is on the disk."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a journal. A last one that was cut off took no effect: no call followed it."""
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(whole := text.splitlines()):
        try:
            yield json.loads(line)
        except ValueError:
            if number + 1 < len(whole):
                raise OtherProof(f"line {number + 1} of {path} is no JSON") from None
            path.write_text("".join(f"{one}\n" for one in whole[:-1]), encoding="utf-8")


def _told(of: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in of.items())

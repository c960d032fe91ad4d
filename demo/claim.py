"""Claim: the right of one running demo to write to its folder, so that a second one does not overwrite its files."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

NAME = "running"
"""The file that the running demo locks. Its text is the address of its page."""


class FolderTaken(Exception):
    """Another demo is running with the same folder; the message can be shown."""

    def __init__(self, folder: Path, page: str) -> None:
        where = f" Its page is {page}." if page else ""
        super().__init__(
            f"A demo is running and writes to {os.path.relpath(folder)}.{where} End it with Ctrl-C where it runs, or "
            'start this one with another folder: make run ARGS="--folder build/another".'
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """The claimed folder."""

    file: TextIO

    def publish(self, page: str) -> None:
        """Write down the address of the page, for the message to a second demo."""
        self.file.seek(0)
        self.file.truncate()
        self.file.write(page)
        self.file.flush()


@contextmanager
def claimed(folder: Path) -> Iterator[Claim]:
    """Claim a folder for the length of the context; a demo that dies gives it up. Raises FolderTaken."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise FolderTaken(folder, file.read().strip()) from None
        claim = Claim(file)
        claim.publish("")
        yield claim
        claim.publish("")

"""Captured events: the events that a test causes, whatever the process does with its log otherwise."""

import contextlib
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mirror_realm import events

Logged = dict[str, Any]
"""An event's fields, with its severity."""


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.captured: list[Logged] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.captured.append({"severity": record.levelname, **vars(record)["fields"]})


@contextmanager
def capturing() -> Iterator[list[Logged]]:
    """Yield a list that grows with every event logged in the context."""
    log, listener = logging.getLogger("mirror_realm"), _Listener()
    level = log.level
    log.addHandler(listener)
    log.setLevel(logging.INFO)
    try:
        yield listener.captured
    finally:
        log.setLevel(level)
        log.removeHandler(listener)


@contextmanager
def writing() -> Iterator[io.StringIO]:
    """Yield what the platform would collect meanwhile: every event as its line, tracebacks included."""
    log, stream = logging.getLogger("mirror_realm"), io.StringIO()
    handlers, level, propagate = log.handlers, log.level, log.propagate
    log.handlers = []
    try:
        with contextlib.redirect_stderr(stream):
            events.to_stderr()
        yield stream
    finally:
        log.handlers = handlers
        log.setLevel(level)
        log.propagate = propagate

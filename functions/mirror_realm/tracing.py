"""The trace of a request: one id in all log lines about it, from the call to the provider, across functions.

The platform gives each HTTP request a trace; a job keeps that of the request that it was started for. Cloud Logging
shows the lines of a trace together (https://cloud.google.com/logging/docs/structured-logging).
"""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADERS = ("traceparent", "X-Cloud-Trace-Context")

_ID = re.compile(r"(?:[0-9a-f]{2}-)?([0-9a-f]{32})(?:[-/;].*)?", re.ASCII)
"""`00-{trace}-{span}-{flags}` of W3C, or `{trace}/{span};o=1` of Google."""

_trace: ContextVar[str | None] = ContextVar("trace", default=None)


def current() -> str | None:
    """Return the trace of what runs now, 32 hex digits; None outside of any."""
    return _trace.get()


def of_request(header: Callable[[str], str | None]) -> str:
    """Return the trace that a request belongs to; a new one if it names none.

    header: returns a header of the request by its name.
    """
    for name in HEADERS:
        if found := _ID.fullmatch(header(name) or ""):
            return found[1]
    return new()


def new() -> str:
    """Return a new trace."""
    return uuid.uuid4().hex


@contextmanager
def traced(trace: str | None) -> Iterator[None]:
    """Run in this trace; None leaves it as it is."""
    if trace is None:
        yield
        return
    before = _trace.set(trace)
    try:
        yield
    finally:
        _trace.reset(before)

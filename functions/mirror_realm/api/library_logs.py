"""A log filter for firebase-functions: it keeps the place of each message and removes its text.

The library logs the body of a call that it refuses, and for a token that it cannot verify an error with the token.
"""

import logging
from pathlib import Path

_LIBRARY = "firebase_functions"


def hush() -> None:
    """Install the filter for the life of the process, on the root logger, which the library uses directly."""
    root = logging.getLogger()
    if _without_words not in root.filters:
        root.addFilter(_without_words)


def _without_words(record: logging.LogRecord) -> bool:
    if _LIBRARY in Path(record.pathname).parts:
        record.msg, record.args = f"{_LIBRARY}: {record.funcName}", None
        record.exc_info = record.exc_text = record.stack_info = None
    return True

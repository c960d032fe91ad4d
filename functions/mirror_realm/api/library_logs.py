"""What firebase-functions may say in the log: where it spoke, and no word of what it spoke about.

Of a call it cannot take it logs the body, and of a token it cannot verify the error, which holds the whole token.
"""

import logging
from pathlib import Path

_TALKER = "firebase_functions"


def hush() -> None:
    """From now on, for the life of the process. It speaks through the root logger itself, so the filter is there."""
    root = logging.getLogger()
    if _without_words not in root.filters:
        root.addFilter(_without_words)


def _without_words(record: logging.LogRecord) -> bool:
    if _TALKER in Path(record.pathname).parts:
        record.msg, record.args = f"{_TALKER}: {record.funcName}", None
        record.exc_info = record.exc_text = record.stack_info = None
    return True

"""Hooks of Schemathesis, which loads this file by SCHEMATHESIS_HOOKS."""

import re
from typing import Any

import schemathesis

_LINE_BREAK = re.compile(r"[\r\n]|%0[AaDd]")


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return path parameters without line breaks: the servers before ours answer those themselves, with a page."""
    if path_parameters is None:
        return None
    return {
        name: _LINE_BREAK.sub("", value) if isinstance(value, str) else value
        for name, value in path_parameters.items()
    }

"""Regular expressions by RE2, the service's own engine."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]  # ships no types

from embedded_firebase.rules.errors import EvaluationError

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """Return the compiled pattern. Raises EvaluationError for one that RE2 does not take."""
    try:
        return re2.compile(pattern, _OPTIONS)
    except re2.error as error:
        raise EvaluationError(f"not a regular expression of RE2: {error}") from None

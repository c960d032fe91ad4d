"""The seconds that a provider asks to wait: in a header, as a date, or in a sentence."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_PROSE = re.compile(
    r"(?:resets?|try again|retry|wait)[^0-9]{0,24}(\d{1,5}(?:\.\d{1,3})?)\s?(ms|s|m)(?![a-z])", re.I
)
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0}


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds to wait, by `retry-after-ms` or `Retry-After` (RFC 9110: seconds or a date), else None."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        return max(0.0, seconds) if math.isfinite(seconds) else None
    try:
        until = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def retry_after_in(text: str) -> float | None:
    """Return the seconds to wait that a sentence states (`Your rate limit resets in ~30s.`), else None."""
    found = _PROSE.search(text[:1000])
    return None if found is None else float(found[1]) * _UNITS[found[2].lower()]

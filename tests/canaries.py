"""Canaries: values that must never be heard in a log, planted by a test, and the ways in which they could be told."""

import base64
import json
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

SHORTEST = 12
"""Bytes a canary has at least: what is shorter might be said by chance."""

WINDOW = 24
"""Bytes of a long value that are looked for: a log that quotes it may cut it short."""


@dataclass
class Canaries:
    """Planted by name."""

    planted: dict[str, bytes] = field(default_factory=dict)

    def plant(self, name: str, value: str | bytes) -> None:
        data = value.encode() if isinstance(value, str) else value
        assert len(data) >= SHORTEST, f"{name} could be said by chance"
        self.planted[name] = data

    def plant_windows(self, name: str, value: bytes, every: int = 997) -> None:
        """Pieces of a long value from all over it."""
        for at in range(0, max(1, len(value) - WINDOW), every):
            self.plant(f"{name} at {at}", value[at : at + WINDOW])

    def heard_in(self, log: bytes) -> list[str]:
        """Names of those that some log tells of, in whatever spelling."""
        return [name for name, value in self.planted.items() if any(form in log for form in forms(value))]


def forms(value: bytes) -> set[bytes]:
    """Return a value as it might be told: as it is, escaped, quoted, in hex, in base64 wherever that began."""
    told = {value, value.hex().encode(), value.hex().upper().encode(), repr(value)[2:-1].encode()}
    told |= {quote(value, safe="").encode(), quote_plus(value).encode(), quote(value).encode()}
    told |= {form.replace(b"%", b"%25") for form in tuple(told) if b"%" in form}
    try:
        text = value.decode()
    except UnicodeDecodeError:
        pass
    else:
        told |= {json.dumps(text)[1:-1].encode(), repr(text)[1:-1].encode(), ascii(text)[1:-1].encode()}
    for begun in range(3):
        encoded = base64.b64encode(b"\0" * begun + value)
        # The outermost characters are made of neighbours' bits too.
        inner = encoded[(begun * 8 + 5) // 6 : (begun + len(value)) * 8 // 6]
        told |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_"), quote(inner, safe="").encode()}
    return told

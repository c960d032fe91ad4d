"""The `Prefer` header (RFC 7240): how long a request waits for the picture, and whether 202 is understood."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header

from mirror_realm.domain.wish import MOST_WAIT_SECONDS

_WAIT = re.compile(r'wait="?([0-9]{1,4})"?', re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preferences:
    wait_seconds: int | None = None
    """Seconds to wait for the picture, at most 50; None if there is no such preference."""
    respond_async: bool = False
    """Whether a picture under way is answered with 202."""

    @property
    def applied(self) -> str:
        """Return the value of `Preference-Applied`; empty if there is no known preference."""
        waited = f"wait={self.wait_seconds}" if self.wait_seconds is not None else ""
        return ", ".join(filter(None, (waited, "respond-async" * self.respond_async)))


def preferred(
    prefer: Annotated[
        str | None,
        Header(
            description="`wait=20` waits up to 20 (at most 50) seconds for the picture; `respond-async` asks for 202 "
            "while it is under way. Unknown preferences are ignored.",
            examples=["wait=20"],
        ),
    ] = None,
) -> Preferences:
    """Return what the header prefers; a preference that is unknown or malformed counts as none (RFC 7240, 2)."""
    asked = [part.partition(";")[0].strip() for part in (prefer or "").split(",")]
    waits = [found[1] for part in asked if (found := _WAIT.fullmatch(part))]
    return Preferences(
        wait_seconds=min(int(waits[0]), MOST_WAIT_SECONDS) if waits else None,
        respond_async="respond-async" in (part.lower() for part in asked),
    )


Preferred = Annotated[Preferences, Depends(preferred)]

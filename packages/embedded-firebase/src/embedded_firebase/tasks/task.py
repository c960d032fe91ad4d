"""A task as it was created, how it stands, and the result of an attempt."""

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_DEADLINE_SECONDS = 600.0

_REASONS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
"""The code of each HTTP status (https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto)."""


@dataclass(frozen=True)
class Task:
    """One task. Times are in seconds since the epoch."""

    identifier: str
    """The last part of its name."""
    method: str
    url: str
    """The address to call; an empty one is that of the queue's function."""
    headers: Mapping[str, str]
    body: bytes
    created: float
    schedule_time: float
    """The earliest time of its first attempt."""
    dispatch_deadline: float = DEFAULT_DEADLINE_SECONDS
    """The seconds that an attempt may take."""


@dataclass(frozen=True)
class Result:
    """The result of one attempt."""

    status: int | None
    """The HTTP status of the response; None if there was none within the deadline."""

    @property
    def succeeded(self) -> bool:
        """Whether the task is done."""
        return self.status is not None and 200 <= self.status <= 299

    @property
    def executed(self) -> bool:
        """Whether the function itself answered: a status of 500 to 599 does not prove it."""
        return self.status is not None and not 500 <= self.status <= 599

    @property
    def reason(self) -> str:
        """The code of a failure, as in `INTERNAL`."""
        return "DEADLINE_EXCEEDED" if self.status is None else _REASONS.get(self.status, "UNKNOWN")


@dataclass(frozen=True)
class Progress:
    """How the attempts of a task went so far."""

    attempts: int = 0
    """The attempts that were started."""
    executions: int = 0
    """The failed attempts that the function itself answered."""
    first_attempt: float | None = None
    """When the first attempt started, in seconds since the epoch."""
    seconds_saved: float = 0.0
    """How much shorter the waits between attempts were than the platform's."""
    last_status: int | None = None
    """The HTTP status of the last failed attempt; None if there was no response."""
    last_reason: str | None = None
    """The code of the last failed attempt; None if none failed."""

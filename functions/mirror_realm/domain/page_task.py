"""A page task: one page of a fan-out, named so that the queue takes each once. It names no user.

A fan-out does one thing to many documents. Its pages are tasks of a queue. A page enqueues the next before its own
work, so that pages are worked on at the same time. The queue may lose, delay and repeat tasks: each page can be done
again, and the reaper starts a new round of a fan-out that is not complete. Tasks of earlier rounds then do nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from mirror_realm.errors import InvalidRequest

LIFE = timedelta(days=1)
"""The age at which the tasks of a fan-out are ignored; the reaper has continued it long before."""

_ID = re.compile(r"[A-Za-z0-9_]{1,128}")
_AFTER = re.compile(r"[A-Za-z0-9_-]{0,160}")
_MOST = 10**12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class FanOut(StrEnum):
    """The kind of a fan-out."""

    FOLLOWERS = "followers"
    """The avatars that wait for a job; the subject is the job."""
    TAKEDOWN = "takedown"
    """The avatars that show a hidden or taken-down picture; the subject is the review."""
    ERASURE = "erasure"
    """The data of a user; the subject is the name that the erasure has for its tasks."""
    MERGE = "merge"
    """The pictures of an anonymous account; the subject is the id of the merge."""
    SWEEP = "sweep"
    """The files and documents that are no longer needed; the subject is a step of the sweep."""
    EXPORT = "export"
    """The parts of a copy of a user's data; the subject is the export."""
    LINKS = "links"
    """The address of an export, which ends; the subject is the export, the round the second at which it ends."""
    STARTS = "starts"
    """The jobs that wait for a provider's pace; the subject is the provider, the round the second that it is due at."""
    STATISTICS = "statistics"
    """The days that are closed and not counted yet; the subject is `days`."""


@dataclass(frozen=True, slots=True)
class PageTask:
    of: FanOut
    subject: str
    """The id of the job, review, merge or export, the erasure's name for tasks, the sweep's step, or the provider."""
    round: int
    """The round of the fan-out, stored with its subject. The reaper raises it when it starts the fan-out anew."""
    expires_at: datetime
    turn: int = 0
    """The pass over all pages within the round, from 0."""
    after: str = ""
    """The end of the page before, in the words of its kind; empty at the start."""

    @classmethod
    def first(cls, of: FanOut, subject: str, number: int, now: datetime) -> Self:
        """Return the first task of the round of this number."""
        return cls(of, subject, number, (now + LIFE).replace(microsecond=0))

    @property
    def name(self) -> str:
        """The name in the queue, equal for equal pages."""
        return f"{self.of}-{self.subject}-{self.round}-{self.turn}-{self.after or 'start'}"

    @property
    def number(self) -> int:
        """The number of the page in a chain, from 0: its pages are found by their numbers alone."""
        return int(self.after) if self.after.isdecimal() else 0

    def next(self, after: str) -> Self:
        """Return the task of the page that begins after this."""
        return replace(self, after=after)

    def again(self) -> Self:
        """Return the task that begins another pass from the start."""
        return replace(self, turn=self.turn + 1, after="")

    def expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    def to_payload(self) -> dict[str, Any]:
        return {
            "of": str(self.of),
            "id": self.subject,
            "round": self.round,
            "turn": self.turn,
            "after": self.after,
            "expires_at": int(self.expires_at.timestamp()),
        }

    @classmethod
    def from_payload(cls, data: Any) -> Self:
        """Return the task of a payload. Raises InvalidRequest naming the field."""
        if not isinstance(data, Mapping):
            raise InvalidRequest({"data": "must be an object"})
        wrong = {
            name: "is missing or malformed"
            for name, right in (
                ("of", data.get("of") in list(FanOut)),
                ("id", _matches(_ID, data.get("id"))),
                ("round", _counts(data.get("round"))),
                ("turn", _counts(data.get("turn"))),
                ("after", _matches(_AFTER, data.get("after"))),
                ("expires_at", _counts(data.get("expires_at"))),
            )
            if not right
        }
        if not wrong and data["expires_at"] > datetime.max.replace(tzinfo=UTC).timestamp() - 1:
            wrong = {"expires_at": "is too late"}
        if wrong:
            raise InvalidRequest(wrong)
        return cls(
            FanOut(data["of"]),
            data["id"],
            data["round"],
            datetime.fromtimestamp(data["expires_at"], UTC),
            data["turn"],
            data["after"],
        )


def micros_of(time: datetime) -> str:
    """Return a time as text for `after`: its microseconds since 1970."""
    return str((time - _EPOCH) // _MICROSECOND)


def time_of(micros: str) -> datetime | None:
    """Return the time of such a text; None for another text."""
    if not micros.isdecimal() or len(micros) > 17:
        return None
    return _EPOCH + int(micros) * _MICROSECOND


def _matches(form: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _counts(value: Any) -> bool:
    return type(value) is int and 0 <= value <= _MOST

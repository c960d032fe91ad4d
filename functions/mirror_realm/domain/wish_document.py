"""Wish documents: wishes that an app makes by writing a document, which also works offline."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self

from mirror_realm.domain.avatar import Problem
from mirror_realm.domain.codec import Document, Stored

_ID = re.compile(r"([0-9]{8})-([01][0-9])")
KEEP_ANSWERED = timedelta(days=30)
"""The time after which an answered wish document is deleted; its avatar stays."""

MOST_DAYS_OFF = 7
"""The days that a phone may have been offline, or its clock may be wrong."""


def valid_id(request_id: str, now: datetime) -> bool:
    """Return whether an id is `YYYYMMDD-NN` with NN 00-19 and a date within seven days, by which rules bound them."""
    match = _ID.fullmatch(request_id)
    if match is None:
        return False
    try:
        day = datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(now - day) <= timedelta(days=MOST_DAYS_OFF + 1)


@dataclass(frozen=True, slots=True)
class Answer(Document):
    """The answer to the user: the avatar, or the problem."""

    avatar_id: str | None = None
    status: str | None = None
    problem: Annotated[Problem | None, Stored("error", strict=True)] = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WishDocument:
    """`users/{uid}/avatarRequests/{request_id}`: the fields that the user wrote, and our answer.

    It is not stored by the codec, because the user may have written any fields, except for our two.
    """

    wish: dict[str, Any]
    """The user's fields, not validated yet."""
    answer: Answer = field(default_factory=Answer)

    @property
    def answered(self) -> bool:
        return self.answer.answered_at is not None

    def accept(self, avatar_id: str, status: str, now: datetime) -> "WishDocument":
        return replace(self, answer=Answer(avatar_id, status, answered_at=now))

    def refuse(self, problem: Problem, now: datetime) -> "WishDocument":
        return replace(self, answer=Answer(status="refused", problem=problem, answered_at=now))

    def to_document(self) -> dict[str, Any]:
        """Return the stored form: the user's fields and our two."""
        answered_at = self.answer.answered_at
        return {
            **self.wish,
            "expires_at": answered_at + KEEP_ANSWERED if answered_at else None,
            "answer": self.answer.to_document(),
        }

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """Return the stored wish document. An answer that the user wrote themselves is ignored."""
        wish = {name: value for name, value in data.items() if name not in ("answer", "expires_at")}
        answer = data.get("answer")
        if isinstance(answer, dict) and isinstance(answer.get("answered_at"), datetime):
            return cls(wish, Answer.from_document(answer))
        return cls(wish)

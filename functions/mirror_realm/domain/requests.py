"""Wish documents: wishes made by writing a document, so that they can be made offline."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mirror_realm.domain.avatar import Problem

_ID = re.compile(r"([0-9]{8})-([01][0-9])")
KEEP_ANSWERED = timedelta(days=30)
"""An answered wish ages out after this; its avatar stays."""

MOST_DAYS_OFF = 7
"""A phone may have been offline that long, or its clock wrong."""


def valid_id(request_id: str, now: datetime) -> bool:
    """Whether an id is `YYYYMMDD-NN`, NN 00-19, its date within seven days: so rules can cap how many there are."""
    match = _ID.fullmatch(request_id)
    if match is None:
        return False
    try:
        day = datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(now - day) <= timedelta(days=MOST_DAYS_OFF + 1)


@dataclass(frozen=True, slots=True)
class WishDocument:
    """`users/{uid}/avatarRequests/{request_id}`: what the person wrote, and our answer beside it."""

    wish: dict[str, Any]
    """As written, not yet validated."""
    avatar_id: str | None = None
    status: str | None = None
    problem: Problem | None = None
    answered_at: datetime | None = None

    @property
    def answered(self) -> bool:
        return self.answered_at is not None

    def accept(self, avatar_id: str, status: str, now: datetime) -> "WishDocument":
        return replace(self, avatar_id=avatar_id, status=status, problem=None, answered_at=now)

    def refuse(self, problem: Problem, now: datetime) -> "WishDocument":
        return replace(self, status="refused", problem=problem, answered_at=now)

    def to_document(self) -> dict[str, Any]:
        return {
            **self.wish,
            "expires_at": self.answered_at + KEEP_ANSWERED if self.answered_at else None,
            "answer": {
                "avatar_id": self.avatar_id,
                "status": self.status,
                "error": self.problem.to_document() if self.problem else None,
                "answered_at": self.answered_at,
            },
        }

    @classmethod
    def from_document(cls, data: dict[str, Any]) -> "WishDocument":
        wish = {name: value for name, value in data.items() if name not in ("answer", "expires_at")}
        answer = data.get("answer")
        if not isinstance(answer, dict) or not isinstance(answer.get("answered_at"), datetime):
            return cls(wish)  # no answer of ours
        return cls(
            wish,
            answer["avatar_id"],
            answer["status"],
            Problem.from_document(answer["error"]),
            answer["answered_at"],
        )

"""Timeline page: a cache of a user's newest avatars, so that opening a timeline does not read each of them.

The page is what the documents were at one moment. Whatever has changed since is read again, by `updated_at`; what must
not be shown any more is not in a page, because the transaction that takes it away deletes the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.codec import Document, Stored

MOST = 50
"""The most avatars of a page."""

CHANGED = 10
"""The most avatars that are read again when a timeline is opened. After more changes the page is written anew."""

OVERLAP = timedelta(minutes=10)
"""How long before the page an avatar's `updated_at` may be that is in no document yet when the page is written.

A transaction takes it from its instance's clock and is committed later: clocks differ by seconds, and a transaction
lives for less than five minutes.
"""

AGE = timedelta(days=30)
"""The time after which a page is not used any more."""


def _stored(avatars: Sequence[Avatar]) -> list[dict[str, Any]]:
    return [{"avatar_id": avatar.avatar_id, **avatar.to_document()} for avatar in avatars]


def _read(stored: Sequence[dict[str, Any]]) -> tuple[Avatar, ...]:
    if not stored:
        raise ValueError("a page has avatars")
    return tuple(Avatar.from_document(one["avatar_id"], one) for one in stored)


@dataclass(frozen=True, slots=True)
class TimelinePage(Document):
    """`users/{uid}/pages/1`."""

    at: datetime
    """A moment before its avatars were read."""
    avatars: Annotated[tuple[Avatar, ...], Stored(encode=_stored, decode=_read)]
    """The newest ones in their order; never empty."""
    whole: bool
    """Whether the user had no older ones."""
    expires_at: datetime

    @classmethod
    def of(cls, newest: Sequence[Avatar], at: datetime) -> "TimelinePage | None":
        """Return the page of a user's newest avatars, of which there may be one more than it takes.

        None for a timeline that is cheap without a page, and for one of which so much has just changed that its page
        would be of no use yet.

        at: a moment before they were read.
        """
        if len(newest) <= CHANGED or not settled(newest, at):
            return None
        return cls(at, tuple(newest[:MOST]), len(newest) <= MOST, at + AGE)

    @property
    def since(self) -> datetime:
        """Return the `updated_at` from which on avatars are read again."""
        return self.at - OVERLAP

    def usable(self, now: datetime) -> bool:
        """Return whether it is neither too old nor of a clock that is far ahead."""
        return self.since <= now < self.expires_at

    def reaches(self, status: Status | None, before: datetime | None, most: int) -> bool:
        """Return whether its avatars can be enough for a list, with those that have changed since."""
        return self.whole or len(_fitting(self.avatars, status, before)) + CHANGED >= most

    def listed(
        self, changed: Sequence[Avatar], status: Status | None, before: datetime | None, most: int
    ) -> Sequence[Avatar] | None:
        """Return the first `most` of the user's avatars of a status, created before a moment; None for all.

        changed: all that have changed since the page.

        Returns None if there may be others among them that are older than the page goes back.
        """
        known = {avatar.avatar_id: avatar for avatar in (*self.avatars, *changed)}
        found = _fitting(list(known.values()), status, before)[:most]
        if self.whole or (len(found) == most and _place(found[-1]) >= _place(self.avatars[-1])):
            return found
        return None


def settled(avatars: Sequence[Avatar], now: datetime) -> bool:
    """Return whether few enough of these avatars have just changed that a page written now is of use."""
    return sum(avatar.updated_at >= now - OVERLAP for avatar in avatars) <= CHANGED


def _fitting(avatars: Sequence[Avatar], status: Status | None, before: datetime | None) -> list[Avatar]:
    """Return those of a status and created before a moment, in the order of a timeline."""
    fitting = (
        avatar
        for avatar in avatars
        if status in (None, avatar.status) and (before is None or avatar.created_at < before)
    )
    return sorted(fitting, key=_place, reverse=True)


def _place(avatar: Avatar) -> tuple[datetime, str]:
    """Return what a timeline is ordered by, as Firestore orders documents that were created at one moment."""
    return avatar.created_at, avatar.avatar_id

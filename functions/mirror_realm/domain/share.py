"""Share: one picture of a user at a public address, until it ends.

    (new) ──> active ──revoke──> revoked
                     ──time────> expired
                     ──the picture or the consent went──> gone

Only `revoked` is stored: the other ends follow from the time and from other documents, so that no write can be missed.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.codec import Document, derived
from mirror_realm.domain.profile import Profile

USUAL_DAYS = 30
LONGEST_DAYS = 365
GUEST_DAYS = 30
"""The longest life of a guest's share, which cannot be revoked any more once the guest's browser is cleared."""

MOST = 100
"""Shares of a user that are stored, and so the most that are open."""
MOST_OF_GUEST = 10

KEEP = timedelta(days=30)
"""The time for which an ended share is remembered: its address answers that the picture is gone."""

SLUG = re.compile("[a-z2-7]{32}", re.ASCII)
"""160 bits in base32, which survives any letter case and has no punctuation that a message could cut off."""


class ShareState(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"
    GONE = "gone"
    """Its picture was deleted, replaced, hidden or taken down, or the consent to its photo was withdrawn."""


def slug_from(first: str, second: str) -> str:
    """Return the slug made of two random ids, each with more than 100 bits of randomness."""
    digest = hashlib.sha256(f"{first}\n{second}".encode()).digest()
    return base64.b32encode(digest[:20]).decode().lower()


def share_id_of(slug: str) -> str:
    """Return the id of the share with this slug, from which the slug cannot be derived: 32 hex digits."""
    return hashlib.sha256(slug.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Share(Document):
    """`users/{uid}/shares/{share_id}`. Views find it by its `share_id`, so that no query and no path has the slug."""

    share_id: str
    slug: str = field(repr=False)
    """The secret part of the address, so that its owner can see it again."""
    avatar_id: str
    image_path: str = field(repr=False)
    """The picture that it shows; it never shows another."""
    completed_at: datetime
    """The completion of the avatar with that picture: a deleted avatar that is made again is not shared."""
    show_name: bool
    """Whether the page has the user's own name of the avatar."""
    created_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None

    @derived
    def expires_at(self) -> datetime:
        """Return the time from which on the TTL policy may delete it."""
        return min(self.ends_at, self.revoked_at or self.ends_at) + KEEP

    def open(self, now: datetime) -> bool:
        """Return whether it is neither revoked nor expired."""
        return self.revoked_at is None and now < self.ends_at

    def revoke(self, now: datetime) -> "Share":
        return self if self.revoked_at is not None else replace(self, revoked_at=now)

    def is_of(self, avatar: Avatar | None, profile: Profile | None) -> bool:
        """Return whether this avatar shows the very picture of the share, under the consent it was shared with."""
        if avatar is None or avatar.picture is None or not avatar.shown:
            return False
        if (avatar.picture.image_path, avatar.completed_at) != (self.image_path, self.completed_at):
            return False
        return not avatar.recipe.personal or self._consented(profile)

    def _consented(self, profile: Profile | None) -> bool:
        if profile is None or profile.consent is None:
            return False
        withdrawn = profile.consent_withdrawn_at
        return withdrawn is None or withdrawn < self.created_at

    def state(self, avatar: Avatar | None, profile: Profile | None, now: datetime) -> ShareState:
        """Return the state by its own documents, without regard to reports and erasures."""
        if self.revoked_at is not None:
            return ShareState.REVOKED
        if now >= self.ends_at:
            return ShareState.EXPIRED
        return ShareState.ACTIVE if self.is_of(avatar, profile) else ShareState.GONE

"""References: a user's photo and the pictures made from it, which later personal pictures are edited from.

The photo's digest identifies the person in a personal recipe, so a repeated wish is a hit even after the photo was
deleted. The next stage is edited from the first and the latest picture made from the photo, so that the likeness does
not drift.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mirror_realm.domain.codec import ClosedDocument, Defaulted, Document


class InputKind(StrEnum):
    """The kind of an input picture of an edit."""

    PHOTO = "photo"
    FIRST = "first"
    LATEST = "latest"


LABELS: dict[InputKind, str] = {
    InputKind.PHOTO: "the person's photo",
    InputKind.FIRST: "the person's first avatar",
    InputKind.LATEST: "their previous avatar",
}
"""The words of the prompt for each kind."""


@dataclass(frozen=True, slots=True)
class Input(Document):
    """An input picture of one render job, chosen at admission, so that every attempt edits from the same."""

    kind: InputKind
    path: str
    """The path in the bucket."""


@dataclass(frozen=True, slots=True)
class Reference(ClosedDocument):
    """`users/{uid}/references/{id}`: a photo that has been used."""

    path: str
    """`uploads/{uid}/{name}`."""
    digest: str
    consent_version: str
    created_at: datetime
    open_renders: Defaulted[int] = 0
    """The number of open jobs that read the photo; at 0 the photo is not needed any more."""
    photo_gone_at: Defaulted[datetime | None] = None
    first_path: Defaulted[str | None] = None
    first_is_current: Defaulted[bool] = False
    """Whether the first picture shows the present, not another timeline."""
    latest_path: Defaulted[str | None] = None

    def inputs(self) -> tuple[Input, ...]:
        """Return the pictures to edit the next one from: the photo, else the first picture; then the latest."""
        origin = Input(InputKind.PHOTO, self.path)
        if self.photo_gone_at is not None:
            if self.first_path is None:
                return ()
            origin = Input(InputKind.FIRST, self.first_path)
        if self.latest_path is None or self.latest_path == origin.path:
            return (origin,)
        return (origin, Input(InputKind.LATEST, self.latest_path))

    def since(self, known: "Reference | None") -> "Reference":
        """Return this reference, as read outside a transaction, updated with the one read inside it.

        The pictures made from the same photo stay; a photo that was deleted since is marked as gone.
        """
        if known is None or known.digest != self.digest:
            return self
        if known.photo_gone_at is None or known.photo_gone_at >= self.created_at:
            return known
        return replace(known, photo_gone_at=self.photo_gone_at, created_at=self.created_at)

    def used(self, now: datetime) -> "Reference":
        """Return the reference of a photo that was used as it is: without open jobs the photo may go."""
        if self.open_renders or self.photo_gone_at is not None:
            return self
        return replace(self, photo_gone_at=now)

    def opened(self) -> "Reference":
        """Return the reference with one more open job."""
        return replace(self, open_renders=self.open_renders + 1)

    def closed(self, made: str | None, now: datetime, *, current: bool = True) -> "Reference":
        """Return the reference with one open job less, and the picture it made; without open jobs the photo may go.

        current: whether the picture shows the present. Such pictures are the inputs of later ones; another timeline is
            used until there is one.
        """
        left = max(0, self.open_renders - 1)
        closed = replace(
            self,
            open_renders=left,
            photo_gone_at=self.photo_gone_at or (now if left == 0 else None),
        )
        if made is None or (not current and closed.first_path is not None):
            return closed
        first = closed.first_path if closed.first_is_current else made
        latest = made if current else closed.latest_path
        return replace(closed, first_path=first, latest_path=latest, first_is_current=current)

    def without(self, gone: str) -> "Reference":
        """Return the reference without a picture that may not be used any more; the other one remains."""
        first, latest = (None if path == gone else path for path in (self.first_path, self.latest_path))
        if first is not None:
            return replace(self, latest_path=latest)
        return replace(self, first_path=latest, latest_path=latest, first_is_current=latest is not None)


def reference_id(path: str) -> str:
    """Return the id for the path of an upload, so that the digest is found after the photo was deleted."""
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:32]

"""References: a person's photo and what came of it, from which their personal pictures are made.

The photo's digest stands for the person in a personal recipe, so a wish repeated is a hit even when the photo is
gone. The first and the latest picture made from it carry the likeness on: the next stage is edited from both, so it
does not drift.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mirror_realm.domain.codec import ClosedDocument, Defaulted, Document


class InputKind(StrEnum):
    """What an input picture of an edit is."""

    PHOTO = "photo"
    FIRST = "first"
    LATEST = "latest"


LABELS: dict[InputKind, str] = {
    InputKind.PHOTO: "the person's photo",
    InputKind.FIRST: "the person's first avatar",
    InputKind.LATEST: "their previous avatar",
}
"""As the prompt says it."""


@dataclass(frozen=True, slots=True)
class Input(Document):
    """An input picture of one render job, chosen when it is admitted: every attempt edits from the same."""

    kind: InputKind
    path: str
    """In the bucket."""


@dataclass(frozen=True, slots=True)
class Reference(ClosedDocument):
    """`users/{uid}/references/{id}`: a photo that was once used."""

    path: str
    """`uploads/{uid}/{name}`."""
    digest: str
    consent_version: str
    created_at: datetime
    open_renders: Defaulted[int] = 0
    """Jobs under way that read the photo: while there are none it is not needed any more."""
    photo_gone_at: Defaulted[datetime | None] = None
    first_path: Defaulted[str | None] = None
    first_is_current: Defaulted[bool] = False
    """Whether the first picture shows the person today, not in another time of life."""
    latest_path: Defaulted[str | None] = None

    def inputs(self) -> tuple[Input, ...]:
        """What the next picture is edited from: the photo, else the first picture; then the latest. Empty: nothing."""
        origin = Input(InputKind.PHOTO, self.path)
        if self.photo_gone_at is not None:
            if self.first_path is None:
                return ()
            origin = Input(InputKind.FIRST, self.first_path)
        if self.latest_path is None or self.latest_path == origin.path:
            return (origin,)
        return (origin, Input(InputKind.LATEST, self.latest_path))

    def since(self, known: "Reference | None") -> "Reference":
        """This, as found outside a transaction, brought up to date with what is known inside it.

        The pictures made from the same photo stay; a photo given up since is gone.
        """
        if known is None or known.digest != self.digest:
            return self
        if known.photo_gone_at is None or known.photo_gone_at >= self.created_at:
            return known
        return replace(known, photo_gone_at=self.photo_gone_at, created_at=self.created_at)

    def opened(self) -> "Reference":
        """One more job reads the photo."""
        return replace(self, open_renders=self.open_renders + 1)

    def closed(self, made: str | None, now: datetime, *, current: bool = True) -> "Reference":
        """A job that read it has ended, with this picture or none. After the last one the photo is to be deleted.

        Likeness is carried on by pictures of today (`current`); another time of life stands in until there is one.
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
        """This, once a picture made from it is not to be used any more: the other one carries the likeness on."""
        first, latest = (None if path == gone else path for path in (self.first_path, self.latest_path))
        if first is not None:
            return replace(self, latest_path=latest)
        return replace(self, first_path=latest, latest_path=latest, first_is_current=latest is not None)


def reference_id(path: str) -> str:
    """By where it was uploaded: so its digest is known once the photo itself is gone."""
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:32]

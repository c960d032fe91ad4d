"""Project: a named album of a user's avatars. An avatar is in one project, or loose.

(new) ──create──> kept ──end──> ending ──(no avatar names it any more)──> deleted

From `end` on no avatar gets into it. Its avatars are then deleted or set loose one by one, and its document last, so
that an interrupted deletion continues where it stopped.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from mirror_realm.domain.codec import DocumentWithId, OmittedAtDefault

MOST_PROJECTS = 50
"""The projects that a user may create."""
MOST_MERGED = 200
"""The projects that a user may have after other accounts were merged into theirs."""
LONGEST_NAME = 60
LONGEST_NOTE = 500


class AvatarsOf(StrEnum):
    """What becomes of the avatars of a deleted project."""

    DELETE = "delete"
    KEEP = "keep"


def project_id_for(uid: str, key: str) -> str:
    """Return the id of the project that a user creates under this key: 32 hex digits of SHA-256."""
    return hashlib.sha256(f"project\n{uid}\n{key}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Project(DocumentWithId):
    """`users/{uid}/projects/{project_id}`."""

    project_id: str
    name: str = field(repr=False)
    """What the user calls it; never empty."""
    created_at: datetime
    updated_at: datetime
    note: OmittedAtDefault[str] = field(default="", repr=False)
    """What the user wrote about it."""
    ending: OmittedAtDefault[AvatarsOf | None] = None
    """What becomes of its avatars, while it is being deleted; None for one that is kept."""
    due_at: OmittedAtDefault[datetime | None] = None
    """The time at which the reaper continues an interrupted deletion."""

    @property
    def kept(self) -> bool:
        """Whether avatars may get into it."""
        return self.ending is None

    def described(self, name: str | None, note: str | None, now: datetime) -> "Project":
        """Return the project with this name and note; None leaves what is there."""
        changed = replace(
            self, name=self.name if name is None else name, note=self.note if note is None else note
        )
        return self if changed == self else replace(changed, updated_at=now)

    def end(self, avatars: AvatarsOf, due_at: datetime, now: datetime) -> "Project":
        """Return the project that is being deleted. The first choice about its avatars stays.

        due_at: the time at which the reaper continues.
        """
        return replace(self, ending=self.ending or avatars, due_at=due_at, updated_at=now)

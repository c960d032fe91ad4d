"""The port to the queries of a user's own lists: avatars, projects, uses. They are outside transactions."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias

from mirror_realm.domain.avatar import Avatar, Status

if TYPE_CHECKING:
    from mirror_realm.domain.avatar_filter import AvatarFilter
    from mirror_realm.domain.project import Project
    from mirror_realm.domain.use import DayOfUse

Place: TypeAlias = tuple[datetime, str]
"""The end of a page: the time and the id of its last document."""


class AlbumQueries(Protocol):
    def avatars_of(
        self,
        uid: str,
        status: Status | None,
        before: datetime | None,
        most: int,
        where: "AvatarFilter | None" = None,
    ) -> Sequence[Avatar]:
        """Return a user's avatars created before a moment, of one status or any, newest first.

        where: what else they must be; None: anything.
        """

    def count_avatars_of(self, uid: str, status: Status | None, where: "AvatarFilter | None" = None) -> int:
        """Return the number of a user's avatars, of one status or any, without reading them."""

    def avatars_in(self, uid: str, project_id: str, most: int) -> Sequence[str]:
        """Return the ids of some avatars of a project, also of damaged ones; empty when there are none."""

    def projects_of(self, uid: str, after: Place | None, most: int) -> "Sequence[Project]":
        """Return a user's projects, also those that are being deleted, the newest first."""

    def due_projects(self, now: datetime, most: int) -> Sequence[tuple[str, str]]:
        """Return the uids and ids of projects whose deletion is due by now, the longest due first."""

    def uses_of(self, uid: str, avatar_id: str, after: Place | None, most: int) -> "Sequence[DayOfUse]":
        """Return the uses of an avatar by days and apps, the latest begun first."""

    def use_ids(self, uid: str, avatar_id: str, most: int) -> Sequence[str]:
        """Return the ids of some uses of an avatar, also of damaged ones; empty when there are none."""

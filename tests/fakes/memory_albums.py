"""The AlbumQueries port over the memory store, each query spelled as plain Python."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.avatar_filter import AvatarFilter
from mirror_realm.domain.project import Project
from mirror_realm.domain.use import DayOfUse
from mirror_realm.services.ports.albums import Place
from tests.fakes.memory_store import MemoryStore

Data = dict[str, Any]


class MemoryAlbumQueries:
    _store: MemoryStore

    def avatars_of(
        self,
        uid: str,
        status: Status | None,
        before: datetime | None,
        most: int,
        where: AvatarFilter | None = None,
    ) -> Sequence[Avatar]:
        own = [
            Avatar.from_document(avatar_id, data)
            for avatar_id, data in self._within(f"users/{uid}/avatars")
            if status in (None, data["status"])
            and (before is None or data["created_at"] < before)
            and _fits(data, where or AvatarFilter())
        ]
        return sorted(own, key=lambda avatar: (avatar.created_at, avatar.avatar_id), reverse=True)[:most]

    def count_avatars_of(self, uid: str, status: Status | None, where: AvatarFilter | None = None) -> int:
        return len(self.avatars_of(uid, status, None, len(self._store.documents), where))

    def avatars_in(self, uid: str, project_id: str, most: int) -> Sequence[str]:
        return [
            avatar_id
            for avatar_id, data in self._within(f"users/{uid}/avatars")
            if data.get("project_id") == project_id
        ][:most]

    def projects_of(self, uid: str, after: Place | None, most: int) -> Sequence[Project]:
        found = [Project.from_document(*one) for one in self._within(f"users/{uid}/projects")]
        placed = {(project.created_at, project.project_id): project for project in found}
        return [placed[place] for place in sorted(placed, reverse=True) if after is None or place < after][
            :most
        ]

    def due_projects(self, now: datetime, most: int) -> Sequence[tuple[str, str]]:
        due = [
            (data["due_at"], path.split("/")[1], path.split("/")[3])
            for path, data in self._store.documents.items()
            if path.split("/")[-2] == "projects" and data.get("due_at") and data["due_at"] <= now
        ]
        return [(uid, project_id) for _, uid, project_id in sorted(due)][:most]

    def uses_of(self, uid: str, avatar_id: str, after: Place | None, most: int) -> Sequence[DayOfUse]:
        within = self._within(f"users/{uid}/avatars/{avatar_id}/uses")
        placed = {(data["first_at"], use_id): DayOfUse.from_document(use_id, data) for use_id, data in within}
        return [placed[place] for place in sorted(placed, reverse=True) if after is None or place < after][
            :most
        ]

    def use_ids(self, uid: str, avatar_id: str, most: int) -> Sequence[str]:
        return [use_id for use_id, _ in self._within(f"users/{uid}/avatars/{avatar_id}/uses")][:most]

    def _within(self, collection: str) -> list[tuple[str, Data]]:
        """Return the documents of a collection by their ids, in the order of these."""
        stored = self._store.documents
        found = [path for path in stored if path.rpartition("/")[0] == collection]
        return [(path.rpartition("/")[2], stored[path]) for path in sorted(found)]


def _fits(data: Data, where: AvatarFilter) -> bool:
    tagged = where.tag is None or where.tag in data.get("tags", [])
    return tagged and all(data.get(name) == value for name, value in where.equalities().items())

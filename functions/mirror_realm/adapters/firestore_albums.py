"""The AlbumQueries port on Cloud Firestore. Every index these need is in firestore.indexes.json."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from mirror_realm.adapters.firestore_reading import data_of, readable
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.services.ports.albums import Place

if TYPE_CHECKING:
    from google.cloud.firestore import Client

    from mirror_realm.domain.avatar_filter import AvatarFilter
    from mirror_realm.domain.project import Project
    from mirror_realm.domain.use import DayOfUse

DESCENDING = firestore.Query.DESCENDING


class FirestoreAlbumQueries:
    _client: "Client"

    def avatars_of(
        self,
        uid: str,
        status: Status | None,
        before: datetime | None,
        most: int,
        where: "AvatarFilter | None" = None,
    ) -> Sequence[Avatar]:
        query = self._narrowed(uid, status, where)
        if before is not None:
            query = query.where(filter=FieldFilter("created_at", "<", before))
        newest = query.order_by("created_at", direction=DESCENDING)
        return readable(newest, most, lambda one: Avatar.from_document(one.id, data_of(one)))

    def count_avatars_of(self, uid: str, status: Status | None, where: "AvatarFilter | None" = None) -> int:
        counted: Any = self._narrowed(uid, status, where).count()  # the types lack what its decorators add
        ((answer,),) = counted.get()
        return int(answer.value)

    def avatars_in(self, uid: str, project_id: str, most: int) -> Sequence[str]:
        own = self._client.collection(f"users/{uid}/avatars")
        named = own.where(filter=FieldFilter("project_id", "==", project_id))
        return [one.id for one in named.select([]).limit(most).stream()]

    def projects_of(self, uid: str, after: Place | None, most: int) -> "Sequence[Project]":
        from mirror_realm.domain.project import Project

        own = self._client.collection(f"users/{uid}/projects")
        return readable(
            _page(own, "created_at", after), most, lambda one: Project.from_document(one.id, data_of(one))
        )

    def due_projects(self, now: datetime, most: int) -> Sequence[tuple[str, str]]:
        due = self._client.collection_group("projects").where(filter=FieldFilter("due_at", "<=", now))
        found = due.order_by("due_at").select(["due_at"]).limit(most)
        return [(one.reference.parent.parent.id, one.id) for one in found.stream()]

    def uses_of(self, uid: str, avatar_id: str, after: Place | None, most: int) -> "Sequence[DayOfUse]":
        from mirror_realm.domain.use import DayOfUse

        own = self._client.collection(f"users/{uid}/avatars/{avatar_id}/uses")
        return readable(
            _page(own, "first_at", after), most, lambda one: DayOfUse.from_document(one.id, data_of(one))
        )

    def use_ids(self, uid: str, avatar_id: str, most: int) -> Sequence[str]:
        own = self._client.collection(f"users/{uid}/avatars/{avatar_id}/uses")
        return [one.id for one in own.select([]).limit(most).stream()]

    def _narrowed(self, uid: str, status: Status | None, where: "AvatarFilter | None") -> "firestore.Query":
        query = firestore.Query(self._client.collection(f"users/{uid}/avatars"))
        if status is not None:
            query = query.where(filter=FieldFilter("status", "==", status))
        if where is not None:
            for name, value in where.equalities().items():
                query = query.where(filter=FieldFilter(name, "==", value))
            if where.tag is not None:
                query = query.where(filter=FieldFilter("tags", "array_contains", where.tag))
        return query


def _page(collection: Any, field: str, after: Place | None) -> Any:
    """Return the query of a collection's documents, the latest first, after the end of the page before."""
    query = collection.order_by(field, direction=DESCENDING).order_by("__name__", direction=DESCENDING)
    return query.start_after({field: after[0], "__name__": after[1]}) if after is not None else query

"""Deletion of a project by its user: its avatars are deleted or set loose, a page at a time, and then it is deleted.

First the project's document says that it ends, in a transaction. From then on no avatar gets into it: every transaction
that puts one in reads the document. So the query for its avatars finds fewer and fewer, and after a crash the repeated
call or the reaper continues.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from mirror_realm import events
from mirror_realm.domain.codec import DAMAGED
from mirror_realm.domain.project import AvatarsOf, Project
from mirror_realm.errors import BeingErased
from mirror_realm.services.photos.delete_avatar import Deleting
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

PAGE = 20
"""Avatars that are found at a time; deleting one takes up to half a second."""
SILENCE = timedelta(minutes=2)
"""The time after the last call from which on the reaper continues: until then the app calls again."""


class _Left(Enum):
    """The rest after some pages."""

    NOTHING = auto()
    MORE = auto()
    DAMAGED = auto()
    """Only avatars that cannot be read are left: the project ends once they were repaired."""


@dataclass(frozen=True, slots=True)
class Ending:
    store: Store
    queries: Queries
    deleting: Deleting
    runtime: Runtime

    def delete(self, uid: str, project_id: str, avatars: AvatarsOf, seconds: float) -> bool:
        """Delete a project, with its avatars or without; return whether it is gone.

        False if the time was over: another call continues, and so does the reaper. It is safe to repeat; a project that
        does not exist is gone.

        avatars: what becomes of them; while a deletion is under way, the first choice stays.

        Raises BeingErased, Contention.
        """

        def work(transaction: Transaction) -> Project | None:
            now, ref = self.runtime.now(), documents.project(uid, project_id)
            project = transaction.read(ref)
            if project is None:
                return None
            ending = project.end(avatars, now + SILENCE, now)
            transaction.put(ref, ending)
            return ending

        ending = self.store.transact_for(uid, work)
        until = self.runtime.now() + timedelta(seconds=seconds)
        return ending is None or self._proceed(uid, ending, until) is _Left.NOTHING

    def turn(self, uid: str, project_id: str, until: datetime) -> bool:
        """Continue a deletion until then, at least a page; return whether there is more to do."""
        project = self.store.read(documents.project(uid, project_id))
        try:
            if project is None or project.kept:
                return False
            return self._proceed(uid, project, until) is _Left.MORE
        except BeingErased:
            return False  # the erasure deletes it

    def _proceed(self, uid: str, project: Project, until: datetime) -> "_Left":
        """Take avatars out of the project until then, at least a page, and delete it once it has none."""
        damaged: set[str] = set()
        while page := self._some(uid, project, damaged):
            damaged |= {avatar_id for avatar_id in page if not self._take_out(uid, project, avatar_id)}
            if self.runtime.now() >= until and len(page) == PAGE:
                return _Left.MORE
        if project.ending is AvatarsOf.DELETE:
            self.deleting.forget_copies(uid)
        if damaged:
            return _Left.DAMAGED
        self._forget(uid, project.project_id)
        return _Left.NOTHING

    def _some(self, uid: str, project: Project, damaged: set[str]) -> Sequence[str]:
        found = self.queries.avatars_in(uid, project.project_id, PAGE + len(damaged))
        return [avatar_id for avatar_id in found if avatar_id not in damaged][:PAGE]

    def _take_out(self, uid: str, project: Project, avatar_id: str) -> bool:
        """Take an avatar out of the project; return whether it could be read."""
        try:
            if project.ending is AvatarsOf.DELETE:
                self.deleting.delete_one(uid, avatar_id)
            else:
                self._loosen(uid, project.project_id, avatar_id)
        except DAMAGED as error:
            events.document_unreadable("avatars", avatar_id, type(error).__name__)
            return False
        return True

    def _loosen(self, uid: str, project_id: str, avatar_id: str) -> None:
        def work(transaction: Transaction) -> None:
            ref = documents.avatar(uid, avatar_id)
            avatar = transaction.read(ref)
            if avatar is not None and avatar.project == project_id:
                transaction.put(ref, avatar.placed(None, self.runtime.now()))

        self.store.transact_for(uid, work)

    def _forget(self, uid: str, project_id: str) -> None:
        """Delete the project's document, unless it was created anew meanwhile."""

        def work(transaction: Transaction) -> bool:
            project = transaction.read(documents.project(uid, project_id))
            if project is None or project.kept:
                return False
            transaction.delete(documents.project(uid, project_id))
            return True

        if self.store.transact_for(uid, work):
            events.project_deleted()

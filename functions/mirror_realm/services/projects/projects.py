"""Projects: a user creates, describes and lists their albums of avatars."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm.domain.avatar_filter import AvatarFilter
from mirror_realm.domain.project import MOST_PROJECTS, Project, project_id_for
from mirror_realm.errors import Contention, ProjectNotFound, TooManyProjects
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.albums import Place
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class ProjectsPage:
    """Projects, newest first, and the end of the page; None on the last."""

    projects: Sequence[Project]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Projects:
    store: Store
    queries: Queries
    runtime: Runtime

    def create(self, uid: str, name: str, note: str, key: str | None = None) -> Project:
        """Store a new project, and return it.

        key: chosen by the app, the same when it repeats the call; a project of this key is returned as it is.

        Raises TooManyProjects, BeingErased, Contention.
        """

        def work(transaction: Transaction) -> Project:
            now = self.runtime.now()
            project_id = project_id_for(uid, transaction.new_id("project") if key is None else key)
            ref = documents.project(uid, project_id)
            known = transaction.read(ref)
            if known is not None and known.kept:
                return known  # the call was repeated, or this transaction was committed and its answer lost
            if known is not None:
                raise Contention("the project of this key is being deleted: repeat the call in a moment")
            if len(self._some(transaction, uid)) >= MOST_PROJECTS:
                raise TooManyProjects(MOST_PROJECTS)
            project = Project(project_id, name, now, now, note)
            transaction.put(ref, project)
            return project

        return self.store.transact_for(uid, work)

    def update(self, uid: str, project_id: str, name: str | None, note: str | None) -> Project:
        """Store another name and note of a project; None leaves what is there. Return the project.

        Raises ProjectNotFound, BeingErased, Contention.
        """

        def work(transaction: Transaction) -> Project:
            ref = documents.project(uid, project_id)
            project = transaction.read(ref)
            if project is None or not project.kept:
                raise ProjectNotFound
            described = project.described(name, note, self.runtime.now())
            if described != project:
                transaction.put(ref, described)
            return described

        return self.store.transact_for(uid, work)

    def page(self, uid: str, after: Place | None, most: int) -> ProjectsPage:
        """Return at most `most` projects; those that are being deleted are left out."""
        found = self.queries.projects_of(uid, after, most + 1)
        shown = found[:most]
        end = (shown[-1].created_at, shown[-1].project_id) if len(found) > most else None
        return ProjectsPage([project for project in shown if project.kept], end)

    def count_avatars(self, uid: str, project_id: str) -> int:
        """Return the number of avatars in a project, without reading them."""
        return self.queries.count_avatars_of(uid, None, AvatarFilter(project=project_id))

    def _some(self, transaction: Transaction, uid: str) -> Sequence[Project]:
        """Return as many of the user's projects as they may create; none is created or deleted before the commit."""
        return transaction.newest(documents.projects(uid), MOST_PROJECTS)

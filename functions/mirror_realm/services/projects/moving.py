"""Moving of projects to another account, when an anonymous account is merged. They keep their ids."""

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.project import MOST_MERGED, AvatarsOf
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.store import Store, Transaction


def bring_projects(store: Store, queries: Queries, old: str, new: str) -> None:
    """Copy the projects of the old account to the new one. It is safe to repeat.

    Beyond `MOST_MERGED` projects of the new account the rest stays behind, and its avatars arrive loose. A project that
    the user deletes while the merge is under way may come back.

    Raises BeingErased, Contention.
    """
    own = [project for project in queries.projects_of(old, None, MOST_MERGED) if project.kept]
    if not own:
        return
    there = {project.project_id for project in queries.projects_of(new, None, MOST_MERGED)}
    missing = [project for project in own if project.project_id not in there]
    missing = missing[: max(0, MOST_MERGED - len(there))]

    def work(transaction: Transaction) -> None:
        refs = [documents.project(new, project.project_id) for project in missing]
        known = transaction.read_all(refs)
        for ref, project, stored in zip(refs, missing, known, strict=True):
            if stored is None:
                transaction.put(ref, project)

    if missing:
        store.transact_for(new, work)


def project_after_merge(
    transaction: Transaction, old: str, new: str, avatar: Avatar | None
) -> tuple[bool, str | None]:
    """Return whether an avatar of the old account moves, and its project in the new one. It only reads.

    It does not move if it is being deleted with its project. It arrives loose if its project did not move.
    """
    if avatar is None or avatar.project is None:
        return True, None
    there, left = transaction.read(
        documents.project(new, avatar.project), documents.project(old, avatar.project)
    )
    if left is not None and left.ending is AvatarsOf.DELETE:
        return False, None
    return True, avatar.project if there is not None and there.kept else None

"""Membership: whether an avatar may get into a project."""

from mirror_realm.errors import ProjectNotFound
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction


def check_project(transaction: Transaction, uid: str, project_id: str) -> None:
    """Read the project in the transaction that puts an avatar into it.

    Raises ProjectNotFound unless the user has it and it is not being deleted, and BeingErased.
    """
    project = transaction.read(documents.project(uid, project_id))
    if project is None or not project.kept:
        raise ProjectNotFound

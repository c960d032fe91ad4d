"""Rules in force: the access policies of the embedded Firestore and Storage that ask a ruleset."""

from pathlib import Path

from embedded_firebase.rules.policies.firestore import FirestoreRules
from embedded_firebase.rules.policies.storage import FindDocument, StorageRules
from embedded_firebase.rules.ruleset import Ruleset
from embedded_firebase.rules.services import FIRESTORE, STORAGE

__all__ = ["FindDocument", "FirestoreRules", "StorageRules", "firestore_rules_policy", "storage_rules_policy"]


def firestore_rules_policy(file: Path) -> FirestoreRules:
    """The policy of a `firestore.rules` file.

    Raises:
        InvalidRules: if it cannot be used.
    """
    return FirestoreRules(Ruleset.load(file, FIRESTORE))


def storage_rules_policy(file: Path, project: str, find_document: FindDocument) -> StorageRules:
    """The policy of a `storage.rules` file; its `firestore.get` and `firestore.exists` read the project's
    default database with the function given.

    Raises:
        InvalidRules: if it cannot be used.
    """
    return StorageRules(Ruleset.load(file, STORAGE), project, find_document)

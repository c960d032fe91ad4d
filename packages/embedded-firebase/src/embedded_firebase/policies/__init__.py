"""Rules in force: access policies of the embedded Firestore and Storage that ask a ruleset.

This package imports `firestore`, `storage` and `rules`, which do not import each other.
"""

from embedded_firebase.policies.firestore import FirestoreRules
from embedded_firebase.policies.storage import FindDocument, StorageRules

__all__ = ["FindDocument", "FirestoreRules", "StorageRules"]

"""Loading of security rules, which need the extra `rules`.

The parser and the regex engine are imported only when a project has rules: a suite without them starts sooner,
and does not need the extra.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from embedded_firebase.firestore import AccessPolicy as FirestoreAccessPolicy
from embedded_firebase.storage import AccessPolicy as StorageAccessPolicy

if TYPE_CHECKING:
    from embedded_firebase.policies import FindDocument


class RulesUnusable(Exception):
    """A file of rules cannot be used, or the extra `rules` is not installed; the message says which."""


def load_firestore_rules(file: Path) -> FirestoreAccessPolicy:
    """Load a `firestore.rules` file as an access policy.

    Raises:
        RulesUnusable: if the rules are invalid, or the packages that evaluate them are missing.
    """
    _require_packages(file)
    from embedded_firebase.policies import FirestoreRules
    from embedded_firebase.rules import FIRESTORE, InvalidRules, Ruleset

    try:
        return FirestoreRules(Ruleset.load(file, FIRESTORE))
    except InvalidRules as error:
        raise RulesUnusable(str(error)) from None


def load_storage_rules(file: Path, project: str, find_document: FindDocument) -> StorageAccessPolicy:
    """Load a `storage.rules` file as an access policy.

    Args:
        file: the rules.
        project: the project whose default database `firestore.get` and `firestore.exists` read.
        find_document: read a document of that database by its full name.

    Raises:
        RulesUnusable: if the rules are invalid, or the packages that evaluate them are missing.
    """
    _require_packages(file)
    from embedded_firebase.policies import StorageRules
    from embedded_firebase.rules import STORAGE, InvalidRules, Ruleset

    try:
        return StorageRules(Ruleset.load(file, STORAGE), project, find_document)
    except InvalidRules as error:
        raise RulesUnusable(str(error)) from None


def _require_packages(file: Path) -> None:
    try:
        for package in ("lark", "re2"):
            import_module(package)
    except ImportError as error:
        raise RulesUnusable(
            f"{file} cannot be enforced: {error}. Install the extra that evaluates security rules: "
            "pip install 'embedded-firebase[rules]'"
        ) from None

"""Accounts as JSON."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from embedded_firebase.auth.accounts import Account, AccountStore, FederatedIdentity


def write_accounts(file: Path, project: str, accounts: AccountStore) -> None:
    """Write the accounts of a project, leaving out what they do not have."""
    entries = [
        {name: value for name, value in asdict(account).items() if value not in (None, False, ())}
        for account in accounts.all(project)
    ]
    file.write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_accounts(file: Path, project: str, accounts: AccountStore) -> None:
    """Put the accounts in a file back."""
    entries = json.loads(file.read_text(encoding="utf-8"))
    accounts.restore(project, (_account_of(entry) for entry in entries))


def _account_of(entry: dict[str, Any]) -> Account:
    federated = tuple(FederatedIdentity(**identity) for identity in entry.pop("federated", ()))
    return Account(**entry, federated=federated)

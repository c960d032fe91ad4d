"""The folder of an export: written completely or not at all, and checked before it is read."""

import json
import shutil
import tempfile
from pathlib import Path

from embedded_firebase.auth.accounts import AccountStore
from embedded_firebase.firestore import FirestoreEmulator
from embedded_firebase.state.accounts import read_accounts, write_accounts
from embedded_firebase.state.documents import read_documents, write_documents
from embedded_firebase.state.files import read_files, write_files
from embedded_firebase.state.tasks import read_tasks, write_tasks
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.tasks import TaskQueues

FORMAT = 1


class StateUnreadable(ValueError):
    """The folder is not an export that this version can read."""


def export_state(
    folder: Path,
    project: str,
    firestore: FirestoreEmulator,
    objects: ObjectStore,
    accounts: AccountStore,
    tasks: TaskQueues,
) -> None:
    """Write everything to a folder; replace an earlier export there.

    Raises:
        StateUnreadable: if the folder holds other files; nothing is written then.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / "emulator.json").exists():
        raise StateUnreadable(f"{folder} is not empty and is not an export; nothing was written")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        write_documents(fresh / "documents", project, firestore)
        write_files(fresh, objects)
        write_accounts(fresh / "accounts.json", project, accounts)
        write_tasks(fresh / "tasks.json", tasks)
        about = {"format": FORMAT, "project": project}
        (fresh / "emulator.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
        fresh.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def import_state(
    folder: Path, project: str, firestore: FirestoreEmulator, objects: ObjectStore, accounts: AccountStore
) -> None:
    """Read everything but tasks from a folder. Documents of the exporting project become this project's.

    Raises:
        StateUnreadable: if there is no export, or one of another format.
    """
    about = folder / "emulator.json"
    if not about.is_file():
        raise StateUnreadable(f"{folder} holds no export: there is no emulator.json")
    if (found := json.loads(about.read_text(encoding="utf-8")).get("format")) != FORMAT:
        raise StateUnreadable(f"{folder} has format {found}; this version reads format {FORMAT}")
    read_documents(folder / "documents", project, firestore)
    read_files(folder, objects)
    read_accounts(folder / "accounts.json", project, accounts)


def import_tasks(folder: Path, tasks: TaskQueues) -> None:
    """Read the tasks from a folder that `import_state` has accepted. An export of an older version has none."""
    file = folder / "tasks.json"
    if file.is_file():
        read_tasks(file, tasks)

"""The options of a suite."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from embedded_firebase.firestore import AccessPolicy as FirestoreAccessPolicy
from embedded_firebase.functions import DeliveryFaults
from embedded_firebase.storage import AccessPolicy as StorageAccessPolicy


@dataclass(frozen=True)
class SuiteOptions:
    """Hold the options of a suite; the defaults are those of the command line."""

    project: str | None = None
    """The project's identifier, or an alias of .firebaserc; None takes the default of .firebaserc, else
    `demo-project`."""
    root: Path = field(default_factory=Path.cwd)
    """The folder of firebase.json."""
    host: str = "127.0.0.1"
    allowed_hosts: tuple[str, ...] = ()
    """Names besides this machine's own by which the suite may be called, and whose pages may call it: `app.test`;
    `.app.test`, it and all below it; `*`, any."""
    free_ports: bool = False
    """Take any free ports instead of those of firebase.json and firebase-tools."""
    functions: Path | bool = True
    """True hosts the codebase that firebase.json names, False none, a path the one in that directory."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Environment variables for the functions; they win over the process's and those of the codebase's files."""
    import_from: Path | None = None
    """A folder that an earlier suite exported: its documents, files, accounts and tasks are there from the start."""
    faults: DeliveryFaults = field(default_factory=DeliveryFaults)
    """How deliveries of events and tasks are disturbed."""
    retry_time_scale: float = 1.0
    """The factor by which the waiting times between retries are multiplied."""
    request_log: TextIO | None = None
    """The stream that gets a JSON line for each request; None logs none."""
    firestore_access: FirestoreAccessPolicy | None = None
    """What clients other than servers may do in Firestore; None enforces the rules that firebase.json names."""
    storage_access: StorageAccessPolicy | None = None
    """What clients other than servers may do in Storage; None enforces the rules that firebase.json names."""

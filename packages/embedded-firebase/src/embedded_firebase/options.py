"""How a suite is to be run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from embedded_firebase.firestore import AccessPolicy as FirestoreAccessPolicy
from embedded_firebase.functions import DeliveryFaults
from embedded_firebase.storage import AccessPolicy as StorageAccessPolicy


@dataclass(frozen=True)
class SuiteOptions:
    """What a suite may be told; the defaults are those of `embedded-firebase`."""

    project: str = "demo-mirror"
    root: Path = field(default_factory=Path.cwd)
    """Where firebase.json is."""
    host: str = "127.0.0.1"
    free_ports: bool = False
    """Take any free ports instead of those of firebase.json and firebase-tools."""
    functions: Path | bool = True
    """True hosts the codebase that firebase.json names, False none, a path the one in that directory."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Environment variables for the functions, winning over the process's and the codebase's own."""
    import_from: Path | None = None
    """A folder that an earlier suite exported, to start from."""
    faults: DeliveryFaults = field(default_factory=DeliveryFaults)
    """How deliveries to document triggers are disturbed."""
    retry_time_scale: float = 1.0
    """What the waiting times between retries are multiplied by."""
    request_log: TextIO | None = None
    """Where each request is logged, if anywhere."""
    firestore_access: FirestoreAccessPolicy | None = None
    """What persons may do in Firestore; None asks the rules that firebase.json names, if it names any."""
    storage_access: StorageAccessPolicy | None = None
    """What persons may do in Storage; None asks the rules that firebase.json names, if it names any."""

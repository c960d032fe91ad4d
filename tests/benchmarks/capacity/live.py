"""A deployment's services on the embedded Firestore, with every operation counted as Google bills it."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from google.cloud import firestore

from embedded_firebase.firestore import Change, FirestoreEmulator, IndexCatalogue
from embedded_firebase.firestore.protocol import Document
from tests.integration.firestore_house import PROJECT, CreatedAttempts, FirestoreHouse

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Count:
    """What an act costs, or several of them."""

    reads: float = 0
    writes: float = 0
    deletes: float = 0
    round_trips: float = 0
    """Requests to Firestore, each of which takes time."""
    expiring: float = 0
    """Documents that get a date at which the TTL policy deletes them, which is a delete without a free quota."""
    kept: float = 0
    """Documents more than before, those that expire left out."""
    day_writes: float = 0
    """Of the writes, those of the global day's document."""
    avatar_writes: float = 0
    """Of the writes, those of the avatar's document, which the app listens to."""

    def __add__(self, other: "Count") -> "Count":
        mine, others = asdict(self), asdict(other)
        return Count(**{name: mine[name] + others[name] for name in mine})

    def __mul__(self, times: float) -> "Count":
        return Count(**{name: times * value for name, value in asdict(self).items()})

    def __sub__(self, other: "Count") -> "Count":
        return self + other * -1


@dataclass(slots=True)
class _Commits:
    """What the commits changed, by the paths of the documents."""

    expiring: int = 0
    kept: int = 0
    day_writes: int = 0
    avatar_writes: int = 0

    def take(self, changes: Sequence[Change]) -> None:
        for change in changes:
            path = change.name.split("/documents/", 1)[1].split("/")
            written = change.after is not None
            self.day_writes += written and path[0] == "global_usage"
            self.avatar_writes += written and path[0] == "users" and path[2:3] == ["avatars"]
            before, after = _ages(change.before), _ages(change.after)
            self.expiring += after is True and before is not True
            self.kept += (after is False) - (before is False)


def _ages(document: Document | None) -> bool | None:
    """Return whether a document has a date of deletion; None without a document."""
    if document is None:
        return None
    return "expires_at" in document.fields and document.fields["expires_at"].HasField("timestamp_value")


@dataclass(slots=True)
class Counted:
    """An empty deployment, and the operations since they were asked for last."""

    emulator: FirestoreEmulator
    clients: list[firestore.Client] = field(default_factory=list)
    commits: _Commits = field(default_factory=_Commits)

    def house(self, **options: object) -> FirestoreHouse:
        """Return an instance with these settings on an empty database."""
        self.emulator.clear(PROJECT, "(default)")
        self.clients.append(firestore.Client(project=PROJECT))
        attempts = CreatedAttempts(self.emulator)
        return FirestoreHouse(client=self.clients[-1], attempts=attempts, **options)  # type: ignore[arg-type]

    def of(self, act: Callable[[], object]) -> Count:
        """Do it, and return what it cost."""
        self.since_last()
        act()
        return self.since_last()

    def since_last(self) -> Count:
        billed = self.emulator.operations
        seen, self.commits = self.commits, _Commits()
        counted = Count(
            reads=billed.reads,
            writes=billed.writes,
            deletes=billed.deletes,
            round_trips=sum(billed.rpcs.values()),
            expiring=seen.expiring,
            kept=seen.kept,
            day_writes=seen.day_writes,
            avatar_writes=seen.avatar_writes,
        )
        self.emulator.reset_operations()
        return counted


@contextmanager
def counting() -> Iterator[Counted]:
    """Run an embedded Firestore in this process; meanwhile Google's clients find it."""
    emulator = FirestoreEmulator(indexes=IndexCatalogue.load(ROOT / "firestore.indexes.json"))
    before = os.environ.get("FIRESTORE_EMULATOR_HOST")
    os.environ["FIRESTORE_EMULATOR_HOST"] = f"127.0.0.1:{emulator.start()}"
    counted = Counted(emulator)
    emulator.on_commit(lambda changes: counted.commits.take(changes))
    try:
        yield counted
    finally:
        for client in counted.clients:
            client.close()
        emulator.stop()
        if before is None:
            del os.environ["FIRESTORE_EMULATOR_HOST"]
        else:
            os.environ["FIRESTORE_EMULATOR_HOST"] = before

"""Belongings: everything of a person, found and taken away a page at a time, by whoever holds their erasure.

Shared pictures and their cache entries stay: they are nobody's. So do ledger entries, without the pseudonym.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from mirror_realm import events
from mirror_realm.domain.erasure import Erasure
from mirror_realm.domain.ledger import ERASED as ERASED_PERSON
from mirror_realm.domain.ledger import pseudonym
from mirror_realm.domain.render_job import JobState, RenderJob
from mirror_realm.errors import LeaseLost, NewerSchema
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.bookkeeping import AsWritten
from mirror_realm.services.ports.person_files import PersonFiles
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.rendering.completion import ERASED, Ending
from mirror_realm.services.rendering.followers import Following
from mirror_realm.services.store import Store, Transaction

PAGE = 50

PLACES = ("sweep", "sweep-people", "sweep-photos", "census-documents", "census-files")
"""Of those in `maintenance/`, the ones that may name a user; `sweep` is an earlier deployment's."""


class Left(Enum):
    """What is left after a page."""

    NOTHING = auto()
    MORE = auto()
    BUSY = auto()
    """Only what somebody is still at work at: it ends by itself, or the reaper ends it once its lease has run out."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A worker's right to erase this person."""

    uid: str
    token: str

    def check(self, erasure: Erasure | None, ambient: Ambient) -> Erasure:
        """The erasure as stored. Raises LeaseLost where it is not this worker's any more."""
        if erasure is None:
            raise LeaseLost("there is no such erasure any more")
        erasure.check_lease(self.token, ambient.now())
        return erasure


@dataclass(frozen=True, slots=True)
class Belongings:
    store: Store
    queries: Queries
    files: PersonFiles
    people: People
    ending: Ending
    following: Following
    ambient: Ambient

    def end_jobs(self, hold: Hold) -> Left:
        """Ends what nobody works on and deletes what has ended. Raises LeaseLost."""
        found = self.queries.renders_of(hold.uid, PAGE)
        if not found:
            return Left.NOTHING
        moved = [self._end_or_delete(hold, render_id) for render_id in found]
        return Left.MORE if any(moved) else Left.BUSY

    def delete_documents(self, hold: Hold) -> Left:
        """Deletes some documents. Raises LeaseLost."""
        paths = self._documents(hold.uid)
        if not paths:
            return self._loosen_ledger(hold)

        def work(transaction: Transaction) -> None:
            hold.check(transaction.read(documents.erasure(hold.uid)), self.ambient)
            for path in paths:
                transaction.delete(documents.anything(path))

        self.store.transact(work)
        return Left.MORE

    def _loosen_ledger(self, hold: Hold) -> Left:
        """Take the pseudonym, which their uid leads to, out of some ledger entries; they go on adding up."""
        refs = [documents.as_written(path) for path in self._entered(hold.uid)]
        if not refs:
            return Left.NOTHING

        def work(transaction: Transaction) -> None:
            hold.check(transaction.read(documents.erasure(hold.uid)), self.ambient)
            found = [(ref, transaction.read(ref)) for ref in refs]
            for ref, entry in found:
                if entry is not None:
                    transaction.put(ref, AsWritten({**entry.data, "person": ERASED_PERSON}))

        self.store.transact(work)
        return Left.MORE

    def _entered(self, uid: str) -> Sequence[str]:
        return self.queries.ledger_of(pseudonym(uid, self.ending.policy.ledger_salt), PAGE)

    def delete_files(self, hold: Hold) -> Left:
        paths = self.files.of(hold.uid, PAGE)
        if not paths:
            return Left.NOTHING
        self.files.delete(paths)
        return Left.MORE

    def delete_account(self, hold: Hold) -> Left:
        self.people.delete(hold.uid)
        return Left.NOTHING

    def any(self, uid: str) -> bool:
        """Whether anything at all is left."""
        return bool(
            self.queries.renders_of(uid, 1)
            or self._documents(uid)
            or self._entered(uid)
            or self.files.of(uid, 1)
            or self.people.find(uid)
        )

    def _documents(self, uid: str) -> Sequence[str]:
        """Paths of some documents of the person, render jobs apart; empty when there are none.

        One more collection that names a person is one more line here. The profile is the last to go.
        """
        return (
            self.queries.documents_below(f"users/{uid}", PAGE)
            or [f"dead_letters/{letter_id}" for letter_id in self.queries.dead_letters_of(uid, PAGE)]
            or self._reported(uid)
            or self._places(uid)
            or self._present(f"nights/{uid}", f"users/{uid}")
        )

    def _reported(self, uid: str) -> Sequence[str]:
        """What the person said of pictures, and the reviews of their own ones; those of shared looks know nobody."""
        said = self.queries.reports_by(pseudonym(uid, self.ending.policy.ledger_salt), PAGE)
        return [
            *(f"reviews/{review_id}" for review_id in self.queries.own_reviews(uid, PAGE)),
            *(f"reports/{report_id}" for report_id, _ in said),
        ]

    def _places(self, uid: str) -> Sequence[str]:
        """Where a pass over everybody's files or accounts stopped at this user: the next one begins anew."""
        places = self.store.read_all([documents.place(name) for name in PLACES])
        return [path for path, place in places.items() if uid in place.after.split("/")]

    def _present(self, first: str, second: str) -> Sequence[str]:
        stored = self.store.read(documents.anything(first), documents.anything(second))
        return [path for path, data in zip((first, second), stored, strict=True) if data is not None]

    def _end_or_delete(self, hold: Hold, render_id: str) -> bool:
        """Ends or deletes one job; False where a worker, or a newer deployment, is still at it."""
        try:
            job, moved = self.store.transact(lambda transaction: self._decide(transaction, hold, render_id))
        except NewerSchema:
            return False
        if job is not None:
            events.render_failed(render_id, ERASED.reason, refunded=job.reservation is not None)
            self.following.resolve(render_id, ERASED)
        return moved

    def _decide(self, transaction: Transaction, hold: Hold, render_id: str) -> tuple[RenderJob | None, bool]:
        """The job where this ended it, and whether anything was done.

        Those who follow it get the ladder, as they do when a wish is taken back: the reservation and the job are the
        person's, and both have to go, so nobody can go on with them.
        """
        now = self.ambient.now()
        erasure, job = transaction.read(documents.erasure(hold.uid), documents.render_job(render_id))
        hold.check(erasure, self.ambient)
        if job is None:
            return None, True
        if job.state is JobState.QUEUED:
            return self.ending.fail(transaction, job, None, ERASED, (), now), True
        if job.live:
            return None, False
        for number in range(1, job.attempt + 1):
            transaction.delete(documents.attempt(render_id, number))
        transaction.delete(documents.render_job(render_id))
        return None, True

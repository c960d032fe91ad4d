"""Erasure steps: they find and delete everything of a user, a page at a time, for the worker with the lease.

Shared pictures and their cache entries stay, because they belong to no user. Entries of ledger and audit stay without
the pseudonym: with it the user's history would stay connected, and anyone with the pseudonym could find it. The salt
that it is made with is deleted last, because the entries are found by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from mirror_realm import events
from mirror_realm.domain.erasure import Erasure
from mirror_realm.domain.ledger import ERASED as ERASED_PERSON
from mirror_realm.domain.ledger import KEEP_NAMED, is_named_outside
from mirror_realm.domain.render_job import JobState, RenderJob
from mirror_realm.errors import LeaseLost, NewerSchema
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.bookkeeping import AsWritten
from mirror_realm.services.ports.erasure_records import ErasureRecords
from mirror_realm.services.ports.person_files import PersonFiles
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.rendering.completion import ERASED, Completion
from mirror_realm.services.rendering.followers import Followers
from mirror_realm.services.rendering.paid_pictures import Found, PaidPictures
from mirror_realm.services.rendering.predictions import Predictions
from mirror_realm.services.store import Store, Transaction

PAGE = 100
"""The documents or files that one page deletes."""
JOBS = 50
"""The jobs of a page, each of which may have to be ended by itself."""

PLACES = ("sweep", "sweep-people", "sweep-photos", "census-documents", "census-files")
"""The documents in `maintenance/` that may name a user; `sweep` is from an earlier deployment."""


class Left(Enum):
    """The rest after a page."""

    NOTHING = auto()
    MORE = auto()
    BUSY = auto()
    """Only jobs with a worker or a prediction are left: they end by themselves, or the reaper ends them in time."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A worker's right to erase this user."""

    uid: str
    token: str

    def check(self, erasure: Erasure | None, runtime: Runtime) -> Erasure:
        """Return the stored erasure. Raises LeaseLost if it is not this worker's any more."""
        if erasure is None:
            raise LeaseLost("there is no such erasure any more")
        erasure.check_lease(self.token, runtime.now())
        return erasure


@dataclass(frozen=True, slots=True)
class ErasureSteps:
    store: Store
    queries: Queries
    files: PersonFiles
    records: ErasureRecords
    people: People
    naming: Naming
    completion: Completion
    followers: Followers
    paid: PaidPictures
    predictions: Predictions
    runtime: Runtime

    def end_jobs(self, hold: Hold) -> Left:
        """Delete ended jobs, together, and end those without a worker, each by itself. Raises LeaseLost."""
        found = self.queries.renders_of(hold.uid, JOBS)
        if not found:
            return Left.NOTHING
        open_jobs = self._delete_ended(hold, found)
        moved = [self._end_or_delete(hold, render_id) for render_id in open_jobs]
        return Left.MORE if any(moved) or len(open_jobs) < len(found) else Left.BUSY

    def _delete_ended(self, hold: Hold, found: Sequence[str]) -> Sequence[str]:
        """Delete those of these jobs of which nothing is pending; return the others."""

        def work(transaction: Transaction) -> Sequence[str]:
            hold.check(transaction.read(documents.erasure(hold.uid)), self.runtime)
            jobs = transaction.read_all([documents.render_job(render_id) for render_id in found])
            known = list(zip(found, jobs, strict=True))
            return [render_id for render_id, job in known if not self._delete(transaction, render_id, job)]

        try:
            return self.store.transact(work)
        except NewerSchema:
            return found

    def _delete(self, transaction: Transaction, render_id: str, job: RenderJob | None) -> bool:
        """Delete a job and its attempts; return False, and delete nothing, while anything of it is pending."""
        if job is not None and (job.live or job.open_order is not None):
            return False
        for number in range(1, job.attempt + 1 if job is not None else 0):
            transaction.delete(documents.attempt(render_id, number))
        transaction.delete(documents.render_job(render_id))
        return True

    def record(self, uid: str, erasure: Erasure) -> None:
        """Record the erasure apart from the database, which may be restored from a backup that has the user.

        A deployment without the secret erases too, but has no name to record that leads to no user.
        """
        if self.naming.pseudonyms.secret:
            self.records.record(erasure.started_at.date(), self.naming.pseudonyms.erased(uid))

    def delete_documents(self, hold: Hold) -> Left:
        """Delete some documents. Raises LeaseLost."""
        names = self.naming.known(hold.uid)
        tokens = self.queries.push_tokens_of(hold.uid, PAGE)
        if tokens:
            return self._delete_own(hold, tokens)
        paths = self._documents(hold.uid, names)
        if not paths:
            found = self._entered(hold.uid, names)
            if found:
                return self._loosen_entries(hold, found, names)
            paths = self._present(documents.identity(hold.uid).path)
        if not paths:
            return Left.NOTHING

        def work(transaction: Transaction) -> None:
            hold.check(transaction.read(documents.erasure(hold.uid)), self.runtime)
            for path in paths:
                transaction.delete(documents.anything(path))

        self.store.transact(work)
        return Left.MORE

    def _delete_own(self, hold: Hold, tokens: Sequence[str]) -> Left:
        """Delete the documents of push tokens, except for one that another user has registered meanwhile."""
        refs = [documents.as_written(documents.push_device(token).path) for token in tokens]

        def work(transaction: Transaction) -> None:
            hold.check(transaction.read(documents.erasure(hold.uid)), self.runtime)
            found = list(zip(refs, transaction.read_all(refs), strict=True))
            for ref, stored in found:
                if stored is not None and stored.data.get("uid") == hold.uid:
                    transaction.delete(ref)

        self.store.transact(work)
        return Left.MORE

    def _loosen_entries(self, hold: Hold, paths: Sequence[str], names: tuple[str, ...]) -> Left:
        """Replace the user's names in these entries of ledger and audit, whose sums stay.

        The reason of an act about the user, or about a picture that they reported, is free text of an administrator, so
        it goes, too.
        """
        refs = [documents.as_written(path) for path in paths]
        own = (hold.uid, *names)

        def work(transaction: Transaction) -> None:
            hold.check(transaction.read(documents.erasure(hold.uid)), self.runtime)
            found = list(zip(refs, transaction.read_all(refs), strict=True))
            for ref, entry in found:
                if entry is not None:
                    transaction.put(ref, AsWritten(_loosened(ref.path, entry.data, own)))

        self.store.transact(work)
        return Left.MORE

    def _entered(self, uid: str, names: tuple[str, ...]) -> Sequence[str]:
        """Return paths of some entries of a user in ledger and audit, and of acts by them; empty without any."""
        for name in names:
            if found := self.queries.ledger_of(name, PAGE) or self.queries.grants_by(name, PAGE):
                return found
            if found := self.queries.audit_of(name, PAGE):
                return found
        return self.queries.audit_by(uid, PAGE)

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
        """Return whether any data is left."""
        names = self.naming.known(uid)
        return bool(
            self.queries.renders_of(uid, 1)
            or self.queries.push_tokens_of(uid, 1)
            or self._documents(uid, names)
            or self._entered(uid, names)
            or self._present(documents.identity(uid).path)
            or self.files.of(uid, 1)
            or self.people.find(uid)
        )

    def _documents(self, uid: str, names: tuple[str, ...]) -> Sequence[str]:
        """Return the paths of some documents of the user, except for render jobs and the salt; empty without any.

        Each collection that names users has a line here. The profile is deleted last.
        """
        salt = documents.identity(uid).path
        return (
            [path for path in self.queries.documents_below(f"users/{uid}", PAGE) if path != salt]
            or [f"dead_letters/{letter_id}" for letter_id in self.queries.dead_letters_of(uid, PAGE)]
            or self.queries.documents_below(f"customers/{uid}", PAGE)
            or self._reported(uid, names)
            or self._places(uid)
            or [f"merges/{merge_id}" for merge_id in self.queries.merges_of(uid, PAGE)]
            or self._present(f"nights/{uid}", f"customers/{uid}", f"users/{uid}")
        )

    def _reported(self, uid: str, names: tuple[str, ...]) -> Sequence[str]:
        """Return the user's reports, and the reviews of their own pictures; those of shared ones name no user."""
        said = [one for name in names for one in self.queries.reports_by(name, PAGE)]
        return [
            *(f"reviews/{review_id}" for review_id in self.queries.own_reviews(uid, PAGE)),
            *(f"reports/{report_id}" for report_id, _ in said),
        ]

    def _places(self, uid: str) -> Sequence[str]:
        """Return the places of walks that stopped at this user; these walks then begin again."""
        places = self.store.read_all([documents.place(name) for name in PLACES])
        return [
            path
            for path, place in places.items()
            if uid in place.after.split("/")
            or (place.user is not None and place.user == self.naming.pseudonyms.place(uid))
        ]

    def _present(self, *paths: str) -> Sequence[str]:
        stored = self.store.read_all([documents.anything(path) for path in paths])
        return [path for path in paths if path in stored]

    def _end_or_delete(self, hold: Hold, render_id: str) -> bool:
        """End one job if it is open, and delete it once nothing of it is pending.

        Return False if it has to be tried again later: a worker still has it, a queued provider has not confirmed that
        its prediction ended, or a newer deployment wrote it in a form that this one cannot read.
        """
        try:
            job, moved = self.store.transact(lambda it: self._decide(it, hold, render_id, None))
            if job is not None and job.live:  # it has made calls: what they brought is looked for once
                left = self.paid.find(job)
                job, moved = self.store.transact(lambda it: self._decide(it, hold, render_id, left))
        except NewerSchema:
            return False
        if job is not None and not moved:  # it ended before, and its prediction may go on
            return self.predictions.close(job).open_order is None
        if job is not None and job.problem is None:
            seconds = (job.updated_at - job.created_at).total_seconds()
            events.render_settled(
                render_id,
                cost_micros=job.cost_micros,
                seconds=seconds,
                fallback=job.reservation is None,
            )
        elif job is not None and job.problem is not None:
            events.render_failed(render_id, job.problem.reason, refunded=job.reservation is not None)
        if job is not None:
            self.followers.resolve(render_id, self.followers.problem_of(job))
            self.predictions.close(job)
            self.followers.pushes.send()
        return moved

    def _decide(
        self, transaction: Transaction, hold: Hold, render_id: str, left: Found | None
    ) -> tuple[RenderJob | None, bool]:
        """Return the job if this ended it, and whether anything was done; or an ended job with an open call.

        Such a job is not deleted before its call is closed: it alone names the prediction and what it may cost.

        Its followers get a fallback, as they do when a wish is cancelled: reservation and job belong to the user, and
        are deleted, so they cannot pass to a follower. A shared picture that a worker left belongs to no user, so the
        job is settled with it. The folder of a personal one was deleted by `find`.

        left: the pictures of its workers; None if not looked for, in which case a job with calls is returned unchanged.
        """
        now = self.runtime.now()
        erasure, job = transaction.read(documents.erasure(hold.uid), documents.render_job(render_id))
        hold.check(erasure, self.runtime)
        if job is None:
            return None, True
        if job.state is JobState.QUEUED and job.calls and left is None:
            return job, True
        if job.state is JobState.QUEUED and left is not None and left.kept is not None:
            return self.completion.settle(transaction, job, None, left.kept.picture, left.outcomes, now), True
        if job.state is JobState.QUEUED:
            outcomes = left.outcomes if left is not None else ()
            return self.completion.fail(transaction, job, None, ERASED, outcomes, now), True
        if job.live:
            return None, False
        return (None, True) if self._delete(transaction, render_id, job) else (job, False)


def _loosened(path: str, entry: Mapping[str, Any], own: tuple[str, ...]) -> dict[str, Any]:
    """Return an entry of ledger or audit without the user's names, and of an act about them without the reason.

    An entry of the ledger that a payment service or an administrator has named is kept as long as books have to be.
    """
    loose: dict[str, Any] = {field: ERASED_PERSON for field, name in entry.items() if name in own}
    reporters = entry.get("reporters", [])
    if any(name in own for name in reporters):
        loose["reporters"] = [name for name in reporters if name not in own]
    if path.startswith("audit/") and ("person" in loose or "reporters" in loose):
        loose["reason"] = ""
    collection, _, entry_id = path.partition("/")
    if collection == "ledger" and "person" in loose and is_named_outside(entry_id):
        loose["expires_at"] = entry["at"] + KEEP_NAMED
    return {**entry, **loose}

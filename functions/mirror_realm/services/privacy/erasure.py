"""Erasure: the deletion of a user's data in bounded steps, which any worker can continue.

The erasure's document is the fence: from the transaction that creates it on, no data of the user is stored. A step
deletes a page and lists again; it is complete when nothing is found. A worker that lost its lease changes nothing.
Tasks of the queue continue what a call does not complete, and scheduled passes what is due.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mirror_realm import events
from mirror_realm.domain.erasure import Erasure, ErasureStep
from mirror_realm.domain.page_task import FanOut
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.render_job import Lease
from mirror_realm.errors import Contention, LeaseLost
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.erasure_steps import ErasureSteps, Hold, Left
from mirror_realm.services.store import Store, Transaction
from mirror_realm.services.timeline.pages import drop_page

LEASE = timedelta(minutes=3)
"""Much longer than a page takes; renewed with each page."""

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 4.0

OVERDUE = timedelta(hours=1)
"""A render job lives for minutes, so an erasure that takes longer than this is overdue."""

Write = Callable[[], Profile]
"""Writes documents of others, and returns the user's profile as it is to be."""
Also = Callable[[Transaction, Profile | None], Write | None]
"""Reads what else a transaction needs, and returns what it then writes; called with the user's profile."""


@dataclass(frozen=True, slots=True)
class Erasing:
    store: Store
    queries: Queries
    erasure_steps: ErasureSteps
    enqueuing: Enqueuing
    runtime: Runtime

    def begin(
        self, uid: str, hold: Lease | None = None, *, merged_by: str | None = None, also: Also | None = None
    ) -> Erasure:
        """Create the fence, if it does not exist, and return the erasure. It is safe to repeat.

        The page of the user's timeline goes with it, so that none outlives the avatars. The consent to the use of
        photos ends with it, too, so that storage.rules, which may read only two documents for an
        upload, do not have to read the fence.

        hold: a lease during which nothing is deleted, for a merge that is still reading.
        merged_by: the name of the merge.
        also: what else happens in the transaction that creates the fence.
        """

        def work(transaction: Transaction) -> tuple[Erasure, bool]:
            stored, profile = transaction.read(documents.erasure(uid), documents.profile(uid))
            if stored is not None:
                return stored, False
            write = also(transaction, profile) if also is not None else None
            begun = replace(Erasure.begun(self.runtime.now()), lease=hold, merged_by=merged_by)
            transaction.create(documents.erasure(uid), begun)
            drop_page(transaction, uid)
            last = write() if write is not None else profile
            if last is not None and last.consent is not None:
                last = last.with_consent(None, begun.started_at)
            if last is not None and last != profile:
                transaction.put(documents.profile(uid), last)
            return begun, True

        erasure, new = self.store.transact(work)
        if new:
            events.erasure_begun()
        return erasure

    def begin_again(self, uid: str) -> None:
        """Begin an erasure, also where an earlier one is done: a backup brought data of the user back."""
        self.begin(uid)

        def work(transaction: Transaction) -> None:
            stored = transaction.read(documents.erasure(uid))
            if stored is not None and stored.done:
                transaction.put(documents.erasure(uid), Erasure.begun(self.runtime.now()))

        self.store.transact(work)

    def release(self, uid: str, token: str) -> None:
        """End a hold, if it still lasts, so that any worker may continue the erasure."""

        def work(transaction: Transaction) -> None:
            stored = transaction.read(documents.erasure(uid))
            if stored is not None and stored.lease is not None and stored.lease.token == token:
                transaction.put(documents.erasure(uid), stored.release(self.runtime.now()))

        self.store.transact(work)

    def check(self, uid: str) -> None:
        """Raise BeingErased if the user's erasure has begun."""
        self.store.check_not_erased(uid)

    def erase(self, uid: str, seconds: float) -> Erasure:
        """Begin an erasure, work on it for about `seconds`, and return it. Tasks or the schedule do the rest."""
        erasure = self.begin(uid)
        end, pause = self.runtime.now() + timedelta(seconds=seconds), FIRST_PAUSE
        while not erasure.done:
            erasure = self._try(uid, end) or erasure
            left = (end - self.runtime.now()).total_seconds()
            if erasure.done or left <= 0:
                break
            self.runtime.sleep(min(pause, left))
            pause = min(pause * 2, LONGEST_PAUSE)
        if not erasure.done:
            self.leave_to_tasks(uid)
        return erasure

    def leave_to_tasks(self, uid: str) -> bool:
        """Start the next round of tasks of an erasure that is not done; return whether the queue has it."""
        if self.enqueuing.tasks is None:
            return False

        def work(transaction: Transaction) -> Erasure | None:
            ref = documents.erasure(uid)
            stored = transaction.read(ref)
            if stored is None or stored.done:
                return None
            raised = stored.fan_out_again(transaction.new_id("tasks"))
            transaction.put(ref, raised)
            return raised

        raised = self.store.transact(work)
        if raised is None:
            return False
        return self.enqueuing.start(FanOut.ERASURE, str(raised.task_id), raised.fan_out_round)

    def turn(self, uid: str, until: datetime) -> Left | None:
        """Work on a due erasure until then, at least a page, and return what is left; None if it is done."""
        return self._advance(uid, until)[1]

    def advance(self, uid: str, until: datetime) -> Erasure | None:
        """Work until the erasure is done, has to wait, or the time is over; return it.

        One that is not due, or that another worker holds, is left alone. Returns None if there is none.
        """
        return self._advance(uid, until)[0]

    def _advance(self, uid: str, until: datetime) -> tuple[Erasure | None, Left | None]:
        """Work as `advance` does; return the erasure, and what is left: BUSY if another worker has it, None if done."""
        hold = Hold(uid, self.runtime.new_id())
        try:
            erasure = self._claim(hold)
            while erasure.lease is not None:
                left = self._work(hold, erasure)
                over = left is Left.BUSY or self.runtime.now() >= until
                erasure = self._move(hold, erasure, _after(left, released=over))
                if over and not erasure.done:
                    return erasure, left
        except LeaseLost:
            found = self.store.read(documents.erasure(uid))
            return found, None if found is None or found.done else Left.BUSY
        if erasure.step is ErasureStep.DONE:
            seconds = (erasure.updated_at - erasure.started_at).total_seconds()
            events.erasure_done(seconds=seconds, rounds=erasure.rounds)
        return erasure, None

    def _try(self, uid: str, until: datetime) -> Erasure | None:
        try:
            return self.advance(uid, until)
        except Contention:
            return None

    def _claim(self, hold: Hold) -> Erasure:
        """Claim the erasure. Raises LeaseLost if there is nothing to do for this worker."""

        def work(transaction: Transaction) -> Erasure:
            now, ref = self.runtime.now(), documents.erasure(hold.uid)
            stored = transaction.read(ref)
            if stored is not None and stored.lease is not None and stored.lease.token == hold.token:
                return stored
            if stored is None or stored.due_at is None or stored.due_at > now:
                raise LeaseLost("the erasure is not due")
            claimed = stored.claim(Lease(hold.token, now + LEASE), now)
            transaction.put(ref, claimed)
            return claimed

        claimed = self.store.transact(work)
        age = claimed.updated_at - claimed.started_at
        if not claimed.done and age > OVERDUE:
            events.erasure_overdue(hours=round(age / timedelta(hours=1), 1), why=claimed.step)
        return claimed

    def _work(self, hold: Hold, erasure: Erasure) -> Left:
        """Handle one page of the step."""
        match erasure.step:
            case ErasureStep.JOBS:
                left = self.erasure_steps.end_jobs(hold)
                if left is Left.NOTHING:  # before anything else of the user is deleted
                    self.erasure_steps.record(hold.uid, erasure)
                return left
            case ErasureStep.DOCUMENTS:
                return self.erasure_steps.delete_documents(hold)
            case ErasureStep.FILES:
                return self.erasure_steps.delete_files(hold)
            case ErasureStep.ACCOUNT:
                return self.erasure_steps.delete_account(hold)
            case ErasureStep.LOOK | ErasureStep.DONE | ErasureStep.CONFIRMED:
                return Left.MORE if self.erasure_steps.any(hold.uid) else Left.NOTHING

    def _move(self, hold: Hold, known: Erasure, move: Callable[[Erasure, datetime], Erasure]) -> Erasure:
        """Write the erasure's next state, with its lease renewed. Raises LeaseLost."""

        def work(transaction: Transaction) -> Erasure:
            now, ref = self.runtime.now(), documents.erasure(hold.uid)
            stored = hold.check(transaction.read(ref), self.runtime)
            if stored.step is not known.step:
                return stored  # this move was committed, but its answer was lost
            moved = move(stored.claim(Lease(hold.token, now + LEASE), now), now)
            transaction.put(ref, moved)
            return moved

        return self.store.transact(work)


def _after(left: Left, *, released: bool) -> Callable[[Erasure, datetime], Erasure]:
    """Return the erasure's move after a page of its step; `released`: the worker's last page."""

    def move(erasure: Erasure, now: datetime) -> Erasure:
        if left is Left.NOTHING:
            erasure = erasure.next(now)
        elif left is Left.MORE and erasure.step in (ErasureStep.LOOK, ErasureStep.DONE):
            erasure = erasure.again(now)
        return erasure.release(now) if released else erasure

    return move

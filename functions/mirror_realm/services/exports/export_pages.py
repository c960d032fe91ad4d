"""Pages of an export: each makes one part, as a task of the queue or as a turn of the reaper."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from mirror_realm import events
from mirror_realm.domain.export import Export, ExportPart, ExportState
from mirror_realm.domain.export_words import file_name
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.domain.render_job import Lease
from mirror_realm.errors import BeingErased, LeaseLost
from mirror_realm.services.exports.contents import Contents
from mirror_realm.services.exports.exports import Exports
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.fan_out.pages import chain, due
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.exports import ExportFiles, Sink
from mirror_realm.services.ports.person_files import PersonFiles
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

MOST_PARTS = 1_000
"""Many more than any user has; the reaper continues."""

LEASE = timedelta(minutes=3)
"""Longer than the function of a page may run."""


@dataclass(frozen=True, slots=True)
class ExportPages:
    store: Store
    queries: Queries
    exports: Exports
    contents: Contents
    zips: ExportFiles
    person_files: PersonFiles
    enqueuing: Enqueuing
    runtime: Runtime

    def page(self, task: PageTask) -> None:
        """Make the next part of an export, and enqueue the one after it. It is safe to repeat.

        Raises what the part raises, and Unqueued: the queue repeats the task, and then the reaper continues.
        """
        uid = self.queries.export_of(task.subject)
        export = self.store.read(documents.export(uid)) if uid is not None else None
        if uid is None or due(task, export, _idle) is None:
            return
        after = self._work(uid, task.subject)
        if after is not None and after.preparing:
            chain(self.enqueuing, task, MOST_PARTS)

    def end_address(self, task: PageTask) -> None:
        """Take an export's address away, if its time is over. It is safe to repeat. Raises Contention."""
        uid = self.queries.export_of(task.subject)
        if uid is None:
            events.page_ignored(FanOut.LINKS, "there is nothing to do")
            return
        with suppress(BeingErased):  # the erasure deletes the file
            self.exports.tidy(uid)

    def turn(self, uid: str) -> bool:
        """Do what is due for a user's export; return whether there is more to do that no task does."""
        export = self.store.read(documents.export(uid))
        if export is None:
            return False
        try:
            if not export.preparing:
                self.exports.tidy(uid)
                return False
            after = self._work(uid, export.export_id)
        except BeingErased:
            return False  # the erasure deletes it
        return after is not None and after.preparing and not self._leave_to_tasks(uid)

    def _work(self, uid: str, export_id: str) -> Export | None:
        """Make the next part; return the export after it, or None if it needs no worker now, or has ended."""
        token = self.runtime.new_id()
        try:
            claimed = self.store.transact_for(uid, lambda it: self._claim(it, uid, export_id, token))
        except (BeingErased, LeaseLost):
            events.page_ignored(FanOut.EXPORT, "there is nothing to do")
            return None
        if claimed.state is ExportState.FAILED:
            events.export_failed(len(claimed.parts))
            self.exports.clear(uid, claimed)
            return None
        try:
            return self._make(uid, claimed, token)
        except Exception:
            with suppress(BeingErased, LeaseLost):
                self.store.transact_for(uid, lambda it: self._release(it, uid, token))
            raise

    def _make(self, uid: str, export: Export, token: str) -> Export | None:
        path = files.of_export_part(uid, export.export_id, token)
        part = self.contents.next(uid, export)
        pictures: list[int] = []

        def fill(sink: Sink) -> None:
            pictures.append(self.contents.write(uid, export, part, sink, self.runtime.now()))

        size = self.zips.store(path, file_name(export.asked_at, len(export.parts) + 1), fill)
        made = ExportPart(path, size, pictures[-1])

        def work(transaction: Transaction) -> Export:
            stored = transaction.read(documents.export(uid))
            if stored is None:
                raise LeaseLost("the export was deleted")
            if made in stored.parts:
                return stored  # this transaction was committed, but its answer was lost
            after = stored.with_part(token, made, part.end, last=part.last, now=self.runtime.now())
            transaction.put(documents.export(uid), after)
            return after

        try:
            after = self.store.transact_for(uid, work)
        except (BeingErased, LeaseLost):
            # Nothing refers to it: the user is being erased, has deleted what is in it, or another worker made it.
            self.person_files.delete([path])
            return None
        if after.state is ExportState.READY:
            seconds = (after.updated_at - after.asked_at).total_seconds()
            events.export_ready(parts=len(after.parts), seconds=seconds)
        return after

    def _claim(self, transaction: Transaction, uid: str, export_id: str, token: str) -> Export:
        stored, now = transaction.read(documents.export(uid)), self.runtime.now()
        if stored is None or stored.export_id != export_id:
            raise LeaseLost("there is another export now")
        if stored.lease is not None and stored.lease.token == token:
            return stored  # this transaction was committed, but its answer was lost
        claimed = stored.claim(Lease(token, now + LEASE), now)
        transaction.put(documents.export(uid), claimed)
        return claimed

    def _release(self, transaction: Transaction, uid: str, token: str) -> None:
        stored = transaction.read(documents.export(uid))
        if stored is not None:
            transaction.put(documents.export(uid), stored.released(token, self.runtime.now()))

    def _leave_to_tasks(self, uid: str) -> bool:
        """Start the next round of tasks of an export that is being prepared; return whether the queue has it."""
        if self.enqueuing.tasks is None:
            return False

        def work(transaction: Transaction) -> Export | None:
            stored = transaction.read(documents.export(uid))
            if stored is None or not stored.preparing:
                return None
            raised = stored.fan_out_again()
            transaction.put(documents.export(uid), raised)
            return raised

        raised = self.store.transact_for(uid, work)
        if raised is None or not self.enqueuing.start(FanOut.EXPORT, raised.export_id, raised.fan_out_round):
            return False
        events.fan_out_resumed(FanOut.EXPORT, raised.fan_out_round)
        return True


def _idle(export: Export) -> str | None:
    return None if export.preparing else "it is complete, or has ended"

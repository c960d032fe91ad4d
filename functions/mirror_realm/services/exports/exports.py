"""Exports: a user asks for a copy of their own data, fetches it, and it ends."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from mirror_realm.domain.export import Export, ExportState
from mirror_realm.domain.page_task import FanOut
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.exports import ExportFiles
from mirror_realm.services.ports.pictures import PictureFiles
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

SKEW = timedelta(seconds=1)
"""The most by which the clocks of two instances differ: a task that takes an address away comes so much later."""


@dataclass(frozen=True, slots=True)
class Exports:
    store: Store
    zips: ExportFiles
    folders: PictureFiles
    enqueuing: Enqueuing
    runtime: Runtime

    def ask(self, uid: str) -> Export:
        """Begin an export, or return the one that is being prepared or ready.

        Raises RateLimited if the user had theirs within a day, BeingErased, Contention.
        """
        self.tidy(uid)

        def work(transaction: Transaction) -> tuple[Export, bool]:
            ref, now = documents.export(uid), self.runtime.now()
            stored = transaction.read(ref)
            if stored is not None and not stored.over and (stored.gone_at is None or now < stored.gone_at):
                return stored, transaction.earlier_id("export") == stored.export_id
            begun = Export.begun(transaction.new_id("export"), now, stored)
            transaction.put(ref, begun)
            return begun, True

        export, new = self.store.transact_for(uid, work)
        if new:
            self.enqueuing.start(FanOut.EXPORT, export.export_id)
        return export

    def find(self, uid: str) -> Export | None:
        """Return the user's export; None if there is none any more. Raises BeingErased."""
        fence, export = self.store.read(documents.fence(uid), documents.export(uid))
        if fence is not None:
            self.store.check_not_erased(uid)
        return export

    def links(self, uid: str, export: Export) -> tuple[Export, Sequence[str]]:
        """Return an export with the addresses of its parts, which work for an hour; none unless it is ready.

        An address that still works stays the same. Raises BeingErased, Contention.
        """
        now = self.runtime.now()
        if export.gone_at is None or now >= export.gone_at:
            return export, ()
        if not export.linked(now):
            self.tidy(uid)
            renewed = self.store.transact_for(uid, lambda it: self._renew(it, uid, export))
            if renewed is None:
                return replace(export, state=ExportState.GONE), ()
            export = renewed
            self._let_end(export)
        found = [self.zips.link(part.path) for part in export.parts]
        return export, [url for url in found if url is not None]

    def drop(self, uid: str) -> None:
        """End the user's export, after documents were deleted that it may hold, and delete its files.

        An export that is being made at the same time finds that it has ended, and deletes what it wrote.
        """
        stored = self.store.read(documents.export(uid))
        if stored is not None and not (stored.over and stored.cleared):
            self._end(uid, stored)

    def tidy(self, uid: str) -> None:
        """Do what is due for an export that is not being prepared: let its address, or itself, go.

        Raises BeingErased, Contention.
        """
        found, now = self.store.read(documents.export(uid)), self.runtime.now()
        if found is None or found.preparing:
            return
        if found.gone_at is not None and found.gone_at <= now:
            self._end(uid, found)
        elif found.over and not found.cleared:
            self.clear(uid, found)
        elif found.link_until is not None and found.link_until <= now:
            for part in found.parts:
                self.zips.unlink(part.path)
            self.store.transact_for(uid, lambda it: self._forget_link(it, uid, found))

    def clear(self, uid: str, export: Export) -> None:
        """Delete the files of an export that has ended. It is safe to repeat. Raises BeingErased, Contention."""
        self.folders.delete(files.of_export(uid, export.export_id))

        def work(transaction: Transaction) -> None:
            stored = transaction.read(documents.export(uid))
            if stored is not None and stored.export_id == export.export_id and stored.over:
                transaction.put(documents.export(uid), stored.after_clearing())

        self.store.transact_for(uid, work)

    def _end(self, uid: str, export: Export) -> None:
        """End an export that has not ended yet, and delete its files."""

        def work(transaction: Transaction) -> Export | None:
            stored = transaction.read(documents.export(uid))
            if stored is None or stored.export_id != export.export_id:
                return None
            ended = stored if stored.over else stored.dropped(self.runtime.now())
            transaction.put(documents.export(uid), ended)
            return ended

        ended = self.store.transact_for(uid, work)
        if ended is not None:
            self.clear(uid, ended)

    def _let_end(self, export: Export) -> None:
        """Have a task take the address away when its time is over. Without a queue the reaper does, minutes later."""
        if export.link_until is not None:
            left = export.link_until - self.runtime.now() + SKEW
            delay = timedelta(seconds=math.ceil(left.total_seconds()))
            self.enqueuing.start(FanOut.LINKS, export.export_id, int(export.link_until.timestamp()), delay)

    def _forget_link(self, transaction: Transaction, uid: str, export: Export) -> None:
        """Store that the address is gone, unless there is a newer one."""
        stored = transaction.read(documents.export(uid))
        if stored is not None and (stored.export_id, stored.link_until) == (
            export.export_id,
            export.link_until,
        ):
            transaction.put(documents.export(uid), stored.without_link())

    def _renew(self, transaction: Transaction, uid: str, export: Export) -> Export | None:
        stored, now = transaction.read(documents.export(uid)), self.runtime.now()
        if stored is None or stored.export_id != export.export_id or stored.gone_at is None:
            return None
        renewed = stored.with_link(now)
        transaction.put(documents.export(uid), renewed)
        return renewed

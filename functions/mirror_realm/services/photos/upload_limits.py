"""Upload limits: the count that storage.rules read, and the end of what came before the count could keep it out.

Storage reports uploads and deletions at least once, in any order. So what lies there is never added up: every report
lists the folder anew, inside the transaction that writes the count. Of two reports at once, one runs again and lists
what the other has seen. An upload is deleted by its own report alone, where five older ones lie, the day is full, or
the consent is gone: however many come in one second, the newest of those that are left was listed with all of them.
A report that never comes leaves a count that is wrong for a day at most: the sweep lists such a folder anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mirror_realm import events
from mirror_realm.domain.uploads import MOST_LYING, UploadCount
from mirror_realm.errors import BeingErased
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.photos import PhotoFiles, Upload
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.store import Store, Transaction

MOST_LISTED = 1000
"""Uploads that are listed: one request. More cannot lie there for longer than their reports take."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    store: Store
    photos: PhotoFiles
    ambient: Ambient

    def arrived(self, uid: str, upload: Upload) -> None:
        """Count an upload, and delete it where it may not stay. Safe to repeat. Raises Contention."""

        def work(transaction: Transaction) -> str | None:
            profile, stored = transaction.read(documents.profile(uid), documents.upload_count(uid))
            lying = self.photos.uploads_of(uid, MOST_LISTED)
            known = stored or UploadCount.begun(upload.at)
            count = known.counted(upload.generation, upload.at).with_lying(len(lying), self.ambient.now())
            if count != stored:
                transaction.put(documents.upload_count(uid), count)
            if profile is None or profile.consent is None:
                return "consent_missing"
            if sum(one.generation < upload.generation for one in lying) >= MOST_LYING:
                return "too_many"
            return None if count.has(upload.generation, upload.at) else "too_many_today"

        try:
            refusal = self.store.transact_for(uid, work)
        except BeingErased:
            refusal = "being_erased"
        if refusal is None:
            self.photos.keep_private(upload)
        else:
            self.photos.discard(upload)
            events.upload_discarded(refusal)

    def left(self, uid: str) -> None:
        """Count what lies there after a deletion. Safe to repeat. Raises Contention."""
        self._list(uid, UploadCount.with_lying)

    def recount(self, uid: str) -> bool:
        """Do what lost reports would have done, for everything that lies there; return whether the count was put right.

        Raises Contention.
        """
        for upload in self.photos.uploads_of(uid, MOST_LISTED):
            self.arrived(uid, upload)
        return self._list(uid, UploadCount.listed)

    def _list(self, uid: str, after: Callable[[UploadCount, int, datetime], UploadCount]) -> bool:
        """List the folder and write the count as it is afterwards; return whether it is written."""

        def work(transaction: Transaction) -> bool:
            stored = transaction.read(documents.upload_count(uid))
            if stored is None:
                return False
            count = after(stored, len(self.photos.uploads_of(uid, MOST_LYING)), self.ambient.now())
            if count == stored:
                return False
            transaction.put(documents.upload_count(uid), count)
            return True

        try:
            return self.store.transact_for(uid, work)
        except BeingErased:
            return False

"""Upload limits: the count that storage.rules read, and the deletion of uploads that arrived before the count.

Storage sends events of uploads and deletions at least once, in any order. So the count is never added up: every event
lists the folder again, inside the transaction that writes the count. Of two events at once, one runs again and lists
the files of the other. An upload is deleted by its own event alone, if there are five older ones, the day is full, or
consent is missing: of any number in one second, the newest remaining one was listed with all of them. A lost
event leaves a wrong count for a day at most: the sweep lists such a folder again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mirror_realm import events
from mirror_realm.domain.uploads import MOST_LYING, UploadCount
from mirror_realm.errors import BeingErased
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.photos import PhotoFiles, Upload
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

MOST_LISTED = 1000
"""The most uploads that are listed, in one request. More cannot exist for longer than their events take."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    store: Store
    photos: PhotoFiles
    runtime: Runtime

    def arrived(self, uid: str, upload: Upload) -> None:
        """Count an upload, and delete it if it may not stay. It is safe to repeat. Raises Contention."""

        def work(transaction: Transaction) -> str | None:
            profile, stored = transaction.read(documents.profile(uid), documents.upload_count(uid))
            lying = self.photos.uploads_of(uid, MOST_LISTED)
            known = stored or UploadCount.begun(upload.at)
            count = known.counted(upload.generation, upload.at).with_lying(len(lying), self.runtime.now())
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
        """Count the uploads after a deletion. It is safe to repeat. Raises Contention."""
        self._list(uid, UploadCount.with_lying)

    def recount(self, uid: str) -> bool:
        """Count and check all uploads, in place of lost events; return whether the count was wrong.

        Raises Contention.
        """
        for upload in self.photos.uploads_of(uid, MOST_LISTED):
            self.arrived(uid, upload)
        return self._list(uid, UploadCount.listed)

    def _list(self, uid: str, after: Callable[[UploadCount, int, datetime], UploadCount]) -> bool:
        """List the folder and write the new count; return whether it has changed."""

        def work(transaction: Transaction) -> bool:
            stored = transaction.read(documents.upload_count(uid))
            if stored is None:
                return False
            count = after(stored, len(self.photos.uploads_of(uid, MOST_LYING)), self.runtime.now())
            if count == stored:
                return False
            transaction.put(documents.upload_count(uid), count)
            return True

        try:
            return self.store.transact_for(uid, work)
        except BeingErased:
            return False

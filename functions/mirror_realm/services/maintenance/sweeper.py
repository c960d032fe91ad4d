"""Sweeping: once a day, what nobody needs any more goes. Never a file something shows or a live job is about to.

A look past its reuse date is retired first, so that hits and the ladder refuse it; a day later its files go, unless
an avatar shows them. Files are walked in the order of their names, a bounded number a pass, from where the last one
stopped. People whose account is gone are erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mirror_realm import events
from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.domain.reference import reference_id
from mirror_realm.errors import NewerSchema
from mirror_realm.services.best_effort import Turns
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.photos import PhotoFiles, StoredPhoto
from mirror_realm.services.ports.pictures import PictureFiles, StoredFolder
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.privacy.orphaned_accounts import Gone
from mirror_realm.services.store import Store, Transaction

GRACE = timedelta(days=1)
"""A young file may be about to be referred to; a young retirement may still be read by a transaction."""

FOLDERS = 300
PHOTOS = 300
DOCUMENTS = 400
AGEING = (
    "renders",
    "attempts",
    "usage",
    "global_usage",
    "paintings",
    "avatarRequests",
    "erasures",
    "reports",
    "reviews",
)
"""Collection groups with a TTL policy; what the policy left lying is deleted here."""

TTL_GRACE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Swept:
    retired: int
    folders: int
    photos: int
    documents: int


@dataclass(frozen=True, slots=True)
class Sweeping:
    store: Store
    queries: Queries
    files: PictureFiles
    photos: PhotoFiles
    gone: Gone
    ambient: Ambient

    def run(self) -> Swept:
        """One pass. Safe to repeat, to run twice at once, to be cut off anywhere. What fails is raised at the end."""
        now, turns = self.ambient.now(), Turns()
        expired = self.queries.expired_entries(now, DOCUMENTS)
        swept = Swept(
            retired=sum(bool(turns.take(self._retire, entry.recipe.cache_key)) for entry in expired),
            folders=self._sweep_folders(now, turns),
            photos=self._sweep_photos(now, turns),
            documents=sum(turns.take(lambda name: self._age(name, now), name) or 0 for name in AGEING),
        )
        turns.take(Gone.run, self.gone)
        events.swept(
            retired=swept.retired,
            folders=swept.folders,
            photos=swept.photos,
            documents=swept.documents,
        )
        turns.end()
        return swept

    def _retire(self, cache_key: str) -> bool:
        def work(transaction: Transaction) -> bool:
            now, ref = self.ambient.now(), documents.cache_entry(cache_key)
            entry = transaction.read(ref)
            if entry is None or entry.state is not CacheState.READY or entry.usable(now):
                return False
            transaction.put(ref, entry.retire(now))
            return True

        return self.store.transact(work)

    def _sweep_folders(self, now: datetime, turns: Turns) -> int:
        """Deletes unreferred folders among the next `FOLDERS`; returns how many."""
        place = self.store.read(documents.sweep_place())
        after = place.after if place is not None else ""
        found = self.files.folders((files.SHARED, files.PEOPLE), after, FOLDERS)
        old = [folder for folder in found if folder.newest_at < now - GRACE]
        gone = sum(bool(turns.take(lambda one: self._sweep_folder(one, now), folder)) for folder in old)
        reached = found[-1].path if len(found) == FOLDERS else ""

        def remember(transaction: Transaction) -> None:
            transaction.put(documents.sweep_place(), documents.SweepPlace(reached, now))

        self.store.transact(remember)
        return gone

    def _sweep_folder(self, folder: StoredFolder, now: datetime) -> bool:
        if self._needed(folder, now):
            return False
        self.files.delete(folder.path)
        return True

    def _sweep_photos(self, now: datetime, turns: Turns) -> int:
        """Deletes uploads that no open job reads: left by a death, or never used; returns how many."""
        found = self.photos.older_than(now - GRACE, "", PHOTOS)
        return sum(bool(turns.take(self._sweep_photo, photo)) for photo in found)

    def _sweep_photo(self, photo: StoredPhoto) -> bool:
        uid = files.uploader_of(photo.path)
        reference = self.store.read(documents.reference(uid, reference_id(photo.path)))
        if reference is not None and reference.open_renders:
            return False
        self.photos.delete(photo.path)
        return True

    def _needed(self, folder: StoredFolder, now: datetime) -> bool:
        match files.folder_kind(folder.path):
            case files.ReelFolder():
                return False  # made anew when somebody asks
            case files.PersonalFolder(uid, avatar_id, render_id):
                return (
                    self._live(render_id) or self._is_shown(folder, uid, avatar_id) or self._awaited(folder)
                )
            case files.SharedFolder(cache_key, render_id):
                return (
                    self._live(render_id)
                    or self.queries.shows(files.largest(folder.path))
                    or self._awaited(folder)
                    or not self._forget(cache_key, folder, now)
                )
        # Of no shape of ours: to delete it would delete everything below it.
        return True

    def _live(self, render_id: str) -> bool:
        """Whether the job that made a folder is still at it."""
        try:
            job = self.store.read(documents.render_job(render_id)) if render_id else None
        except NewerSchema:
            return True  # who can read it may sweep here
        return job is not None and job.live

    def _is_shown(self, folder: StoredFolder, uid: str, avatar_id: str) -> bool:
        avatar = self.store.read(documents.avatar(uid, avatar_id))
        return (
            avatar is not None
            and avatar.picture is not None
            and files.is_in(avatar.picture.image_path, folder.path)
        )

    def _awaited(self, folder: StoredFolder) -> bool:
        """Whether an administrator still has to look at it."""
        path = files.largest(folder.path)
        review = self.store.read(documents.review(files.review_id_of(path)))
        return review is not None and review.awaiting_since is not None and review.picture.image_path == path

    def _forget(self, cache_key: str, folder: StoredFolder, now: datetime) -> bool:
        """Whether no cache entry needs the folder; one long retired is deleted to make it so."""

        def work(transaction: Transaction) -> bool:
            ref = documents.cache_entry(cache_key)
            entry = transaction.read(ref)
            if (
                entry is None
                or entry.picture is None
                or not files.is_in(entry.picture.image_path, folder.path)
            ):
                return True
            if not _long_retired(entry, now):
                return False
            transaction.delete(ref)
            return True

        return self.store.transact(work)

    def _age(self, collection: str, now: datetime) -> int:
        paths: Sequence[str] = self.queries.expired_documents(collection, now - TTL_GRACE, DOCUMENTS)

        def delete(transaction: Transaction) -> None:
            for path in paths:
                ref: Ref[Any] = Ref(path, _undecoded)
                transaction.delete(ref)

        if paths:
            self.store.transact(delete)
        return len(paths)


def _long_retired(entry: CacheEntry, now: datetime) -> bool:
    return (
        entry.state is CacheState.RETIRED and entry.retired_at is not None and entry.retired_at < now - GRACE
    )


def _undecoded(_: dict[str, Any]) -> Any:
    raise TypeError("written off, never read")

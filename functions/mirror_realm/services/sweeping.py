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
from mirror_realm.domain.report import review_id_of
from mirror_realm.errors import NewerSchema
from mirror_realm.services import documents
from mirror_realm.services.ambient import Ambient
from mirror_realm.services.gone import Gone
from mirror_realm.services.photos import PhotoFiles, StoredPhoto
from mirror_realm.services.pictures import PictureFiles, StoredFolder
from mirror_realm.services.queries import Queries
from mirror_realm.services.store import Ref, Store, Transaction
from mirror_realm.services.turns import Turns

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
        found = self.files.folders(("shared/", "people/"), after, FOLDERS)
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
        uid = photo.path.split("/")[1]
        reference = self.store.read(documents.reference(uid, reference_id(photo.path)))
        if reference is not None and reference.open_renders:
            return False
        self.photos.delete(photo.path)
        return True

    def _needed(self, folder: StoredFolder, now: datetime) -> bool:
        match folder.path.split("/"):
            case ["people", _, "reels", _]:
                return False  # made anew when somebody asks
            case ["people", uid, avatar_id, draw] if uid and avatar_id:
                return self._live(draw) or self._is_shown(folder, uid, avatar_id) or self._awaited(folder)
            case ["shared", cache_key, draw] if cache_key:
                return (
                    self._live(draw)
                    or self.queries.shows(f"{folder.path}/{self.files.largest}")
                    or self._awaited(folder)
                    or not self._forget(cache_key, folder, now)
                )
        # Of no shape of ours: to delete it would delete everything below it.
        return True

    def _live(self, draw: str) -> bool:
        """Whether the job that made this `{render_id}-{attempt}` is still at it."""
        render_id = draw.rpartition("-")[0]
        try:
            job = self.store.read(documents.render_job(render_id)) if render_id else None
        except NewerSchema:
            return True  # who can read it may sweep here
        return job is not None and job.live

    def _is_shown(self, folder: StoredFolder, uid: str, avatar_id: str) -> bool:
        avatar = self.store.read(documents.avatar(uid, avatar_id))
        return avatar is not None and avatar.picture is not None and _in(folder, avatar.picture.image_path)

    def _awaited(self, folder: StoredFolder) -> bool:
        """Whether an administrator still has to look at it."""
        path = f"{folder.path}/{self.files.largest}"
        review = self.store.read(documents.review(review_id_of(path)))
        return review is not None and review.awaiting_since is not None and review.picture.image_path == path

    def _forget(self, cache_key: str, folder: StoredFolder, now: datetime) -> bool:
        """Whether no cache entry needs the folder; one long retired is deleted to make it so."""

        def work(transaction: Transaction) -> bool:
            ref = documents.cache_entry(cache_key)
            entry = transaction.read(ref)
            if entry is None or entry.picture is None or not _in(folder, entry.picture.image_path):
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


def _in(folder: StoredFolder, image_path: str) -> bool:
    return image_path.startswith(f"{folder.path}/")


def _undecoded(_: dict[str, Any]) -> Any:
    raise TypeError("written off, never read")

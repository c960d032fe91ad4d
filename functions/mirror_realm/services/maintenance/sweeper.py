"""The sweep: a daily schedule that deletes what is no longer needed, but no file that an avatar or open job needs.

A cache entry past its reuse date is retired first, so that hits and the ladder refuse it; a day later its files are
deleted, unless an avatar shows them. Folders that may no longer be needed are recorded at that time and checked first;
besides, all files are walked in the order of their names, each kind from where its last pass stopped. A pass handles a
page of everything in turn until its time is over; tasks of the queue do the rest, where there is a queue. Variations
that were not chosen are deleted. Users whose account was deleted are erased. Counts of uploads that a lost report left
wrong are put right.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from mirror_realm import events
from mirror_realm.domain.cache_entry import CacheState
from mirror_realm.domain.page_task import PageTask
from mirror_realm.domain.reference import reference_id
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.fan_out.turns import Turn, take_turns
from mirror_realm.services.maintenance.expiring_variations import ExpiringVariations
from mirror_realm.services.maintenance.sweep_pages import SweepPages
from mirror_realm.services.maintenance.unreferenced import Judging, Verdict
from mirror_realm.services.maintenance.walks import Reached, Walk
from mirror_realm.services.orphans import GRACE, record_orphan
from mirror_realm.services.photos.upload_limits import UploadLimits
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.erasure_records import ErasureRecords
from mirror_realm.services.ports.photos import PhotoFiles
from mirror_realm.services.ports.pictures import PictureFiles
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.privacy.orphaned_accounts import OrphanedAccounts
from mirror_realm.services.rendering.paid_pictures import PaidPictures
from mirror_realm.services.store import Store, Transaction

BUDGET = timedelta(seconds=480)
"""The time of a pass. Its function has 540 seconds, in which it can finish what it has begun."""

ENTRIES = 100
FOLDERS = 100
PHOTOS = 100
COUNTS = 100
VARIATIONS = 50
DOCUMENTS = 400
RECORDS = 100
"""The size of a page of each kind."""

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
    "exports",
    "pages",
    "shares",
    "audit",
    "ledger",
    "uses",
)
"""Collection groups with a TTL policy; documents that the policy has not deleted in time are deleted here."""

TTL_GRACE = timedelta(days=2)


KEEP_RECORDS = timedelta(days=100)
"""The time for which erasures are recorded: Firestore keeps a backup for 14 weeks at most, which is 98 days."""


@dataclass(slots=True)
class Swept:
    retired: int = 0
    folders: int = 0
    photos: int = 0
    documents: int = 0
    variations: int = 0


@dataclass(frozen=True, slots=True)
class Sweeping:
    store: Store
    queries: Queries
    files: PictureFiles
    photos: PhotoFiles
    uploads: UploadLimits
    paid: PaidPictures
    orphaned_accounts: OrphanedAccounts
    records: ErasureRecords
    variations: ExpiringVariations
    pages: SweepPages
    runtime: Runtime

    def run(self) -> Swept:
        """Run one pass. It may be repeated, run twice at once, or interrupted. Errors are raised at the end."""
        pass_ = _Pass(self, self.runtime.now(), BestEffort(), Swept())
        unfinished = pass_.run()
        for step in unfinished:
            pass_.effort.take(self.pages.leave, step)
        pass_.effort.take(
            self.pages.end, [step for step in pass_.steps(onward=True) if step not in unfinished]
        )
        return pass_.end()

    def page(self, task: PageTask) -> None:
        """Handle a page of one step, as a task. Raises as `SweepPages.page` does, and the first error of the page."""
        pass_ = _Pass(self, self.runtime.now(), BestEffort(), Swept())
        self.pages.page(task, pass_.steps(onward=True).get(task.subject))
        pass_.end()


@dataclass(frozen=True, slots=True)
class _Pass:
    """One pass, made of steps that each handle a page and return whether there is more to do."""

    sweeping: Sweeping
    began: datetime
    effort: BestEffort
    swept: Swept

    def run(self) -> Sequence[str]:
        """Take the steps in turn, and return the names of those that have more to do when the time is over."""
        steps = {"users": self._erase_users_without_account, **self.steps(onward=False)}
        unfinished = dict(steps)

        def turn(name: str) -> bool:
            more = bool(self.effort.take(_run, steps[name]))
            if not more:
                del unfinished[name]
            return more

        turns = [partial(turn, name) for name in steps]
        take_turns(turns, self.began + BUDGET, self.sweeping.runtime, self.effort)
        return [name for name in unfinished if name != "users"]

    def steps(self, *, onward: bool) -> dict[str, Turn]:
        """Return the steps that tasks can continue, by name.

        onward: whether walks end at the last name; else they go on from the first one, to where the pass began.
        """

        def walk(kind: str, handle: Callable[[str], Reached]) -> Turn:
            walk = Walk(self.sweeping.store, self.sweeping.runtime, kind, handle)
            return walk.onward if onward else walk.page

        return {
            "retire": self._retire,
            "orphans": self._take_orphans,
            "uploads": self._recount_uploads,
            "erasure_records": self._forget_erasures,
            "variations": self._expire_variations,
            **{f"age_{collection}": partial(self._age, collection) for collection in AGEING},
            "shared": walk(files.SHARED, partial(self._folders, files.SHARED)),
            "people": walk(files.PEOPLE, partial(self._folders, files.PEOPLE)),
            "photos": walk("photos", self._photos),
        }

    def end(self) -> Swept:
        """Log what was swept and return it. Raises the first error."""
        swept = self.swept
        events.swept(
            retired=swept.retired,
            folders=swept.folders,
            photos=swept.photos,
            documents=swept.documents,
            variations=swept.variations,
        )
        self.effort.end()
        return swept

    @property
    def _over(self) -> bool:
        return self.sweeping.runtime.now() >= self.began + BUDGET

    def _erase_users_without_account(self) -> bool:
        self.sweeping.orphaned_accounts.run()
        return False

    def _recount_uploads(self) -> bool:
        """List folders again whose count has been above 0 for a day, because events of Storage may be lost."""
        due = self.sweeping.queries.due_upload_counts(self.began, COUNTS)
        put_right = sum(bool(self.effort.take(self.sweeping.uploads.recount, uid)) for uid in due)
        return put_right > 0 and len(due) == COUNTS

    def _forget_erasures(self) -> bool:
        """Delete records of erasures that are older than every backup."""
        oldest = (self.began - KEEP_RECORDS).date()
        return self.sweeping.records.forget_before(oldest, RECORDS) == RECORDS

    def _expire_variations(self) -> bool:
        """Delete the variations that were not chosen, once their time is over."""
        variations = self.sweeping.variations
        due = variations.due(self.began, VARIATIONS)
        done = [self.effort.take(lambda one: variations.expire(*one), one) for one in due]
        self.swept.variations += sum(one is True for one in done)
        return len(due) == VARIATIONS and any(done)

    def _retire(self) -> bool:
        expired = self.sweeping.queries.expired_entries(self.began, ENTRIES)
        retired = sum(bool(self.effort.take(self._retire_one, entry.recipe.cache_key)) for entry in expired)
        self.swept.retired += retired
        return retired > 0 and len(expired) == ENTRIES

    def _retire_one(self, cache_key: str) -> bool:
        def work(transaction: Transaction) -> bool:
            now, ref = self.sweeping.runtime.now(), documents.cache_entry(cache_key)
            entry = transaction.read(ref)
            if entry is None or entry.state is not CacheState.READY or entry.usable(now):
                return False
            transaction.put(ref, entry.retire(now))
            if entry.picture is not None:
                record_orphan(transaction, files.folder_of(entry.picture.image_path), now)
            return True

        return self.sweeping.store.transact(work)

    def _take_orphans(self) -> bool:
        """Delete the next recorded folders that are not needed, and the records of those that are."""
        found = self.sweeping.queries.due_orphans(self.began, FOLDERS)
        verdicts = self._judge([orphan.folder for _, orphan in found])
        done: list[str] = []
        later: list[str] = []
        for path, orphan in found:
            if self._over:
                break
            verdict = verdicts[orphan.folder]
            if verdict is Verdict.NEEDED or self._delete(orphan.folder, verdict):
                done.append(path)
            else:
                later.append(orphan.folder)

        def work(transaction: Transaction) -> None:
            now = self.sweeping.runtime.now()
            kept = [folder for folder in later if not _being_erased(transaction, folder)]
            for path in done:
                transaction.delete(documents.anything(path))
            for folder in kept:
                record_orphan(transaction, folder, now)

        if done or later:
            self.sweeping.store.transact(work)
        return len(found) == FOLDERS

    def _folders(self, top: str, after: str) -> Reached:
        """Delete the next folders of a top folder that are not needed."""
        found = self.sweeping.files.folders((top,), after, FOLDERS)
        old = {folder.path for folder in found if folder.newest_at < self.began - GRACE}
        verdicts = self._judge([folder.path for folder in found if folder.path in old])
        for folder in found:
            if self._over:
                return Reached(after, more=True)
            self._delete(folder.path, verdicts.get(folder.path, Verdict.NOT_YET))
            after = folder.path
        return Reached(after, more=len(found) == FOLDERS)

    def _judge(self, folders: Sequence[str]) -> dict[str, Verdict]:
        judging = Judging(self.sweeping.store, self.sweeping.queries)
        return judging.page(folders, self.began, self.effort)

    def _delete(self, folder: str, verdict: Verdict) -> bool:
        """Delete the folder if the verdict allows it; return whether it was deleted."""
        if verdict not in (Verdict.FORGOTTEN, Verdict.UNREFERENCED, Verdict.UNPRICED):
            return False
        judging = Judging(self.sweeping.store, self.sweeping.queries)

        def delete(_: str) -> bool:
            if verdict is Verdict.FORGOTTEN and not judging.forget(folder, self.began):
                return False
            if verdict is Verdict.UNPRICED:
                self._book_late(folder)  # where that fails, the folder stays for the next pass
            self.sweeping.files.delete(folder)
            return True

        gone = bool(self.effort.take(delete, folder))
        self.swept.folders += gone
        return gone

    def _book_late(self, folder: str) -> None:
        kind = files.folder_kind(folder)
        if not isinstance(kind, files.PersonalFolder | files.SharedFolder) or not kind.render_id:
            return
        job = self.sweeping.store.read(documents.render_job(kind.render_id))
        if job is not None:
            self.sweeping.paid.book_late(job, folder)

    def _photos(self, after: str) -> Reached:
        """Delete the next uploads that no open job reads, because a worker died or they were never used."""
        found = self.sweeping.photos.older_than(self.began - GRACE, after, PHOTOS)
        for photo in found:
            if self._over:
                return Reached(after, more=True)
            self.swept.photos += bool(self.effort.take(self._sweep_photo, photo.path))
            after = photo.path
        return Reached(after, more=len(found) == PHOTOS)

    def _sweep_photo(self, path: str) -> bool:
        uid = files.uploader_of(path)
        reference = self.sweeping.store.read(documents.reference(uid, reference_id(path)))
        if reference is not None and reference.open_renders:
            return False
        self.sweeping.photos.delete(path)
        return True

    def _age(self, collection: str) -> bool:
        expired = self.sweeping.queries.expired_documents
        paths: Sequence[str] = expired(collection, self.began - TTL_GRACE, DOCUMENTS)

        def delete(transaction: Transaction) -> None:
            for path in paths:
                ref: Ref[Any] = documents.anything(path)
                transaction.delete(ref)

        if paths:
            self.sweeping.store.transact(delete)
            self.swept.documents += len(paths)
        return len(paths) == DOCUMENTS


def _being_erased(transaction: Transaction, folder: str) -> bool:
    """Return whether the folder's user is being erased, which deletes everything of theirs without the sweep."""
    uid = files.user_of(folder)
    return uid is not None and transaction.erased(uid)


def _run(step: Callable[[], bool]) -> bool:
    return step()

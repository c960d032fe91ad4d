"""Unreferenced folders of files. A page of folders is judged with a few round trips.

A folder is needed by an open job that may refer to it soon, by an avatar that shows it, by a usable cache entry, and by
a review that awaits a decision. The jobs are read before the documents that they write when they end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.orphans import GRACE
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.store import Store, Transaction


class Verdict(Enum):
    """The verdict about a folder."""

    NEEDED = auto()
    NOT_YET = auto()
    """Needed for a limited time: a job is open, a decision is due, or its entry was retired just now."""
    FORGOTTEN = auto()
    """Needed only by a cache entry that was retired long ago, which has to be deleted first."""
    UNREFERENCED = auto()
    UNPRICED = auto()
    """Unreferenced, and its note may say what a call cost that its job could only assume."""


@dataclass(frozen=True, slots=True)
class Judging:
    store: Store
    queries: Queries

    def page(self, folders: Sequence[str], now: datetime, effort: BestEffort) -> dict[str, Verdict]:
        """Return the verdict on each folder. One that cannot be judged counts as needed and stops no other."""
        try:
            return self._together(folders, now)
        except Exception:
            alone = {
                folder: effort.take(lambda one: self._together([one], now), folder) for folder in folders
            }
            return {
                folder: (verdict or {folder: Verdict.NEEDED})[folder] for folder, verdict in alone.items()
            }

    def forget(self, folder: str, now: datetime) -> bool:
        """Delete the entry that was retired long ago with this picture; return whether no entry has it now."""

        def work(transaction: Transaction) -> bool:
            ref = documents.cache_entry(str(files.look_of(folder)))
            entry = transaction.read(ref)
            if not _has(entry, folder):
                return True
            if not _long_retired(entry, now):
                return False
            transaction.delete(ref)
            return True

        return self.store.transact(work)

    def _together(self, folders: Sequence[str], now: datetime) -> dict[str, Verdict]:
        kinds = {folder: files.folder_kind(folder) for folder in folders}
        verdicts = {
            folder: Verdict.UNREFERENCED  # a reel is made again on the next call; an export is gone after a day
            if isinstance(kind, files.CopyFolder)
            else Verdict.NEEDED  # of unknown form: deleting it would delete everything below it
            for folder, kind in kinds.items()
        }
        made = {
            folder: kind
            for folder, kind in kinds.items()
            if isinstance(kind, files.PersonalFolder | files.SharedFolder)
        }
        personal = {folder: kind for folder, kind in made.items() if isinstance(kind, files.PersonalFolder)}
        shared = {folder: kind for folder, kind in made.items() if isinstance(kind, files.SharedFolder)}
        jobs = self.store.read_all(
            [documents.render_job(kind.render_id) for kind in made.values() if kind.render_id]
        )
        avatars = self.store.read_all([_avatar(kind) for kind in personal.values()])
        entries = self.store.read_all([documents.cache_entry(kind.cache_key) for kind in shared.values()])
        for folder, kind in made.items():
            job = jobs.get(documents.render_job(kind.render_id).path) if kind.render_id else None
            if job is not None and job.live:
                verdicts[folder] = Verdict.NOT_YET
                continue
            if isinstance(kind, files.PersonalFolder):
                shown = _shows(avatars.get(_avatar(kind).path), folder)
                verdicts[folder] = Verdict.NEEDED if shown else Verdict.UNREFERENCED
                continue
            entry = entries.get(documents.cache_entry(kind.cache_key).path)
            verdicts[folder] = _of_look(entry, folder, now)
        for folder in self._awaited([one for one in made if verdicts[one] is not Verdict.NEEDED]):
            verdicts[folder] = Verdict.NOT_YET
        for folder in shared:
            free = verdicts[folder] is not Verdict.NEEDED
            if free and self.queries.shows(files.largest(folder)):
                verdicts[folder] = Verdict.NEEDED
        for folder, kind in made.items():
            job = jobs.get(documents.render_job(kind.render_id).path) if kind.render_id else None
            if verdicts[folder] is Verdict.UNREFERENCED and job is not None and job.assumed:
                verdicts[folder] = Verdict.UNPRICED
        return verdicts

    def _awaited(self, folders: Sequence[str]) -> Sequence[str]:
        """Return those of these folders that an administrator has to decide about."""
        refs = {folder: documents.review(files.review_id_of(files.largest(folder))) for folder in folders}
        reviews = self.store.read_all(list(refs.values()))
        awaited = {
            review.picture.image_path for review in reviews.values() if review.awaiting_since is not None
        }
        return [folder for folder in refs if files.largest(folder) in awaited]


def _avatar(kind: files.PersonalFolder) -> Ref[Avatar]:
    return documents.avatar(kind.uid, kind.avatar_id)


def _shows(avatar: Avatar | None, folder: str) -> bool:
    return (
        avatar is not None and avatar.picture is not None and files.is_in(avatar.picture.image_path, folder)
    )


def _of_look(entry: CacheEntry | None, folder: str, now: datetime) -> Verdict:
    if entry is None or not _has(entry, folder):
        return Verdict.UNREFERENCED
    if _long_retired(entry, now):
        return Verdict.FORGOTTEN
    return Verdict.NOT_YET if entry.state is CacheState.RETIRED else Verdict.NEEDED


def _has(entry: CacheEntry | None, folder: str) -> bool:
    """Return whether the entry has this folder's picture."""
    return entry is not None and entry.picture is not None and files.is_in(entry.picture.image_path, folder)


def _long_retired(entry: CacheEntry | None, now: datetime) -> bool:
    return (
        entry is not None
        and entry.state is CacheState.RETIRED
        and entry.retired_at is not None
        and entry.retired_at < now - GRACE
    )

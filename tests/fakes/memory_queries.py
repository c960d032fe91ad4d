"""The Queries port over the memory store, each query spelled as plain Python: what Firestore's must agree with."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from mirror_realm.domain import render_job
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.push_device import PushDevice
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.domain.report import Report, Review
from mirror_realm.domain.share import Share
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.bookkeeping import DeadLetter, Orphan
from tests.fakes.memory_albums import MemoryAlbumQueries
from tests.fakes.memory_store import MemoryStore

Data = dict[str, Any]


class MemoryQueries(MemoryAlbumQueries):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def followers(self, render_id: str, most: int) -> Sequence[tuple[str, Avatar]]:
        return list(islice(self._avatars(lambda avatar: avatar["follows"] == render_id), most))

    def followers_since(
        self, render_id: str, after: datetime | None, most: int
    ) -> Sequence[tuple[str, Avatar]]:
        found = self._avatars(
            lambda one: one["follows"] == render_id and (after is None or one["waiting_since"] > after)
        )
        return sorted(found, key=lambda pair: str(pair[1].waiting_since))[:most]

    def due_jobs(self, now: datetime, most: int) -> Sequence[RenderJob]:
        due = [
            (path, data)
            for path, data in self._under("renders", 2)
            if data["schema_version"] <= render_job.SCHEMA_VERSION
            and data["due_at"]
            and data["due_at"] <= now
        ]
        due.sort(key=lambda found: (found[1]["due_at"], found[0]))
        return [RenderJob.from_document(path.split("/")[1], data) for path, data in due[:most]]

    def waiting_jobs(self, provider: str, most: int) -> Sequence[RenderJob]:
        found = [(data["turn_at"], path) for path, data in self._waiting() if data["waits_for"] == provider]
        return [
            RenderJob.from_document(path.split("/")[1], self._store.documents[path])
            for _, path in sorted(found)[:most]
        ]

    def any_waiting_job(self) -> bool:
        return any(True for _ in self._waiting())

    def count_waiting_jobs(self, provider: str, before: datetime) -> int:
        return sum(data["waits_for"] == provider and data["turn_at"] < before for _, data in self._waiting())

    def _waiting(self) -> Iterator[tuple[str, Data]]:
        return ((path, data) for path, data in self._under("renders", 2) if "waits_for" in data)

    def waiting_avatars(self, since: datetime, before: datetime, most: int) -> Sequence[tuple[str, Avatar]]:
        found = self._avatars(
            lambda a: a["waiting_since"] is not None and since < a["waiting_since"] <= before
        )
        return sorted(found, key=lambda pair: pair[1].waiting_since or before)[:most]

    def rendering_entries(self, before: datetime, most: int) -> Sequence[CacheEntry]:
        return self._entries(
            lambda e: e["rendering_since"] is not None and e["rendering_since"] <= before, "rendering_since"
        )[:most]

    def expired_entries(self, now: datetime, most: int) -> Sequence[CacheEntry]:
        return self._entries(lambda e: e["state"] == "ready" and e["reuse_until"] <= now, "reuse_until")[
            :most
        ]

    def looks_of_character(self, wished: Recipe, now: datetime, most: int) -> Sequence[CacheEntry]:
        return self._looks(wished, now, ("renderer", "style", "stage", "character"))[:most]

    def looks_of_stage(self, wished: Recipe, now: datetime, most: int) -> Sequence[CacheEntry]:
        return self._looks(wished, now, ("renderer", "style", "stage"))[:most]

    def references_of(self, uid: str, most: int) -> Sequence[str]:
        return [
            path.split("/")[3]
            for path, _ in self._under("users", 4)
            if path.startswith(f"users/{uid}/references/")
        ][:most]

    def due_erasures(self, now: datetime, most: int) -> Sequence[str]:
        found = [(data.get("due_at"), path.split("/")[1]) for path, data in self._under("erasures", 2)]
        return [uid for due_at, uid in sorted(one for one in found if one[0] is not None and one[0] <= now)][
            :most
        ]

    def erasure_of(self, task_id: str) -> str | None:
        named = [
            path.split("/")[1] for path, data in self._under("erasures", 2) if data.get("task_id") == task_id
        ]
        return named[0] if named else None

    def merges(self, before: datetime, most: int) -> Sequence[str]:
        found = [(data["called_at"], path.split("/")[1]) for path, data in self._under("merges", 2)]
        return [merge_id for called_at, merge_id in sorted(found) if called_at <= before][:most]

    def merges_of(self, uid: str, most: int) -> Sequence[str]:
        return [path.split("/")[1] for path, data in self._under("merges", 2) if uid in data["accounts"]][
            :most
        ]

    def due_exports(self, now: datetime, most: int) -> Sequence[str]:
        found = [(data["due_at"], path.split("/")[1]) for path, data in self._exports()]
        return [uid for due_at, uid in sorted(one for one in found if one[0] is not None) if due_at <= now][
            :most
        ]

    def export_of(self, export_id: str) -> str | None:
        named = [path.split("/")[1] for path, data in self._exports() if data["export_id"] == export_id]
        return named[0] if named else None

    def _exports(self) -> list[tuple[str, Data]]:
        return [(path, data) for path, data in self._under("users", 4) if path.split("/")[2] == "exports"]

    def share(self, share_id: str) -> tuple[str, Share] | None:
        named = [(uid, share) for uid, share in self._shares() if share.share_id == share_id]
        return named[0] if named else None

    def shares_of(self, uid: str, before: datetime | None, most: int) -> Sequence[Share]:
        found = [
            share
            for owner, share in self._shares()
            if owner == uid and (before is None or share.created_at < before)
        ]
        return sorted(found, key=lambda share: share.created_at, reverse=True)[:most]

    def _shares(self) -> list[tuple[str, Share]]:
        return [
            (path.split("/")[1], Share.from_document(data))
            for path, data in self._under("users", 4)
            if path.split("/")[2] == "shares"
        ]

    def renders_of(self, uid: str, most: int) -> Sequence[str]:
        return [path.split("/")[1] for path, data in self._under("renders", 2) if data["uid"] == uid][:most]

    def dead_letters_of(self, uid: str, most: int) -> Sequence[str]:
        told = sorted(
            (letter.document, letter_id)
            for letter_id, letter in self.dead_letters(len(self._store.documents))
        )
        below = (f"users/{uid}/", f"customers/{uid}/")
        return [letter_id for start in below for path, letter_id in told if path.startswith(start)][:most]

    def documents_below(self, path: str, most: int) -> Sequence[str]:
        below = [one.removeprefix(f"{path}/") for one in self._store.documents if one.startswith(f"{path}/")]
        found: list[str] = []
        for collection in sorted({one.partition("/")[0] for one in below}):
            within = [one.split("/") for one in below if one.partition("/")[0] == collection]
            stored = sorted(parts[1] for parts in within if len(parts) == 2)
            found += [f"{path}/{collection}/{name}" for name in stored][: most - len(found)]
            for missing in () if stored else sorted({parts[1] for parts in within}):
                found += self.documents_below(f"{path}/{collection}/{missing}", most - len(found))
        return found[:most]

    def due_nights(self, now: datetime, most: int) -> Sequence[str]:
        due = [(data["due_at"], path.split("/")[1]) for path, data in self._under("nights", 2)]
        return [uid for due_at, uid in sorted(due) if due_at <= now][:most]

    def dead_letters(self, most: int) -> Sequence[tuple[str, DeadLetter]]:
        letters = [
            (path.split("/")[1], DeadLetter.from_document(data))
            for path, data in self._under("dead_letters", 2)
        ]
        return sorted(letters, key=lambda letter: letter[1].at)[:most]

    def avatars_changed(self, uid: str, since: datetime, most: int) -> Sequence[Avatar]:
        found = self._avatars(lambda data: data["updated_at"] >= since)
        own = [avatar for owner, avatar in found if owner == uid]
        return sorted(own, key=lambda avatar: (avatar.updated_at, avatar.avatar_id))[:most]

    def reflections_of(
        self, uid: str, stage: EvolutionStage, style: StyleId | None, most: int
    ) -> Sequence[Avatar]:
        found = [
            avatar
            for avatar in self.avatars_of(uid, Status.COMPLETED, None, len(self._store.documents))
            if avatar.recipe.stage == stage and avatar.recipe.timeline is Timeline.CURRENT
        ]
        return [avatar for avatar in found if style in (None, avatar.recipe.style)][:most]

    def shows(self, image_path: str) -> bool:
        return any(self._avatars(lambda avatar: avatar["image_path"] == image_path))

    def own_with_image(self, uid: str, image_url: str, most: int) -> Sequence[Avatar]:
        found = self._avatars(lambda avatar: avatar["image_url"] == image_url)
        return [avatar for owner, avatar in found if owner == uid][:most]

    def avatars_showing(self, folder: str, most: int) -> Sequence[tuple[str, Avatar]]:
        found = list(self._avatars(lambda avatar: (avatar["image_path"] or "").startswith(f"{folder}/")))
        return sorted(found, key=lambda pair: pair[1].picture.image_path if pair[1].picture else "")[:most]

    def showing_after(
        self, folder: str, after: tuple[str, datetime] | None, most: int
    ) -> Sequence[tuple[str, Avatar]]:
        def place(pair: tuple[str, Avatar]) -> tuple[str, datetime]:
            return pair[1].picture.image_path if pair[1].picture else "", pair[1].created_at

        found = sorted(self.avatars_showing(folder, len(self._store.documents)), key=place)
        return [pair for pair in found if after is None or place(pair) > after][:most]

    def count_showing(self, folder: str, most: int) -> int:
        return len(self.avatars_showing(folder, most))

    def profiles_showing(self, folder: str, most: int) -> Sequence[str]:
        latest = [
            (data["latest"]["image_path"], path.split("/")[1])
            for path, data in self._under("users", 2)
            if data["latest"]
        ]
        return [uid for image_path, uid in sorted(latest) if image_path.startswith(f"{folder}/")][:most]

    def open_reviews(self, after: datetime | None, most: int) -> Sequence[Review]:
        waiting = [
            (data["awaiting_since"], path)
            for path, data in self._under("reviews", 2)
            if data["awaiting_since"] and (after is None or data["awaiting_since"] > after)
        ]
        return [self._review(path) for _, path in sorted(waiting)[:most]]

    def pending_reviews(self, most: int) -> Sequence[Review]:
        return [self._review(path) for path, data in self._under("reviews", 2) if data["pending"]][:most]

    def open_reports(self, review_id: str, most: int) -> Sequence[tuple[str, Report]]:
        return self._reports("open_review", review_id)[:most]

    def reports_on(self, review_id: str, most: int) -> Sequence[tuple[str, Report]]:
        return self._reports("review_id", review_id)[:most]

    def own_reviews(self, uid: str, most: int) -> Sequence[str]:
        shown = [
            (data["picture"]["image_path"], path.split("/")[1]) for path, data in self._under("reviews", 2)
        ]
        return [review_id for path, review_id in sorted(shown) if path.startswith(f"people/{uid}/")][:most]

    def reports_by(self, person: str, most: int) -> Sequence[tuple[str, Report]]:
        return self._reports("person", person)[:most]

    def reporters_of(self, review_id: str, restored: bool, most: int) -> Sequence[str]:
        field = "reports_restored" if restored else "reports_awaited"
        users = sorted(self._under("users", 2), key=lambda found: found[0])
        return [path.split("/")[1] for path, data in users if review_id in data.get(field, [])][:most]

    def _reports(self, field: str, value: str) -> list[tuple[str, Report]]:
        return [
            (path.split("/")[1], Report.from_document(data))
            for path, data in self._under("reports", 2)
            if data[field] == value
        ]

    def _review(self, path: str) -> Review:
        return Review.from_document(path.split("/")[1], self._store.documents[path])

    def ledger_of(self, person: str, most: int) -> Sequence[str]:
        return sorted(path for path, data in self._under("ledger", 2) if data["person"] == person)[:most]

    def grants_by(self, person: str, most: int) -> Sequence[str]:
        return sorted(path for path, data in self._under("ledger", 2) if data.get("by") == person)[:most]

    def audit_of(self, person: str, most: int) -> Sequence[str]:
        found = list(self._under("audit", 2))
        about = [path for path, data in found if data["person"] == person]
        return (about or [path for path, data in found if person in data.get("reporters", [])])[:most]

    def audit_by(self, uid: str, most: int) -> Sequence[str]:
        return [path for path, data in self._under("audit", 2) if data["by"] == uid][:most]

    def expired_variations(self, now: datetime, most: int) -> Sequence[tuple[str, Avatar]]:
        found = [
            (avatar.in_set.expires_at, uid, avatar)
            for uid, avatar in self._avatars(lambda one: "set" in one)
            if avatar.in_set is not None and avatar.in_set.expires_at is not None
        ]
        due = sorted((one for one in found if one[0] <= now), key=lambda one: (one[0], one[1]))
        return [(uid, avatar) for _, uid, avatar in due[:most]]

    def due_orphans(self, now: datetime, most: int) -> Sequence[tuple[str, Orphan]]:
        found = [
            (path, Orphan.from_document(data))
            for path, data in self._store.documents.items()
            if path.split("/")[-2] == "orphans"
        ]
        due = sorted((one for one in found if one[1].due_at <= now), key=lambda one: (one[1].due_at, one[0]))
        return due[:most]

    def due_upload_counts(self, now: datetime, most: int) -> Sequence[str]:
        due = [
            (data["recount_at"], path.split("/")[1])
            for path, data in self._under("users", 4)
            if "/uploads/" in path and data.get("recount_at") is not None
        ]
        return [uid for recount_at, uid in sorted(due) if recount_at <= now][:most]

    def expired_documents(self, collection: str, now: datetime, most: int) -> Sequence[str]:
        expired = [
            (data["expires_at"], path)
            for path, data in self._store.documents.items()
            if path.split("/")[-2] == collection and data.get("expires_at") and data["expires_at"] <= now
        ]
        return [path for _, path in sorted(expired)[:most]]

    def push_devices_of(self, uid: str, most: int) -> Sequence[PushDevice]:
        return [
            PushDevice.from_document(self._store.documents[f"push_tokens/{digest}"])
            for digest in self.push_tokens_of(uid, most)
        ]

    def push_tokens_of(self, uid: str, most: int) -> Sequence[str]:
        own = [path.split("/")[1] for path, data in self._under("push_tokens", 2) if data["uid"] == uid]
        return own[:most]

    def _looks(self, wished: Recipe, now: datetime, same: tuple[str, ...]) -> list[CacheEntry]:
        def fits(entry: Data) -> bool:
            usable = entry["state"] == "ready" and entry["reuse_until"] > now
            return usable and all(entry["recipe"][name] == getattr(wished, name) for name in same)

        return self._entries(fits, "reuse_until")[::-1]

    def _entries(self, fits: Callable[[Data], bool], order: str) -> list[CacheEntry]:
        found = [data for _, data in self._under("cache", 2) if fits(data)]
        found.sort(key=lambda data: data[order])
        return [CacheEntry.from_document(data) for data in found]

    def _avatars(self, fits: Callable[[Data], bool]) -> Iterator[tuple[str, Avatar]]:
        for path, data in self._under("users", 4):
            _, uid, collection, avatar_id = path.split("/")
            if collection == "avatars" and fits(data):
                yield uid, Avatar.from_document(avatar_id, data)

    def _under(self, collection: str, depth: int) -> Iterator[tuple[str, Data]]:
        """In the order of their paths; the data are the stored ones."""
        prefix, slashes = f"{collection}/", depth - 1
        stored = self._store.documents
        for path in sorted(path for path in stored if path.startswith(prefix) and path.count("/") == slashes):
            yield path, stored[path]

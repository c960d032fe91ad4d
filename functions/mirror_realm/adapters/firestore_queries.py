"""The Queries port on Cloud Firestore. Every index these need is in firestore.indexes.json."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from mirror_realm.adapters.firestore_albums import FirestoreAlbumQueries
from mirror_realm.adapters.firestore_reading import data_of, readable
from mirror_realm.domain import render_job
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.push_device import PushDevice
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.domain.report import Report, Review
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports import files
from mirror_realm.services.ports.bookkeeping import DeadLetter, Orphan

if TYPE_CHECKING:
    from google.cloud.firestore import Client, DocumentSnapshot

    from mirror_realm.domain.share import Share


class FirestoreQueries(FirestoreAlbumQueries):
    def __init__(self, client: "Client") -> None:
        self._client = client

    def followers(self, render_id: str, most: int) -> Sequence[tuple[str, Avatar]]:
        return self._avatars(FieldFilter("follows", "==", render_id), most=most)

    def followers_since(
        self, render_id: str, after: datetime | None, most: int
    ) -> Sequence[tuple[str, Avatar]]:
        since = after or datetime.min.replace(tzinfo=UTC)
        return self._avatars(
            FieldFilter("follows", "==", render_id),
            FieldFilter("waiting_since", ">", since),
            order="waiting_since",
            most=most,
        )

    def due_jobs(self, now: datetime, most: int) -> Sequence[RenderJob]:
        due = self._client.collection("renders").where(filter=FieldFilter("due_at", "<=", now))
        jobs = readable(due.order_by("due_at"), most, as_job)
        return [job for job in jobs if job is not None]

    def waiting_jobs(self, provider: str, most: int) -> Sequence[RenderJob]:
        waiting = self._client.collection("renders").where(filter=FieldFilter("waits_for", "==", provider))
        jobs = readable(waiting.order_by("turn_at"), most, as_job)
        return [job for job in jobs if job is not None]

    def any_waiting_job(self) -> bool:
        waiting = self._client.collection("renders").where(filter=FieldFilter("waits_for", ">", ""))
        return bool(_ids(waiting.select([]).limit(1)))

    def count_waiting_jobs(self, provider: str, before: datetime) -> int:
        waiting: Any = firestore.Query(self._client.collection("renders"))
        waiting = waiting.where(filter=FieldFilter("waits_for", "==", provider))
        earlier = waiting.where(filter=FieldFilter("turn_at", "<", before))
        return int(earlier.count().get()[0][0].value)

    def waiting_avatars(self, since: datetime, before: datetime, most: int) -> Sequence[tuple[str, Avatar]]:
        within = (FieldFilter("waiting_since", ">", since), FieldFilter("waiting_since", "<=", before))
        return self._avatars(*within, order="waiting_since", most=most)

    def rendering_entries(self, before: datetime, most: int) -> Sequence[CacheEntry]:
        rendering = self._cache(FieldFilter("rendering_since", "<=", before))
        return _entries(rendering.order_by("rendering_since"), most)

    def expired_entries(self, now: datetime, most: int) -> Sequence[CacheEntry]:
        ready = self._cache(
            FieldFilter("state", "==", CacheState.READY), FieldFilter("reuse_until", "<=", now)
        )
        return _entries(ready.order_by("reuse_until"), most)

    def looks_of_character(self, wished: Recipe, now: datetime, most: int) -> Sequence[CacheEntry]:
        same = FieldFilter("recipe.character", "==", wished.character)
        return _entries(self._looks(wished, now, same), most)

    def looks_of_stage(self, wished: Recipe, now: datetime, most: int) -> Sequence[CacheEntry]:
        return _entries(self._looks(wished, now), most)

    def references_of(self, uid: str, most: int) -> Sequence[str]:
        return _ids(self._client.collection(f"users/{uid}/references").select([]).limit(most))

    def due_erasures(self, now: datetime, most: int) -> Sequence[str]:
        due = self._client.collection("erasures").where(filter=FieldFilter("due_at", "<=", now))
        return _ids(due.order_by("due_at").limit(most))

    def erasure_of(self, task_id: str) -> str | None:
        named = self._client.collection("erasures").where(filter=FieldFilter("task_id", "==", task_id))
        return next(iter(_ids(named.select([]).limit(1))), None)

    def merges(self, before: datetime, most: int) -> Sequence[str]:
        silent = self._client.collection("merges").where(filter=FieldFilter("called_at", "<=", before))
        return _ids(silent.order_by("called_at").select([]).limit(most))

    def merges_of(self, uid: str, most: int) -> Sequence[str]:
        own = FieldFilter("accounts", "array_contains", uid)
        return _ids(self._client.collection("merges").where(filter=own).select([]).limit(most))

    def due_exports(self, now: datetime, most: int) -> Sequence[str]:
        due = self._client.collection_group("exports").where(filter=FieldFilter("due_at", "<=", now))
        found = due.order_by("due_at").select(["due_at"]).limit(most)
        return [snapshot.reference.parent.parent.id for snapshot in found.stream()]

    def export_of(self, export_id: str) -> str | None:
        named = self._client.collection_group("exports").where(
            filter=FieldFilter("export_id", "==", export_id)
        )
        found = named.select([]).limit(1).stream()
        return next((snapshot.reference.parent.parent.id for snapshot in found), None)

    def share(self, share_id: str) -> "tuple[str, Share] | None":
        from mirror_realm.domain.share import Share  # imported here: a hit needs none

        named = self._client.collection_group("shares").where(filter=FieldFilter("share_id", "==", share_id))
        found = readable(
            named, 1, lambda one: (one.reference.parent.parent.id, Share.from_document(data_of(one)))
        )
        return found[0] if found else None

    def shares_of(self, uid: str, before: datetime | None, most: int) -> "Sequence[Share]":
        from mirror_realm.domain.share import Share

        query = firestore.Query(self._client.collection(f"users/{uid}/shares"))
        if before is not None:
            query = query.where(filter=FieldFilter("created_at", "<", before))
        newest = query.order_by("created_at", direction=firestore.Query.DESCENDING)
        return readable(newest, most, lambda one: Share.from_document(data_of(one)))

    def renders_of(self, uid: str, most: int) -> Sequence[str]:
        own = self._client.collection("renders").where(filter=FieldFilter("uid", "==", uid))
        return _ids(own.select([]).limit(most))

    def dead_letters_of(self, uid: str, most: int) -> Sequence[str]:
        return (self._letters_below(f"users/{uid}", most) + self._letters_below(f"customers/{uid}", most))[
            :most
        ]

    def _letters_below(self, path: str, most: int) -> list[str]:
        # "0" follows "/" in ASCII, so `{path}0` is the end of the paths below it.
        letters = self._client.collection("dead_letters").where(
            filter=FieldFilter("document", ">=", f"{path}/")
        )
        return list(
            _ids(letters.where(filter=FieldFilter("document", "<", f"{path}0")).select([]).limit(most))
        )

    def documents_below(self, path: str, most: int) -> Sequence[str]:
        found: list[str] = []
        for collection in self._client.document(path).collections():
            stored = [one.reference.path for one in collection.select([]).limit(most - len(found)).stream()]
            # A missing document is in no query, but may have documents below it.
            missing = [] if stored else [one.path for one in collection.list_documents()]
            found += stored
            for parent in missing:
                found += self.documents_below(parent, most - len(found))
            if len(found) >= most:
                break
        return found

    def due_nights(self, now: datetime, most: int) -> Sequence[str]:
        due = self._client.collection("nights").where(filter=FieldFilter("due_at", "<=", now))
        return _ids(due.order_by("due_at").limit(most))

    def dead_letters(self, most: int) -> Sequence[tuple[str, DeadLetter]]:
        oldest = self._client.collection("dead_letters").order_by("at")
        return readable(oldest, most, lambda one: (one.id, DeadLetter.from_document(data_of(one))))

    def avatars_changed(self, uid: str, since: datetime, most: int) -> Sequence[Avatar]:
        own = firestore.Query(self._client.collection(f"users/{uid}/avatars"))
        changed = own.where(filter=FieldFilter("updated_at", ">=", since))
        return _avatars(changed.order_by("updated_at"), most)

    def reflections_of(
        self, uid: str, stage: EvolutionStage, style: StyleId | None, most: int
    ) -> Sequence[Avatar]:
        query = firestore.Query(self._client.collection(f"users/{uid}/avatars"))
        same = {"status": Status.COMPLETED, "evolution_stage": stage, "recipe.timeline": Timeline.CURRENT}
        for field, value in (same if style is None else {**same, "style": style}).items():
            query = query.where(filter=FieldFilter(field, "==", value))
        return _avatars(query.order_by("created_at", direction=firestore.Query.DESCENDING), most)

    def shows(self, image_path: str) -> bool:
        showing = self._client.collection_group("avatars").where(
            filter=FieldFilter("image_path", "==", image_path)
        )
        return bool(_ids(showing.select([]).limit(1)))

    def own_with_image(self, uid: str, image_url: str, most: int) -> Sequence[Avatar]:
        own = firestore.Query(self._client.collection(f"users/{uid}/avatars"))
        return _avatars(own.where(filter=FieldFilter("image_url", "==", image_url)), most)

    def avatars_showing(self, folder: str, most: int) -> Sequence[tuple[str, Avatar]]:
        return self._avatars(*_under("image_path", folder), order="image_path", most=most)

    def showing_after(
        self, folder: str, after: tuple[str, datetime] | None, most: int
    ) -> Sequence[tuple[str, Avatar]]:
        query: Any = self._client.collection_group("avatars")
        for condition in _under("image_path", folder):
            query = query.where(filter=condition)
        query = query.order_by("image_path").order_by("created_at")
        if after is not None:
            query = query.start_after({"image_path": after[0], "created_at": after[1]})
        return _owned(query, most)

    def count_showing(self, folder: str, most: int) -> int:
        """Count up to `most` avatars that show a file of a folder, at one read for each thousand."""
        query: Any = self._client.collection_group("avatars")
        for condition in _under("image_path", folder):
            query = query.where(filter=condition)
        return int(query.order_by("image_path").limit(most).count(alias="showing").get()[0][0].value)

    def profiles_showing(self, folder: str, most: int) -> Sequence[str]:
        query = firestore.Query(self._client.collection("users"))
        for condition in _under("latest.image_path", folder):
            query = query.where(filter=condition)
        return [
            snapshot.id for snapshot in query.order_by("latest.image_path").select([]).limit(most).stream()
        ]

    def open_reviews(self, after: datetime | None, most: int) -> Sequence[Review]:
        since = FieldFilter("awaiting_since", ">", after or datetime.min.replace(tzinfo=UTC))
        oldest = self._client.collection("reviews").where(filter=since).order_by("awaiting_since")
        return _reviews(oldest, most)

    def pending_reviews(self, most: int) -> Sequence[Review]:
        pending = self._client.collection("reviews").where(filter=FieldFilter("pending", "==", True))
        return _reviews(pending, most)

    def open_reports(self, review_id: str, most: int) -> Sequence[tuple[str, Report]]:
        return self._reports(FieldFilter("open_review", "==", review_id), most)

    def reports_on(self, review_id: str, most: int) -> Sequence[tuple[str, Report]]:
        return self._reports(FieldFilter("review_id", "==", review_id), most)

    def own_reviews(self, uid: str, most: int) -> Sequence[str]:
        own = self._client.collection("reviews").where(
            filter=FieldFilter("picture.image_path", ">=", files.below(files.of_person(uid)))
        )
        within = own.where(filter=FieldFilter("picture.image_path", "<", files.behind(files.of_person(uid))))
        return _ids(within.select([]).limit(most))

    def reports_by(self, person: str, most: int) -> Sequence[tuple[str, Report]]:
        return self._reports(FieldFilter("person", "==", person), most)

    def reporters_of(self, review_id: str, restored: bool, most: int) -> Sequence[str]:
        field = "reports_restored" if restored else "reports_awaited"
        reporters = self._client.collection("users").where(
            filter=FieldFilter(field, "array_contains", review_id)
        )
        return _ids(reporters.select([]).limit(most))

    def ledger_of(self, person: str, most: int) -> Sequence[str]:
        return self._entries("ledger", "person", person, most)

    def grants_by(self, person: str, most: int) -> Sequence[str]:
        return self._entries("ledger", "by", person, most)

    def audit_of(self, person: str, most: int) -> Sequence[str]:
        reported = self._client.collection("audit").where(
            filter=FieldFilter("reporters", "array_contains", person)
        )
        return self._entries("audit", "person", person, most) or [
            f"audit/{entry_id}" for entry_id in _ids(reported.select([]).limit(most))
        ]

    def audit_by(self, uid: str, most: int) -> Sequence[str]:
        return self._entries("audit", "by", uid, most)

    def _entries(self, collection: str, field: str, person: str, most: int) -> Sequence[str]:
        own = self._client.collection(collection).where(filter=FieldFilter(field, "==", person))
        return [f"{collection}/{entry_id}" for entry_id in _ids(own.select([]).limit(most))]

    def expired_variations(self, now: datetime, most: int) -> Sequence[tuple[str, Avatar]]:
        return self._avatars(FieldFilter("set.expires_at", "<=", now), order="set.expires_at", most=most)

    def due_orphans(self, now: datetime, most: int) -> Sequence[tuple[str, Orphan]]:
        due = self._client.collection_group("orphans").where(filter=FieldFilter("due_at", "<=", now))
        return readable(
            due.order_by("due_at"),
            most,
            lambda one: (one.reference.path, Orphan.from_document(data_of(one))),
        )

    def due_upload_counts(self, now: datetime, most: int) -> Sequence[str]:
        due = self._client.collection_group("uploads").where(filter=FieldFilter("recount_at", "<=", now))
        found = due.order_by("recount_at").select(["recount_at"]).limit(most)
        return [snapshot.reference.parent.parent.id for snapshot in found.stream()]

    def expired_documents(self, collection: str, now: datetime, most: int) -> Sequence[str]:
        expired = self._client.collection_group(collection).where(filter=FieldFilter("expires_at", "<=", now))
        paths = expired.order_by("expires_at").select(["expires_at"]).limit(most)
        return [snapshot.reference.path for snapshot in paths.stream()]

    def push_devices_of(self, uid: str, most: int) -> Sequence[PushDevice]:
        return readable(self._push_tokens(uid), most, lambda one: PushDevice.from_document(data_of(one)))

    def push_tokens_of(self, uid: str, most: int) -> Sequence[str]:
        return _ids(self._push_tokens(uid).select([]).limit(most))

    def _push_tokens(self, uid: str) -> "firestore.Query":
        return firestore.Query(self._client.collection("push_tokens")).where(
            filter=FieldFilter("uid", "==", uid)
        )

    def _reports(self, which: FieldFilter, most: int) -> Sequence[tuple[str, Report]]:
        found = firestore.Query(self._client.collection("reports")).where(filter=which)
        return readable(found, most, lambda one: (one.id, Report.from_document(data_of(one))))

    def _cache(self, *filters: FieldFilter) -> "firestore.Query":
        query = firestore.Query(self._client.collection("cache"))
        for condition in filters:
            query = query.where(filter=condition)
        return query

    def _looks(self, wished: Recipe, now: datetime, *filters: FieldFilter) -> "firestore.Query":
        return self._cache(
            FieldFilter("state", "==", CacheState.READY),
            FieldFilter("recipe.renderer", "==", wished.renderer),
            FieldFilter("recipe.style", "==", wished.style),
            FieldFilter("recipe.stage", "==", wished.stage),
            *filters,
            FieldFilter("reuse_until", ">", now),
        ).order_by("reuse_until", direction=firestore.Query.DESCENDING)

    def _avatars(
        self, *filters: FieldFilter, order: str | None = None, most: int
    ) -> Sequence[tuple[str, Avatar]]:
        query: Any = self._client.collection_group("avatars")
        for condition in filters:
            query = query.where(filter=condition)
        if order is not None:
            query = query.order_by(order)
        return _owned(query, most)


def _owned(query: Any, most: int) -> Sequence[tuple[str, Avatar]]:
    """Return avatars with their owners."""
    return readable(
        query,
        most,
        lambda one: (one.reference.parent.parent.id, Avatar.from_document(one.id, data_of(one))),
    )


def _ids(query: "firestore.Query") -> Sequence[str]:
    return [snapshot.id for snapshot in query.stream()]


def _under(field: str, folder: str) -> tuple[FieldFilter, FieldFilter]:
    """Return the filters for paths in a folder and below it."""
    return FieldFilter(field, ">", files.below(folder)), FieldFilter(field, "<", files.behind(folder))


def _reviews(query: "firestore.Query", most: int) -> Sequence[Review]:
    return readable(query, most, lambda one: Review.from_document(one.id, data_of(one)))


def _avatars(query: "firestore.Query", most: int) -> Sequence[Avatar]:
    return readable(query, most, lambda one: Avatar.from_document(one.id, data_of(one)))


def _entries(query: "firestore.Query", most: int) -> Sequence[CacheEntry]:
    return readable(query, most, lambda one: CacheEntry.from_document(data_of(one)))


def as_job(snapshot: "DocumentSnapshot[Any]") -> RenderJob | None:
    """Return the job; None for a job of a newer deployment."""
    data = data_of(snapshot)
    newer = data["schema_version"] > render_job.SCHEMA_VERSION
    return None if newer else RenderJob.from_document(snapshot.id, data)

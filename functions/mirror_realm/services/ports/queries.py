"""The port to database queries: what is found by other than its path. Outside transactions, without locks.

Whatever is found is read again in the transaction that acts on it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.domain.report import Report, Review
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.bookkeeping import DeadLetter, Orphan


class Queries(Protocol):
    def followers(self, render_id: str, most: int) -> Sequence[tuple[str, Avatar]]:
        """Some avatars, each with its owner's uid, that still wait behind this job; empty when none do."""

    def due_jobs(self, now: datetime, most: int) -> Sequence[RenderJob]:
        """Live jobs whose lease ran out or that never started, the longest overdue first; none of a newer schema."""

    def waiting_avatars(self, since: datetime, before: datetime, most: int) -> Sequence[tuple[str, Avatar]]:
        """Avatars, with their owners, under way and last queued within this time, the longest waiting first."""

    def rendering_entries(self, before: datetime, most: int) -> Sequence[CacheEntry]:
        """Cache entries that have been rendering since before this time, the oldest first."""

    def expired_entries(self, now: datetime, most: int) -> Sequence[CacheEntry]:
        """Ready cache entries past their reuse date, the oldest first."""

    def looks_of_character(self, wished: Recipe, now: datetime, most: int) -> Sequence[CacheEntry]:
        """Usable entries of the wish's renderer, style, stage and character, the newest first."""

    def looks_of_stage(self, wished: Recipe, now: datetime, most: int) -> Sequence[CacheEntry]:
        """Usable entries of the wish's renderer, style and stage, the newest first."""

    def references_of(self, uid: str, most: int) -> Sequence[str]:
        """Ids of some of what is remembered of a person's photos; empty when nothing is."""

    def due_erasures(self, now: datetime, most: int) -> Sequence[str]:
        """Uids of people at whose erasure somebody has to work by now, the longest overdue first."""

    def renders_of(self, uid: str, most: int) -> Sequence[str]:
        """Ids of some of a person's render jobs, of whatever schema; empty when there are none."""

    def dead_letters_of(self, uid: str, most: int) -> Sequence[str]:
        """Ids of some of the dead letters that tell of a person's documents; empty when none does."""

    def documents_below(self, path: str, most: int) -> Sequence[str]:
        """Paths of some documents anywhere below a document, which itself need not exist; empty when none is."""

    def due_nights(self, now: datetime, most: int) -> Sequence[str]:
        """Uids of people whose progress is to be looked at by now, the longest overdue first."""

    def dead_letters(self, most: int) -> Sequence[tuple[str, DeadLetter]]:
        """Dead letters with their ids, the oldest first."""

    def avatars_of(
        self, uid: str, status: Status | None, before: datetime | None, most: int
    ) -> Sequence[Avatar]:
        """A person's avatars created before a moment, of one status or any, the newest first."""

    def reflections_of(
        self, uid: str, stage: EvolutionStage, style: StyleId | None, most: int
    ) -> Sequence[Avatar]:
        """A person's completed avatars of one stage in the current timeline, of one style or any, the newest first."""

    def shows(self, image_path: str) -> bool:
        """Whether any avatar shows this picture."""

    def own_with_image(self, uid: str, image_url: str, most: int) -> Sequence[Avatar]:
        """A person's avatars that show this link, be it of their picture or meanwhile."""

    def avatars_showing(self, folder: str, most: int) -> Sequence[tuple[str, Avatar]]:
        """Avatars, with their owners, whose picture's file is somewhere under this folder."""

    def count_showing(self, folder: str, most: int) -> int:
        """How many avatars' picture's file is somewhere under this folder; counted up to `most`."""

    def profiles_showing(self, folder: str, most: int) -> Sequence[str]:
        """Uids of people whose latest picture's file is somewhere under this folder."""

    def open_reviews(self, after: datetime | None, most: int) -> Sequence[Review]:
        """Reviews that have awaited a decision since later than a moment, or all; the longest waiting first."""

    def pending_reviews(self, most: int) -> Sequence[Review]:
        """Reviews whose state asks for something that is not done yet."""

    def open_reports(self, review_id: str, most: int) -> Sequence[tuple[str, Report]]:
        """Undecided reports of a review, with their ids."""

    def own_reviews(self, uid: str, most: int) -> Sequence[str]:
        """Ids of some of the reviews of a person's own personal pictures; empty when there are none."""

    def reports_by(self, person: str, most: int) -> Sequence[tuple[str, Report]]:
        """Reports of a person, known by their pseudonym, with their ids."""

    def reporters_of(self, review_id: str, restored: bool, most: int) -> Sequence[str]:
        """Return uids of users in whose profile this review stands as one that awaits a decision, or as restored."""

    def ledger_of(self, person: str, most: int) -> Sequence[str]:
        """Return paths of some ledger entries of a person, known by their pseudonym; empty when there are none."""

    def grants_by(self, person: str, most: int) -> Sequence[str]:
        """Return paths of some ledger entries of credits that an administrator, known by their pseudonym, has given."""

    def due_orphans(self, now: datetime, most: int) -> Sequence[tuple[str, Orphan]]:
        """Return recorded orphans that are due by now, with the paths of their records, the longest due first."""

    def due_upload_counts(self, now: datetime, most: int) -> Sequence[str]:
        """Return uids of users whose folder of uploads is to be listed anew by now, the longest due first."""

    def expired_documents(self, collection: str, now: datetime, most: int) -> Sequence[str]:
        """Paths of documents of a collection group past their `expires_at`, the oldest first."""

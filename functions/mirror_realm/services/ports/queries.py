"""The port to database queries, which find documents other than by path. They are outside transactions, without locks.

Documents found are read again in the transaction that acts on them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.push_device import PushDevice
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.domain.report import Report, Review
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.albums import AlbumQueries
from mirror_realm.services.ports.bookkeeping import DeadLetter, Orphan

if TYPE_CHECKING:
    from mirror_realm.domain.share import Share


class Queries(AlbumQueries, Protocol):
    def followers(self, render_id: str, most: int) -> Sequence[tuple[str, Avatar]]:
        """Return some avatars, with their owners' uids, that still wait for this job; empty when none do."""

    def followers_since(
        self, render_id: str, after: datetime | None, most: int
    ) -> Sequence[tuple[str, Avatar]]:
        """Return avatars, with their owners, that have waited for this job since after a moment, the longest first."""

    def due_jobs(self, now: datetime, most: int) -> Sequence[RenderJob]:
        """Return open jobs whose lease ran out or that never started, longest overdue first; none of a newer schema."""

    def waiting_jobs(self, provider: str, most: int) -> Sequence[RenderJob]:
        """Return jobs that wait for this provider's pace, in the order of their turns; none of a newer schema."""

    def any_waiting_job(self) -> bool:
        """Return whether any job waits for a provider's pace."""

    def count_waiting_jobs(self, provider: str, before: datetime) -> int:
        """Return the number of jobs that wait for this provider with a turn before this time, without reading them."""

    def waiting_avatars(self, since: datetime, before: datetime, most: int) -> Sequence[tuple[str, Avatar]]:
        """Return unfinished avatars, with their owners, last queued within this time, the longest waiting first."""

    def rendering_entries(self, before: datetime, most: int) -> Sequence[CacheEntry]:
        """Return cache entries that have been rendering since before this time, oldest first."""

    def expired_entries(self, now: datetime, most: int) -> Sequence[CacheEntry]:
        """Return ready cache entries past their reuse date, oldest first."""

    def looks_of_character(self, wished: Recipe, now: datetime, most: int) -> Sequence[CacheEntry]:
        """Return usable entries of the wish's renderer, style, stage and character, newest first."""

    def looks_of_stage(self, wished: Recipe, now: datetime, most: int) -> Sequence[CacheEntry]:
        """Return usable entries of the wish's renderer, style and stage, newest first."""

    def references_of(self, uid: str, most: int) -> Sequence[str]:
        """Return the ids of some records of a user's photos; empty when there are none."""

    def due_erasures(self, now: datetime, most: int) -> Sequence[str]:
        """Return the uids of erasures that are due by now, the longest overdue first."""

    def erasure_of(self, task_id: str) -> str | None:
        """Return the uid of the erasure that has this name for its tasks; None if there is none."""

    def merges(self, before: datetime, most: int) -> Sequence[str]:
        """Return the ids of merges under way whose last call was by this time, the oldest first."""

    def merges_of(self, uid: str, most: int) -> Sequence[str]:
        """Return the ids of some merges from or into a user's account; empty when there are none."""

    def due_exports(self, now: datetime, most: int) -> Sequence[str]:
        """Return the uids of users whose export is due by now, the longest overdue first."""

    def export_of(self, export_id: str) -> str | None:
        """Return the uid of the user whose export this is; None if there is none."""

    def share(self, share_id: str) -> "tuple[str, Share] | None":
        """Return the share of this id with its owner's uid; None if there is none that can be read."""

    def shares_of(self, uid: str, before: datetime | None, most: int) -> "Sequence[Share]":
        """Return a user's shares made before a moment, or all; newest first."""

    def renders_of(self, uid: str, most: int) -> Sequence[str]:
        """Return the ids of some of a user's render jobs, of any schema; empty when there are none."""

    def dead_letters_of(self, uid: str, most: int) -> Sequence[str]:
        """Return the ids of some dead letters about a user's documents; empty when there are none."""

    def documents_below(self, path: str, most: int) -> Sequence[str]:
        """Return the paths of some documents anywhere below a document, which need not exist; empty when none exist."""

    def due_nights(self, now: datetime, most: int) -> Sequence[str]:
        """Return the uids of nights that are due by now, the longest overdue first."""

    def dead_letters(self, most: int) -> Sequence[tuple[str, DeadLetter]]:
        """Return dead letters with their ids, oldest first."""

    def avatars_changed(self, uid: str, since: datetime, most: int) -> Sequence[Avatar]:
        """Return a user's avatars that were updated at a moment or since, the first updated first."""

    def reflections_of(
        self, uid: str, stage: EvolutionStage, style: StyleId | None, most: int
    ) -> Sequence[Avatar]:
        """Return a user's completed avatars of a stage in the current timeline, of one style or any, newest first."""

    def shows(self, image_path: str) -> bool:
        """Return whether any avatar shows this picture."""

    def own_with_image(self, uid: str, image_url: str, most: int) -> Sequence[Avatar]:
        """Return a user's avatars that show this link, of their own picture or until it is made."""

    def avatars_showing(self, folder: str, most: int) -> Sequence[tuple[str, Avatar]]:
        """Return avatars, with their owners, whose picture's file is under this folder."""

    def showing_after(
        self, folder: str, after: tuple[str, datetime] | None, most: int
    ) -> Sequence[tuple[str, Avatar]]:
        """Return avatars as `avatars_showing` does, by picture and then by the time of their creation.

        after: the picture's file, and the time of creation, of the last one before; None for the first.
        """

    def count_showing(self, folder: str, most: int) -> int:
        """Return the number of avatars whose picture's file is under this folder, counted up to `most`."""

    def profiles_showing(self, folder: str, most: int) -> Sequence[str]:
        """Return the uids of users whose latest picture's file is under this folder."""

    def open_reviews(self, after: datetime | None, most: int) -> Sequence[Review]:
        """Return reviews that have awaited a decision since after a moment, or all; the longest waiting first."""

    def pending_reviews(self, most: int) -> Sequence[Review]:
        """Return reviews whose decision is not carried out yet."""

    def open_reports(self, review_id: str, most: int) -> Sequence[tuple[str, Report]]:
        """Return undecided reports of a review, with their ids."""

    def own_reviews(self, uid: str, most: int) -> Sequence[str]:
        """Return the ids of some reviews of a user's own personal pictures; empty when there are none."""

    def reports_on(self, review_id: str, most: int) -> Sequence[tuple[str, Report]]:
        """Return reports of a review, decided or not, with their ids."""

    def reports_by(self, person: str, most: int) -> Sequence[tuple[str, Report]]:
        """Return the reports of a user, given by pseudonym, with their ids."""

    def reporters_of(self, review_id: str, restored: bool, most: int) -> Sequence[str]:
        """Return uids of users in whose profile this review stands as one that awaits a decision, or as restored."""

    def ledger_of(self, person: str, most: int) -> Sequence[str]:
        """Return the paths of some ledger entries of a user, given by pseudonym; empty when there are none."""

    def grants_by(self, person: str, most: int) -> Sequence[str]:
        """Return paths of some ledger entries of credits that an administrator, known by their pseudonym, has given."""

    def audit_of(self, person: str, most: int) -> Sequence[str]:
        """Return the paths of some audit entries about a user, given by pseudonym, or about what they reported."""

    def audit_by(self, uid: str, most: int) -> Sequence[str]:
        """Return the paths of some audit entries of an administrator's acts; empty when there are none."""

    def expired_variations(self, now: datetime, most: int) -> Sequence[tuple[str, Avatar]]:
        """Return avatars of sets whose time is over, with their owners, the longest over first."""

    def due_orphans(self, now: datetime, most: int) -> Sequence[tuple[str, Orphan]]:
        """Return orphans that are due by now, with the paths of their records, the longest due first."""

    def due_upload_counts(self, now: datetime, most: int) -> Sequence[str]:
        """Return the uids of users whose folder of uploads is due to be listed again, the longest due first."""

    def expired_documents(self, collection: str, now: datetime, most: int) -> Sequence[str]:
        """Return the paths of documents of a collection group past their `expires_at`, oldest first."""

    def push_devices_of(self, uid: str, most: int) -> Sequence[PushDevice]:
        """Return some devices of a user; empty when there are none."""

    def push_tokens_of(self, uid: str, most: int) -> Sequence[str]:
        """Return the digests of some tokens of a user, also of damaged documents; empty when there are none."""

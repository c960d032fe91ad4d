"""Reviews: administrators decide about reported pictures, which are restored or taken down for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mirror_realm import events
from mirror_realm.domain.audit import MOST_REPORTERS, Deed
from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.domain.report import Decision, Report, Review, ReviewState
from mirror_realm.errors import InvalidRequest, NotFound
from mirror_realm.services.auditing import Auditing, Entered
from mirror_realm.services.moderation.report import forgotten
from mirror_realm.services.moderation.takedown import Takedown
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.pictures import PictureStore
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.store import Store, Transaction

NOTES = 10
"""The most notes of one review."""

MOST_COUNTED = 1000
"""The avatars that show a picture are counted up to here: one read."""

MOST_UNDER_WAY = 50

SIDE = 512
"""The side, in pixels, of a personal picture as it is shown to administrators."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with the notes of its reporters."""

    review: Review
    notes: Sequence[str]
    personal: bool
    jpeg: bytes | None
    """The file of a personal picture, whose link would name its owner; None if deleted. Shared ones have links."""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    reviews: Sequence[Reviewed]
    after: datetime | None
    """The start of the next page; None on the last."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    store: Store
    queries: Queries
    pictures: PictureStore
    takedown: Takedown
    auditing: Auditing
    runtime: Runtime

    def page(self, after: datetime | None, most: int) -> ReviewPage:
        """Return the reviews that await a decision, the longest waiting first."""
        found = self.queries.open_reviews(after, most + 1)
        shown = found[:most]
        more = len(found) > most
        return ReviewPage(
            [self._reviewed(review) for review in shown], shown[-1].awaiting_since if more else None
        )

    def decide(self, review_id: str, decision: Decision, deed: Deed | None = None) -> tuple[Review, bool]:
        """Decide a review; return it, and whether its effects are complete. The reaper completes the rest.

        deed: the administrator's act, for the audit. A decision that is made already is an act only if it has a key.

        A restored picture may be used again, but not for its reporters. A taken-down one is never rendered again, no
        avatar shows it, and its files are deleted. It is safe to repeat. Raises NotFound, and InvalidRequest for the
        restoration of a taken-down picture, or a key that was used for another act.
        """

        found = self.queries.reports_on(review_id, MOST_REPORTERS) if deed is not None else ()
        reports = [documents.report(report_id) for report_id, _ in found]

        def work(transaction: Transaction) -> tuple[Review, bool]:
            now, ref = self.runtime.now(), documents.review(review_id)
            review = transaction.read(ref)
            if review is None:
                raise NotFound("there is no such review")
            look = files.look_of(review.picture.image_path)
            entry = transaction.read(documents.cache_entry(look)) if look is not None else None
            entered = self._entered(transaction, deed, review, reports) if deed is not None else None
            wanted = ReviewState.RESTORED if decision is Decision.RESTORE else ReviewState.TAKEN_DOWN
            if entered is not None and entered.again:
                return review, False
            if review.state is wanted:
                if entered is not None and entered.entry.key is not None:
                    entered.write(transaction)
                return review, False
            if review.state is ReviewState.TAKEN_DOWN:
                raise InvalidRequest({"decision": "it was taken down, for ever"})
            decided = review.decide(decision, now)
            transaction.put(ref, decided)
            if entered is not None:
                entered.write(transaction)
            if look is not None:
                moved = _decided(entry, review, decision, now)
                if moved is not None:
                    transaction.put(documents.cache_entry(look), moved)
            return decided, True

        review, new = self.store.transact(work)
        if new:
            events.review_decided(review_id, decision)
        return review, self.takedown.run(review_id)

    def _entered(
        self, transaction: Transaction, deed: Deed, review: Review, reports: Sequence[Ref[Report]]
    ) -> Entered:
        """Return the entry of a decision: about the owner of a personal picture, with the reporters of a shared one."""
        uid = files.user_of(review.picture.image_path)
        found = transaction.read_all(reports) if uid is None and reports else ()
        names = tuple(sorted({report.person for report in found if report is not None}))
        return self.auditing.find_about(transaction, deed, uid, subject=review.review_id, reporters=names)

    def shown_by(self, review: Review) -> int:
        """Return how many avatars show the picture, up to `MOST_COUNTED`."""
        return self.queries.count_showing(files.of_review(review), MOST_COUNTED)

    def under_way(self) -> Sequence[Review]:
        """Return reviews whose decision is still being carried out."""
        return self.queries.pending_reviews(MOST_UNDER_WAY)

    def _reviewed(self, review: Review) -> Reviewed:
        notes = [
            report.note for _, report in self.queries.open_reports(review.review_id, NOTES) if report.note
        ]
        personal = files.look_of(review.picture.image_path) is None
        return Reviewed(review, notes, personal, self._jpeg(review) if personal else None)

    def _jpeg(self, review: Review) -> bytes | None:
        try:
            return self.pictures.read(files.picture(files.of_review(review), SIDE))
        except NotFound:  # its owner has deleted it
            return None


def _decided(
    entry: CacheEntry | None, review: Review, decision: Decision, now: datetime
) -> CacheEntry | None:
    """Return the cache entry after a decision; None if it does not change."""
    if decision is Decision.RESTORE:
        return entry.restore(now) if entry is not None and entry.state is CacheState.HIDDEN else None
    if entry is None and review.recipe is not None:
        entry = forgotten(review.recipe, review.picture.image_path, now)
    return entry.take_down(now) if entry is not None else None

"""Reviewing: administrators look at what was reported and decide: restored, or taken down for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mirror_realm import events
from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.domain.report import Decision, Review, ReviewState
from mirror_realm.errors import InvalidRequest, NotFound
from mirror_realm.services.moderation.report import forgotten
from mirror_realm.services.moderation.takedown import Withdrawing
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.pictures import PictureStore
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.store import Store, Transaction

NOTES = 10
"""Of one review."""

SIDE = 512
"""Pixels a side of a personal picture as it is shown to administrators."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with what its reporters said."""

    review: Review
    notes: Sequence[str]
    personal: bool
    jpeg: bytes | None
    """Of a personal picture, whose link would name its person; None where the file is gone. Shared ones have links."""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    reviews: Sequence[Reviewed]
    after: datetime | None
    """From where to go on; None: these were the last."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    store: Store
    queries: Queries
    pictures: PictureStore
    withdrawing: Withdrawing
    ambient: Ambient

    def page(self, after: datetime | None, most: int) -> ReviewPage:
        """What awaits a decision, the longest waiting first."""
        found = self.queries.open_reviews(after, most + 1)
        shown = found[:most]
        more = len(found) > most
        return ReviewPage(
            [self._reviewed(review) for review in shown], shown[-1].awaiting_since if more else None
        )

    def decide(self, review_id: str, decision: Decision) -> tuple[Review, bool]:
        """The review as decided, and whether all that follows is done; the rest is the reaper's. Safe to repeat.

        Restored, a look may be handed out again, but not to those who reported it. Taken down, it is never rendered
        again, nobody shows it, and its files are deleted. Raises NotFound, and InvalidRequest for a restoration of
        what was taken down.
        """

        def work(transaction: Transaction) -> tuple[Review, bool]:
            now, ref = self.ambient.now(), documents.review(review_id)
            review = transaction.read(ref)
            if review is None:
                raise NotFound("there is no such review")
            look = files.look_of(review.picture.image_path)
            entry = transaction.read(documents.cache_entry(look)) if look is not None else None
            wanted = ReviewState.RESTORED if decision is Decision.RESTORE else ReviewState.TAKEN_DOWN
            if review.state is wanted:
                return review, False
            if review.state is ReviewState.TAKEN_DOWN:
                raise InvalidRequest({"decision": "it was taken down, for ever"})
            decided = review.decide(decision, now)
            transaction.put(ref, decided)
            if look is not None:
                moved = _decided(entry, review, decision, now)
                if moved is not None:
                    transaction.put(documents.cache_entry(look), moved)
            return decided, True

        review, new = self.store.transact(work)
        if new:
            events.review_decided(review_id, decision)
        return review, self.withdrawing.run(review_id)

    def _reviewed(self, review: Review) -> Reviewed:
        notes = [
            report.note for _, report in self.queries.open_reports(review.review_id, NOTES) if report.note
        ]
        personal = files.look_of(review.picture.image_path) is None
        return Reviewed(review, notes, personal, self._jpeg(review) if personal else None)

    def _jpeg(self, review: Review) -> bytes | None:
        try:
            return self.pictures.read(files.picture(files.of_review(review), SIDE))
        except NotFound:  # its person has deleted it
            return None


def _decided(
    entry: CacheEntry | None, review: Review, decision: Decision, now: datetime
) -> CacheEntry | None:
    """What becomes of the look's entry; None: nothing."""
    if decision is Decision.RESTORE:
        return entry.restore(now) if entry is not None and entry.state is CacheState.HIDDEN else None
    if entry is None and review.recipe is not None:
        entry = forgotten(review.recipe, review.picture.image_path, now)
    return entry.take_down(now) if entry is not None else None

"""Reports: a user reports a picture that should not be shown, and administrators decide.

A report is by one user, about one shared picture (or one personal picture), and hides the picture from that user at
once. The review collects the reports of a picture:

    (none) ──report──> open ──enough counted reports──> hidden     only a shared one; three, or more if widely shown
    open, hidden, restored ──restore──> restored
    open, hidden, restored ──take down──> taken_down               for ever
    restored ──report of another picture of it──> open             the count begins again

A report of the same picture that was restored hides it from its reporter and changes nothing else.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from mirror_realm.domain.avatar import Picture
from mirror_realm.domain.codec import Document, DocumentWithId, OmittedAtDefault, derived
from mirror_realm.domain.recipe import Recipe

HIDE_AFTER = 3
"""Reports by different users that hide a shared picture. Only those of established accounts count, because other
accounts can be created in any number."""

MOST_TO_HIDE = 6
"""The most reports needed, however many users have the picture."""

COUNTED_A_DAY = 5
"""Reports of one user that count on one day; the others hide the picture from that user alone."""

AWAITED_AT_MOST = 50
"""Undecided reports of one user that count; further ones hide the picture from that user alone."""

WIDELY = 10
"""The number of owners of a picture from which on more reports are needed to hide it."""


class Weight(IntEnum):
    """The weight of a report toward hiding a picture, in halves."""

    NOTHING = 0
    HALF = 1
    WHOLE = 2


def weight_after(restored: int) -> Weight:
    """Return the weight of a reporter's next report, after this many of their reports ended in a restoration."""
    return (Weight.WHOLE, Weight.HALF, Weight.NOTHING)[min(restored, 2)]


def reports_to_hide(owners: int) -> int:
    """Return how many reports hide a picture that this many verified users have: one more for each factor of ten."""
    needed, owners = HIDE_AFTER, owners // WIDELY
    while owners >= 10 and needed < MOST_TO_HIDE:
        needed, owners = needed + 1, owners // 10
    return needed


def reports_by_sample(owners: int, verified: int, sample: int) -> int:
    """Return how many reports hide a picture, from the number of verified owners in a sample.

    The result is an estimate. If at least a tenth of the owners are verified, it differs by at most one report in 999
    of 1000 cases. It is always between `HIDE_AFTER` and `MOST_TO_HIDE`.
    """
    return reports_to_hide(owners * verified // sample)


LONGEST_NOTE = 1000
"""UTF-16 code units, as security rules count: room for 500 emoji, which calls have always taken."""

KEEP_DECIDED = timedelta(days=180)
"""Much longer than any picture is reused: until then its reporters do not get it."""


class Reason(StrEnum):
    NOT_ME = "not_me"
    LOOKS_WRONG = "looks_wrong"
    OFFENSIVE = "offensive"
    SEXUAL = "sexual"
    VIOLENT = "violent"
    REAL_PERSON = "looks_like_a_real_person"
    OTHER = "other"


class Decision(StrEnum):
    RESTORE = "restore"
    TAKE_DOWN = "take_down"


class ReviewState(StrEnum):
    OPEN = "open"
    HIDDEN = "hidden"
    RESTORED = "restored"
    TAKEN_DOWN = "taken_down"


AWAITED = (ReviewState.OPEN, ReviewState.HIDDEN)
"""The states in which an administrator has to decide."""


def report_id_of(person: str, review_id: str) -> str:
    """Return the id of a user's report on a review, so that each user has one.

    person: the user's pseudonym.
    """
    return hashlib.sha256(f"{person}\n{review_id}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Report(Document):
    """`reports/{id}`. It is deleted some time after the decision.

    A user's reports are found by `person`, the user's pseudonym. The paths of a `personal` one contain the uid, so an
    erasure deletes it together with its review.
    """

    person: str
    """The user's pseudonym, as in the ledger."""
    review_id: str
    personal: bool
    image_path: str
    """The path of the reported picture; of a shared one, the one reported last."""
    reason: Reason
    note: str
    counted: bool
    created_at: datetime
    decided_at: datetime | None = None

    def close(self, now: datetime) -> "Report":
        return replace(self, decided_at=self.decided_at or now)

    @derived
    def open_review(self) -> str | None:
        """Return the review id until it is decided, by which the decision finds the reports to close."""
        return self.review_id if self.decided_at is None else None

    @derived
    def expires_at(self) -> datetime | None:
        """Return the time after which the document may be deleted; None until the review is decided."""
        return self.decided_at + KEEP_DECIDED if self.decided_at else None


@dataclass(frozen=True, slots=True)
class Review(DocumentWithId):
    """`reviews/{review_id}`: the subject of an administrator's decision.

    It is deleted some time after the decision. The cache entry of a shared picture keeps a takedown for ever.
    """

    review_id: str
    picture: Picture
    """The picture reported last."""
    recipe: Recipe | None
    """The recipe of the picture; None if its cache entry was deleted and the avatar shows it as a fallback."""
    created_at: datetime
    updated_at: datetime
    state: ReviewState = ReviewState.OPEN
    reports: int = 0
    counted: int = 0
    """The number of these that count toward hiding it."""
    halves: OmittedAtDefault[int] = 0
    """The number of the counted ones that weigh half."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    restored_path: str | None = None
    """The path of the picture that an administrator restored."""
    pending: bool = False
    """Whether work that its state requires is not done yet; the reaper continues it."""
    awaiting_since: datetime | None = None
    decided_at: datetime | None = None
    fan_out_round: OmittedAtDefault[int] = 0
    """The round of the tasks that carry it out."""

    def report(
        self, picture: Picture, reason: Reason, now: datetime, *, weight: Weight, hide_after: int | None
    ) -> "Review":
        """Return the review with the first report of one more user.

        hide_after: the number of reports of full weight that hide the picture; None if it is not shared, and no number
            hides it.
        """
        if not self.takes(picture):
            return self
        known = self if self.state in AWAITED else replace(self, reports=0, counted=0, halves=0, reasons={})
        counted, halves = known.counted + (weight > 0), known.halves + (weight is Weight.HALF)
        enough = known.state is ReviewState.HIDDEN or (
            hide_after is not None
            and weight > 0
            and Weight.WHOLE * counted - halves >= Weight.WHOLE * hide_after
        )
        hides = enough and known.state is not ReviewState.HIDDEN
        return replace(
            known,
            picture=picture,
            state=ReviewState.HIDDEN if enough else ReviewState.OPEN,
            reports=known.reports + 1,
            counted=counted,
            halves=halves,
            reasons={**known.reasons, reason: known.reasons.get(reason, 0) + 1},
            pending=known.pending or hides,
            fan_out_round=self.fan_out_round + hides,
            awaiting_since=known.awaiting_since or now,
            decided_at=None,
            updated_at=now,
        )

    def takes(self, picture: Picture) -> bool:
        """Return whether a report of this picture changes the review."""
        if self.state is ReviewState.RESTORED:
            return picture.image_path != self.restored_path
        return self.state in AWAITED

    def decide(self, decision: Decision, now: datetime) -> "Review":
        """Return the review with this decision; carrying it out is `pending`."""
        restored = decision is Decision.RESTORE
        return replace(
            self,
            state=ReviewState.RESTORED if restored else ReviewState.TAKEN_DOWN,
            restored_path=self.picture.image_path if restored else None,
            pending=True,
            fan_out_round=self.fan_out_round + 1,
            awaiting_since=None,
            decided_at=now,
            updated_at=now,
        )

    def fan_out_again(self) -> "Review":
        """Return the review with the next round of its tasks."""
        return replace(self, fan_out_round=self.fan_out_round + 1)

    def done(self, now: datetime) -> "Review":
        return replace(self, pending=False, updated_at=now)

    @derived
    def expires_at(self) -> datetime | None:
        """Return the time after which the document may be deleted; None until it is decided and carried out."""
        return self.decided_at + KEEP_DECIDED if self.decided_at and not self.pending else None

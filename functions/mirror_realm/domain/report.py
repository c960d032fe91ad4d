"""Reports: a person says that a picture should not be shown, and administrators decide.

A report is one person's word about one look (or one personal picture) and hides the picture from them at once. The
review gathers the reports on it:

    (none) ──report──> open ──enough counted reports──> hidden     a shared look alone; three, or more if widely shown
    open, hidden, restored ──restore──> restored
    open, hidden, restored ──take down──> taken_down               for ever
    restored ──report of another picture of it──> open             counted anew

A report of the very picture that was restored hides it from its reporter and changes nothing else.
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
"""Reports by different people that hide a shared look. Only those of established accounts count: others can be made in
any number."""

MOST_TO_HIDE = 6
"""However widely the look is shown."""

COUNTED_A_DAY = 5
"""Reports of one person that count on one day; the others hide the picture from that person alone."""

AWAITED_AT_MOST = 50
"""Undecided reports of one person that count: beyond them further ones hide the picture from that person alone."""

WIDELY = 10
"""Owners of a look beyond which more reports are needed to hide it."""


class Weight(IntEnum):
    """What a report counts toward hiding a look, in halves."""

    NOTHING = 0
    HALF = 1
    WHOLE = 2


def weight_after(restored: int) -> Weight:
    """Return the weight of a reporter's next report after so many of theirs led to a restoration."""
    return (Weight.WHOLE, Weight.HALF, Weight.NOTHING)[min(restored, 2)]


def reports_to_hide(owners: int) -> int:
    """Return how many reports hide a look that so many verified people have: one more for each tenfold above ten."""
    needed, owners = HIDE_AFTER, owners // WIDELY
    while owners >= 10 and needed < MOST_TO_HIDE:
        needed, owners = needed + 1, owners // 10
    return needed


def reports_by_sample(owners: int, verified: int, sample: int) -> int:
    """Return how many reports hide a look of which so many owners of a sample are verified.

    An estimate of their number. Where a tenth or more of the owners are verified it is one report off at most, but for
    once in a thousand; whatever it is, it takes no fewer reports than `HIDE_AFTER` and no more than `MOST_TO_HIDE`.
    """
    return reports_to_hide(owners * verified // sample)


LONGEST_NOTE = 500
"""UTF-16 code units, as security rules count."""

KEEP_DECIDED = timedelta(days=180)
"""Far longer than any picture is handed out: until then its reporters do not get it."""


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
"""An administrator has to decide."""


def report_id_of(person: str, review_id: str) -> str:
    """One per person (a pseudonym) and look."""
    return hashlib.sha256(f"{person}\n{review_id}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Report(Document):
    """`reports/{id}`. It ages once it is decided.

    Everything a person has reported is found by `person`, their pseudonym. Of a `personal` one the paths name the
    person: an erasure deletes it together with its review.
    """

    person: str
    """A pseudonym, as in the ledger."""
    review_id: str
    personal: bool
    image_path: str
    """The picture as it was shown: of a look the one reported last."""
    reason: Reason
    note: str
    counted: bool
    created_at: datetime
    decided_at: datetime | None = None

    def close(self, now: datetime) -> "Report":
        return replace(self, decided_at=self.decided_at or now)

    @derived
    def open_review(self) -> str | None:
        """Return the review while it is not decided: the reports to be closed with it are found by this."""
        return self.review_id if self.decided_at is None else None

    @derived
    def expires_at(self) -> datetime | None:
        """Return when the document may age out. None: the review is not decided."""
        return self.decided_at + KEEP_DECIDED if self.decided_at else None


@dataclass(frozen=True, slots=True)
class Review(DocumentWithId):
    """`reviews/{review_id}`: what administrators decide on. It ages once it is decided; of a look that was taken down
    its cache entry remembers that for ever.
    """

    review_id: str
    picture: Picture
    """The one reported last."""
    recipe: Recipe | None
    """Of the look. None: its cache entry is gone, and the avatar shows it in another's place."""
    created_at: datetime
    updated_at: datetime
    state: ReviewState = ReviewState.OPEN
    reports: int = 0
    counted: int = 0
    """Of these, those that count toward hiding it."""
    halves: OmittedAtDefault[int] = 0
    """Of those that count, how many weigh half."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    restored_path: str | None = None
    """The picture that an administrator looked at and restored."""
    pending: bool = False
    """Something its state asks for is still to be done: a pass takes it up."""
    awaiting_since: datetime | None = None
    decided_at: datetime | None = None

    def report(
        self, picture: Picture, reason: Reason, now: datetime, *, weight: Weight, hide_after: int | None
    ) -> "Review":
        """With one more report of a person who had not reported it before.

        `hide_after`: how many reports of full weight hide the look. None: no number does, it is not a shared one.
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
            awaiting_since=known.awaiting_since or now,
            decided_at=None,
            updated_at=now,
        )

    def takes(self, picture: Picture) -> bool:
        """Whether a report of this picture still matters to it."""
        if self.state is ReviewState.RESTORED:
            return picture.image_path != self.restored_path
        return self.state in AWAITED

    def decide(self, decision: Decision, now: datetime) -> "Review":
        """Decided; the rest is `pending`. Nothing else follows what was taken down."""
        restored = decision is Decision.RESTORE
        return replace(
            self,
            state=ReviewState.RESTORED if restored else ReviewState.TAKEN_DOWN,
            restored_path=self.picture.image_path if restored else None,
            pending=True,
            awaiting_since=None,
            decided_at=now,
            updated_at=now,
        )

    def done(self, now: datetime) -> "Review":
        return replace(self, pending=False, updated_at=now)

    @derived
    def expires_at(self) -> datetime | None:
        """Return when the document may age out. None: it is not decided, or something is still to be done."""
        return self.decided_at + KEEP_DECIDED if self.decided_at and not self.pending else None

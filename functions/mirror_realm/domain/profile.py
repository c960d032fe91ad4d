"""Profile: the data that the backend stores about a user between wishes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Self

from mirror_realm.domain.avatar import Picture
from mirror_realm.domain.codec import (
    Defaulted,
    Document,
    OmittedAtDefault,
    Stored,
    decode,
    derived,
    encode,
)
from mirror_realm.domain.push_device import MOST_DEVICES


@dataclass(frozen=True, slots=True)
class Milestone(Document):
    """The furthest milestone of a user that already got an automatic picture."""

    stage: str
    goals_met: bool
    area: str | None
    day: str
    """The day of the picture: at most one automatic picture is made a day."""


@dataclass(frozen=True, slots=True)
class Consent(Document):
    """The person pictured is an adult and agrees to the use of their photo, in the words of this version."""

    version: str
    at: datetime
    recipients: OmittedAtDefault[tuple[str, ...]] = ("openai",)
    """The providers that may get the photo: those in force when it was given. Before this field it was OpenAI."""

    def covers(self, recipients: Iterable[str]) -> bool:
        """Return whether it names all of these."""
        return set(recipients) <= set(self.recipients)

    @derived
    def adult(self) -> bool:
        """Return True, because only an adult can consent."""
        return True


@dataclass(frozen=True, slots=True)
class Profile(Document):
    """`users/{uid}`."""

    latest_avatar_id: str | None = None
    latest: Defaulted[Picture | None] = None
    """The user's newest picture, shown while the next one is made."""
    credits: Defaulted[int | None] = None
    """The user's credits; None until the first use, when the user has the initial credits."""
    owed: OmittedAtDefault[int] = 0
    """Credits that were to be reclaimed when the user did not hold them; whatever comes in pays them first."""
    milestone: Defaulted[Milestone | None] = None
    consent: Annotated[Consent | None, Stored("photo_consent", defaulted=True)] = None
    """Consent to the use of photos; None if never given, or withdrawn."""
    updated_at: Defaulted[datetime | None] = None
    merged_by: OmittedAtDefault[str | None] = None
    """The account that takes over this anonymous account's pictures, as a pseudonym."""
    reports_awaited: OmittedAtDefault[tuple[str, ...]] = ()
    """Undecided reviews in which a report of the user counts."""
    reports_restored: OmittedAtDefault[tuple[str, ...]] = ()
    """Reviews in which such a report counted and an administrator restored the picture; later reports weigh less."""
    push_devices: OmittedAtDefault[tuple[str, ...]] = ()
    """The digests of the registration tokens of the user's devices, the last registered one last."""
    ledger_name: OmittedAtDefault[str | None] = field(default=None, repr=False)
    """The user's pseudonym, hidden (`Pseudonyms.kept`), so that admission need not read the salt; None: not known."""
    months: OmittedAtDefault[Mapping[str, int] | None] = None
    """Pictures by month that plans with a monthly limit count (`months.py`); None before the first."""
    month_credits: OmittedAtDefault[Mapping[str, int] | None] = None
    """Credits by month that plans brought, this month and the last (`monthly_credits.py`); None before the first."""
    consent_withdrawn_at: OmittedAtDefault[datetime | None] = None
    """The time at which consent last ended: what was shared before stays ended, also under a new consent."""

    def with_latest(self, avatar_id: str, picture: Picture, now: datetime) -> "Profile":
        return replace(self, latest_avatar_id=avatar_id, latest=picture, updated_at=now)

    @classmethod
    def latest_fields(
        cls, avatar_id: str, picture: Picture, now: datetime, ledger_name: str | None
    ) -> dict[str, Any]:
        """Return the stored fields that the end of a picture changes, to be written without reading the others.

        ledger_name: None where it is not known; the stored one stays.
        """
        profile = cls(ledger_name=ledger_name).with_latest(avatar_id, picture, now)
        document = profile.to_document()
        return {name: document[name] for name in ("latest", "updated_at", "ledger_name") if name in document}

    def without_latest(self) -> "Profile":
        """Return the profile without a latest picture, until the next one is made or chosen."""
        return replace(self, latest=None, latest_avatar_id=None)

    def with_credits(self, credits: int, now: datetime) -> "Profile":
        return replace(self, credits=credits, updated_at=now)

    def with_income(self, held: int, credits: int, now: datetime) -> "Profile":
        """Return the profile after credits came in, which pay first what the user owes.

        held: the credits before (`Policy.credits_of`).
        """
        paid = min(self.owed, credits)
        return replace(self, credits=held + credits - paid, owed=self.owed - paid, updated_at=now)

    def with_taken_back(self, held: int, credits: int, now: datetime) -> "Profile":
        """Return the profile after credits were reclaimed; what the user does not hold is owed.

        held: the credits before (`Policy.credits_of`).
        """
        there = min(held, credits)
        return replace(self, credits=held - there, owed=self.owed + credits - there, updated_at=now)

    def with_months(self, months: Mapping[str, int], now: datetime) -> "Profile":
        return replace(self, months=months, updated_at=now)

    def with_milestone(self, milestone: Milestone, now: datetime) -> "Profile":
        return replace(self, milestone=milestone, updated_at=now)

    def with_consent(self, consent: Consent | None, now: datetime) -> "Profile":
        withdrawn_at = now if consent is None else self.consent_withdrawn_at
        return replace(self, consent=consent, consent_withdrawn_at=withdrawn_at, updated_at=now)

    def with_report(self, review_id: str) -> "Profile":
        """Return the profile with one more report that counts."""
        return replace(self, reports_awaited=(*_without(self.reports_awaited, review_id), review_id))

    def with_decision(self, review_id: str, *, restored: bool) -> "Profile":
        """Return the profile once an administrator has decided; what is taken down was reported rightly after all."""
        against = _without(self.reports_restored, review_id)
        if restored:
            against = self.reports_restored + (review_id,) * (review_id in self.reports_awaited)
        return replace(
            self, reports_awaited=_without(self.reports_awaited, review_id), reports_restored=against
        )

    def with_push_devices(self, *digests: str) -> "Profile":
        """Return the profile with these devices as the last registered ones, and at most `MOST_DEVICES`."""
        others = tuple(one for one in self.push_devices if one not in digests)
        return replace(self, push_devices=(*others, *digests)[-MOST_DEVICES:])

    def without_push_device(self, digest: str) -> "Profile":
        return replace(self, push_devices=_without(self.push_devices, digest))

    def to_document(self) -> dict[str, Any]:
        """Return the stored form: the latest avatar's id is stored with its picture."""
        document = encode(self)
        avatar_id = document.pop("latest_avatar_id")
        if self.latest is not None:
            document["latest"]["avatar_id"] = avatar_id
        return document

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """Return the stored profile, with the latest avatar's id from beside its picture."""
        latest = data.get("latest")
        return decode(cls, {**data, "latest_avatar_id": latest["avatar_id"] if latest else None})


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)

"""Audit: what administrators did, an entry for each act, never changed but by an erasure.

An act of one transaction has its entry in it. Any other act has an entry before it begins, and a second one with its
outcome. The id is made of the act's key, so that a repeated call finds what the first one did.

The administrator is named by uid and the user by pseudonym, as are the reporters of a picture. An erasure replaces
them, and the reason of an act about the user, which is free text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.codec import DocumentWithId, OmittedAtDefault, derived

KEEP = timedelta(days=400)
"""The time after which an entry may be deleted: a year, and the time to look back at it."""

LONGEST_REASON = 300

MOST_REPORTERS = 50
"""The reporters that the entry of a decision names, for their erasures."""

_SUBJECT_SAYS_ALL = frozenset({Act.END_JOB, Act.REPLAY_LETTER, Act.DROP_LETTER, Act.RESTORE, Act.TAKE_DOWN})
"""Acts whose subject leads to the user, so that an erasure in between makes no other act of one."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act, with the administrator and the reason."""

    by: str = field(repr=False)
    """The administrator's uid."""
    role: Role
    act: Act
    key: str | None = None
    """Chosen by the caller: an act twice with one key is one act. None: each call is one."""
    reason: str = field(default="", repr=False)

    @property
    def entry_id(self) -> str | None:
        """Return the id of its entry; None without a key."""
        return f"act-{self.key}" if self.key is not None else None


@dataclass(frozen=True, slots=True)
class AuditEntry(DocumentWithId):
    """`audit/act-{key}`, `audit/outcome-{key}`; of an act without a key `audit/{random id}`."""

    entry_id: str
    at: datetime
    by: str = field(repr=False)
    """The administrator's uid."""
    role: Role
    act: Act
    person: str | None = None
    """The pseudonym of the user it is about."""
    subject: str | None = None
    """What it is about besides: a render job, a review, a dead letter, a day."""
    figures: Mapping[str, int] = field(default_factory=dict)
    """What was asked for, by name; of an outcome, what came of it."""
    key: str | None = None
    reason: str = field(default="", repr=False)
    outcome: OmittedAtDefault[str | None] = None
    """What came of the act, in the entry that is written after it."""
    reporters: OmittedAtDefault[tuple[str, ...]] = field(default=(), repr=False)
    """The pseudonyms of those who reported the picture that a decision is about."""

    @derived
    def expires_at(self) -> datetime:
        """Return the time after which the document may be deleted."""
        return self.at + KEEP

    def repeats(self, other: "AuditEntry", names: tuple[str, ...] = ()) -> bool:
        """Return whether the other is the entry of the same act again.

        names: the pseudonyms of the user that this one is about.
        """
        same_person = other.person in names if names else other.person == self.person
        return (same_person or self.act in _SUBJECT_SAYS_ALL) and (self.act, self.subject, self.figures) == (
            other.act,
            other.subject,
            other.figures,
        )

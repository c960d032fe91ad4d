"""Administration: the roles of administrators, what each may look at and do, and what needs a recent sign-in.

reviewer    reports: look, restore, take down
support     what a reviewer may, and users, jobs, the ledger, dead letters, allowance given back
owner       everything: credits, erasures, settings, the audit
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

SIGN_IN_WITHIN = timedelta(hours=1)
"""The age of a sign-in up to which it suffices for what `RECENT` names. Renewing a token is no sign-in."""

CLAIM = "admin_role"
"""The custom claim with the name of an administrator's role."""

EARLIER_CLAIM = "admin"
"""The claim of earlier deployments; true is an owner."""


class Role(StrEnum):
    """A role, from the least to the most."""

    REVIEWER = "reviewer"
    SUPPORT = "support"
    OWNER = "owner"

    def may(self, wanted: "View | Act") -> bool:
        """Return whether an administrator of this role may look at this, or do it."""
        return _ORDER.index(self) >= _ORDER.index(least_role(wanted))


_ORDER = tuple(Role)


def lesser(one: Role | None, other: Role | None) -> Role | None:
    """Return the lesser of two roles; None if either is none."""
    return min(one, other, key=_ORDER.index) if one is not None and other is not None else None


class View(StrEnum):
    """What administrators look at."""

    DESK = "desk"
    REPORTS = "reports"
    TAKEDOWNS = "takedowns"
    LEDGER = "ledger"
    LETTERS = "letters"
    PERSON = "person"
    JOBS = "jobs"
    JOB = "job"
    MODELS = "models"
    SETTINGS = "settings"
    WHAT_IF = "what_if"
    AUDIT = "audit"


class Act(StrEnum):
    """What administrators do. Each is in the audit."""

    RESTORE = "restore"
    TAKE_DOWN = "take_down"
    GIVE_BACK = "give_back"
    REPLAY_LETTER = "replay_letter"
    DROP_LETTER = "drop_letter"
    REPLAY_LETTERS = "replay_letters"
    END_JOB = "end_job"
    LOOK_AT_PERSON = "look_at_person"
    """To look at a user's data changes nothing, and is in the audit all the same."""
    GRANT_CREDITS = "grant_credits"
    TAKE_CREDITS = "take_credits"
    ERASE_PERSON = "erase_person"


_LEAST: Mapping[View | Act, Role] = {
    View.DESK: Role.REVIEWER,
    View.REPORTS: Role.REVIEWER,
    View.TAKEDOWNS: Role.REVIEWER,
    View.LEDGER: Role.SUPPORT,
    View.LETTERS: Role.SUPPORT,
    View.PERSON: Role.SUPPORT,
    View.JOBS: Role.SUPPORT,
    View.JOB: Role.SUPPORT,
    View.MODELS: Role.SUPPORT,
    View.SETTINGS: Role.OWNER,
    View.WHAT_IF: Role.OWNER,
    View.AUDIT: Role.OWNER,
    Act.RESTORE: Role.REVIEWER,
    Act.TAKE_DOWN: Role.REVIEWER,
    Act.GIVE_BACK: Role.SUPPORT,
    Act.REPLAY_LETTER: Role.SUPPORT,
    Act.DROP_LETTER: Role.SUPPORT,
    Act.REPLAY_LETTERS: Role.SUPPORT,
    Act.END_JOB: Role.SUPPORT,
    Act.LOOK_AT_PERSON: Role.SUPPORT,
    Act.GRANT_CREDITS: Role.OWNER,
    Act.TAKE_CREDITS: Role.OWNER,
    Act.ERASE_PERSON: Role.OWNER,
}

RECENT = frozenset(
    {Act.TAKE_DOWN, Act.DROP_LETTER, Act.END_JOB, Act.GRANT_CREDITS, Act.TAKE_CREDITS, Act.ERASE_PERSON}
)
"""What moves money or cannot be undone: a sign-in within `SIGN_IN_WITHIN` is needed."""


def least_role(wanted: View | Act) -> Role:
    """Return the least role that may look at this, or do it."""
    return _LEAST[wanted]


def role_of(claims: Mapping[str, Any]) -> Role | None:
    """Return the role in the claims of a verified token; None for an account that is no administrator.

    A role that does not exist is none, whatever else the token claims.
    """
    named = claims.get(CLAIM)
    if named is None:
        return Role.OWNER if claims.get(EARLIER_CLAIM) is True else None
    return Role(named) if isinstance(named, str) and named in _ORDER else None


def signed_in_recently(claims: Mapping[str, Any], now: float) -> bool:
    """Return whether the user of a verified token signed in within `SIGN_IN_WITHIN`.

    now: in seconds since 1970.
    """
    at = claims.get("auth_time")
    return isinstance(at, int | float) and now - at <= SIGN_IN_WITHIN.total_seconds()

"""One user as administrators see them: account, allowance, credits, consent, and a page of pictures.

To look is an act, and is in the audit. Pictures made from a photo are counted, and shown to their owner alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain import months
from mirror_realm.domain.allowance import UserDay, own_limits, remaining
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.erasure import Erasure
from mirror_realm.domain.profile import Profile
from mirror_realm.errors import NotFound
from mirror_realm.services.administration.figures import Figures
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.auditing import Auditing
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.accounts import Account, People
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store

NOBODY = "there is no such user"

UNKNOWN_UID, UNKNOWN_EMAIL = "unknown-uid", "unknown-email"
"""What the audit has of a look-up that found no user: its kind, and not what was looked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The user's day, limits and credits."""

    day: UserDay
    limit: int
    remaining: int
    resets_at: datetime
    credits: int | None
    """Those that the user can use; None if credits are switched off."""
    owed: int
    """The credits that were to be reclaimed when the user had none left."""


@dataclass(frozen=True, slots=True)
class Person:
    """A user. What cannot be had is None."""

    at: datetime
    uid: str
    account: Account | None
    """None if Auth has no account of the uid (any more)."""
    erasure: Erasure | None
    names: tuple[str, ...]
    """The pseudonyms, the one in use first; empty for a user who is being erased."""
    profile: Profile
    standing: Standing | None
    avatar_count: int | None
    avatars: Sequence[Avatar]
    after: datetime | None
    """The start of the next page; None on the last."""
    reads: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Persons:
    store: Store
    queries: Queries
    people: People
    naming: Naming
    auditing: Auditing
    policy: Policy
    runtime: Runtime

    def find(self, uid: str) -> Account | None:
        """Return the account of a user who is known: to Auth, or by data. Raises NotFound."""
        account = self.people.find(uid)
        if account is None and self.store.read(documents.profile(uid)) is None and not self.store.erased(uid):
            raise NotFound(NOBODY)
        return account

    def look_up(self, deed: Deed, uid: str) -> Account | None:
        """Return the account as `find` does. The audit has it that an administrator found no user. Raises NotFound."""
        try:
            return self.find(uid)
        except NotFound:
            self.auditing.begin(deed, subject=UNKNOWN_UID)
            raise

    def looked_at(self, deed: Deed, uid: str) -> None:
        """Enter into the audit that an administrator looks at a user's data. Raises NotFound."""
        self.look_up(deed, uid)
        self.auditing.begin(deed, uid)

    def account(self, uid: str) -> Account:
        """Return the user's account. Raises NotFound if Auth has none."""
        account = self.people.find(uid)
        if account is None:
            raise NotFound(NOBODY)
        return account

    def uid_of(self, deed: Deed, email: str) -> str:
        """Return the uid of the account with an e-mail address. The audit has it if there is none. Raises NotFound."""
        account = self.people.find_by_email(email)
        if account is None:
            self.auditing.begin(deed, subject=UNKNOWN_EMAIL)
            raise NotFound(NOBODY)
        return account.user.uid

    def show(self, deed: Deed, uid: str, before: datetime | None, most: int) -> Person:
        """Return what is known of a user, once the audit has it that an administrator looks. Raises NotFound.

        before: the time from which on the page of avatars goes back; None for the newest.
        """
        account, now = self.look_up(deed, uid), self.runtime.now()
        erasure = self.store.read(documents.erasure(uid))
        self.auditing.begin(deed, uid)
        names = self.naming.known(uid) if erasure is None else ()
        today = self.policy.today(now)
        profile, day = self.store.read(documents.profile(uid), documents.user_day(uid, today))
        figures = Figures(reads=8)  # fence, profile and day above, and what the audit read
        avatars = figures.get("avatars", lambda: self.queries.avatars_of(uid, None, before, most + 1)) or ()
        figures.reads += max(1, len(avatars))
        count = figures.count("avatar_count", lambda: self.queries.count_avatars_of(uid, None))
        shown = avatars[:most]
        return Person(
            at=now,
            uid=uid,
            account=account,
            erasure=erasure,
            names=names,
            profile=profile or Profile(),
            standing=self._standing(account, profile or Profile(), day or UserDay(today), now),
            avatar_count=count,
            avatars=shown,
            after=shown[-1].created_at if len(avatars) > most else None,
            reads=figures.reads,
            unknown=tuple(figures.unknown),
        )

    def _standing(
        self, account: Account | None, profile: Profile, day: UserDay, now: datetime
    ) -> Standing | None:
        if account is None:
            return None
        limits, plan = self.policy.limits, account.user.plan
        return Standing(
            day,
            own_limits(day, limits, plan).daily,
            remaining(day, limits, plan, months.used(profile.months, day.day)),
            self.policy.resets_at(now),
            self.policy.usable_credits(profile, plan, now) if self.policy.credits_per_avatar else None,
            profile.owed,
        )

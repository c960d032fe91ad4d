"""Fallback renders: free jobs that wishes, reports, failed renders and takedowns start, each counted at its start.

They cost no allowance and no money but a worker's time, so they have bounds: one for a user's day, one for all users.
"""

from dataclasses import dataclass, field, replace

from mirror_realm.domain import allowance
from mirror_realm.domain.allowance import FallbackShare, Shortage, UserDay
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.plans import Plan
from mirror_realm.services.allowance import usage_marks
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction


@dataclass(slots=True)
class FallbackRenders:
    """The counters of one user's fallback pictures in one transaction: `start` each, then `write`."""

    uid: str
    limits: Limits
    plan: Plan
    today: str
    owned: bool = True
    """Whether they count on the user's day; False if no action of the user started them."""
    user: UserDay | None = None
    """The user's day if the caller has read it; else it is read when needed."""
    started: int = field(default=0, init=False)
    _share: FallbackShare | None = field(default=None, init=False)

    def start(self, transaction: Transaction) -> Shortage | None:
        """Count one more, or return the limit without room for it. The first call reads the counters."""
        user, share = self._counters(transaction)
        short = allowance.painting_shortage(user, share, self.limits, self.plan)
        if short is None:
            self._share = share.start(self.plan, owned=self.owned)
            if user is not None:
                self.user = replace(user, paintings=user.paintings + 1)
            self.started += 1
        elif short.untold is not None:
            transaction.after_commit(lambda store: usage_marks.refused(store, short, self.today, share.share))
        return short

    def counted_on(self, user: UserDay) -> UserDay:
        """Return a user's day, as the transaction writes it otherwise, with these pictures."""
        return replace(user, paintings=user.paintings + self.started) if self.owned else user

    def write(self, transaction: Transaction, *, user_day: bool = True) -> None:
        """Write the changed counters. Pass `user_day=False` if the caller writes the user's day itself."""
        if not self.started or self._share is None:
            return
        if self.owned and user_day and self.user is not None:
            transaction.put(documents.user_day(self.uid, self.user.day), self.user)
        usage_marks.put_share(transaction, self._share, self.limits)

    def _counters(self, transaction: Transaction) -> tuple[UserDay | None, FallbackShare]:
        if self._share is None:
            self._read(transaction)
        return (self.user if self.owned else None), self._share or self._unused()

    def _read(self, transaction: Transaction) -> None:
        if not self.limits.global_paintings or (self.owned and not self.limits.of(self.plan).paintings):
            self.user, self._share = self.user or UserDay(self.today), self._unused()
            return  # switched off: there is nothing to look up
        share_ref = documents.fallback_share(self.today, self._unused().share)
        if not self.owned or self.user is not None:
            share = transaction.read(share_ref)
        else:
            own, share = transaction.read(documents.user_day(self.uid, self.today), share_ref)
            self.user = own or UserDay(self.today)
        self._share = share or self._unused()

    def _unused(self) -> FallbackShare:
        return FallbackShare(self.today, self.limits.share_of(self.uid))

"""The history of a user's credits: what they hold and owe, and their own ledger entries of credits, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm.domain.credit_history import CreditLine, line_of
from mirror_realm.domain.monthly_credits import due
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased
from mirror_realm.services.administration.books import Books
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.administration import Place
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store

MOST_PAGES = 5
"""The pages of entries that are looked through for one with a line: while credits are off, entries move none."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    credits: int | None
    """What the user holds; None if credits are switched off."""
    owed: int
    monthly_due: int
    """The credits of the user's plan for this month, which come with the next picture; 0 if they came, or none do."""
    lines: Sequence[CreditLine]
    """The latest first."""
    after: Place | None
    """The start of the next page; None on the last."""


@dataclass(frozen=True, slots=True)
class CreditHistory:
    store: Store
    books: Books
    policy: Policy
    runtime: Runtime

    def page(self, user: User, after: Place | None, most: int) -> HistoryPage:
        """Return a page of the user's history. A page may have fewer lines than `most`, and another after it.

        Raises BeingErased, Misconfigured.
        """
        uid = user.uid
        fence, stored = self.store.read(documents.fence(uid), documents.profile(uid))
        if fence is not None:
            raise BeingErased
        lines: list[CreditLine] = []
        for _ in range(MOST_PAGES):
            page = self.books.of_user(uid, after, most)
            lines = [line for _, entry in page.entries if (line := line_of(entry)) is not None]
            after = page.after
            if lines or after is None:
                break
        profile = stored or Profile()
        held = self.policy.credits_of(profile) if self.policy.credits_per_avatar else None
        monthly, now = self.policy.monthly_credits(user.plan), self.runtime.now()
        coming = due(profile, self.policy.today(now), monthly) if monthly else 0
        return HistoryPage(held, profile.owed, coming, lines, after)

"""Merged credits: what an anonymous account bought or was granted goes to the account that merges it, and its debt too.

The initial credits stay behind: anonymous accounts can be made in any number, and each has some. Of what the account
holds those count as spent first. All moves in the transaction that begins the account's erasure, so once, and nothing
comes in or goes out after it.
"""

from dataclasses import dataclass

from mirror_realm.domain.ledger import MergeEntry
from mirror_realm.domain.profile import Profile
from mirror_realm.errors import BeingErased
from mirror_realm.services.allowance.income import Incomes
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.privacy.erasure import Also, Write
from mirror_realm.services.store import Store, Transaction


class Changed(Exception):
    """The account's credits changed since its income was added up: it has to be added up again."""


@dataclass(frozen=True, slots=True)
class MergedCredits:
    store: Store
    incomes: Incomes
    naming: Naming
    policy: Policy
    runtime: Runtime

    def between(self, old: str, new: str) -> Also:
        """Return what moves the credits in the transaction that begins the old account's erasure.

        It raises Changed, and BeingErased if the new account is being erased.
        """
        seen = self.store.read(documents.profile(old))
        touched = seen is not None and (seen.credits is not None or seen.owed > 0)
        income = self.incomes.of(old) if touched else 0

        def find(transaction: Transaction, profile: Profile | None) -> Write | None:
            if _credits(profile) != _credits(seen):
                raise Changed
            left = profile or Profile()
            held = self.policy.credits_of(left)
            moves = min(held, max(0, income)) - left.owed
            return self._moving(transaction, old, new, left, held, moves) if moves else None

        return find

    def _moving(
        self, transaction: Transaction, old: str, new: str, left: Profile, held: int, moves: int
    ) -> Write:
        """Return what moves so many credits; a negative number is what the old account owes."""
        if transaction.erased(new):
            raise BeingErased
        now, key = self.runtime.now(), transaction.new_id(f"merge of {old}")
        theirs = transaction.read(documents.profile(new)) or Profile()
        giver, taker = self.naming.find(transaction, old), self.naming.find(transaction, new)
        own = self.policy.credits_of(theirs)
        after = theirs.with_income(own, moves, now) if moves > 0 else theirs.with_taken_back(own, -moves, now)
        entries = (
            MergeEntry(f"merge-{key}-out", giver.current, -moves, now),
            MergeEntry(f"merge-{key}-in", taker.current, moves, now, owed=abs(after.owed - theirs.owed)),
        )

        def write() -> Profile:
            for one in (giver, taker):
                one.store(transaction)
            transaction.put(documents.profile(new), after)
            for entry in entries:
                transaction.create(documents.merge_entry(entry.entry_id), entry)
            if moves > 0:
                return left.with_credits(held - moves, now)
            return left.with_income(held, -moves, now)

        return write


def _credits(profile: Profile | None) -> tuple[object, ...]:
    """Return what every movement of credits changes."""
    return (None, 0, None) if profile is None else (profile.credits, profile.owed, profile.updated_at)

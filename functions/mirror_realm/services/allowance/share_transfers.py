"""Transfers of room between the shares of a split day, each a transaction of its own."""

from dataclasses import dataclass, replace

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.amounts import Amounts
from mirror_realm.domain.day_shares import cover, limits_together, overdrawn, transfer
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.share_documents import read_each, read_shares
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Store, Transaction


def split(head: GlobalDay, policy: Policy) -> GlobalDay:
    """Return the head of a day that begins now, with the number of shares of the settings."""
    return replace(head, shares=policy.shares, covered=limits_together(policy.limits))


@dataclass(frozen=True, slots=True)
class Transfers:
    store: Store
    policy: Policy

    def fix(self, day: str) -> None:
        """Fix into how many shares a day is split, before room is moved between them."""

        def work(transaction: Transaction) -> None:
            head = transaction.read(documents.global_day(day)) or GlobalDay(day)
            if not head.fixed:
                transaction.put(documents.global_day(day), split(head, self.policy))

        self.store.transact(work)

    def move(self, giver: GlobalDay, taker: GlobalDay, shares: int, needed: Amounts) -> bool:
        """Move room between two shares, chosen without locks; return whether any was moved."""

        def work(transaction: Transaction) -> bool:
            pair = {one.share: one for one in (giver, taker)}
            numbers = sorted(pair, key=lambda number: number or 0)
            refs = [documents.day_share(giver.day, number) for number in numbers]
            pair |= {one.share: one for one in read_each(transaction, refs) if one is not None}
            before = pair[giver.share], pair[taker.share]
            after = transfer(*before, shares, self.policy.limits, needed)
            if after == before:
                return False
            for one in sorted(after, key=lambda one: one.share or 0):
                transaction.put(documents.day_share(one.day, one.share), one)
            return True

        return self.store.transact(work)

    def cover(self, day: str) -> GlobalDay | None:
        """Move room to shares that have used more than theirs by the limits now in force.

        Returns the head, which then shows these limits, if all are within their rooms now; else None.
        """
        limits = self.policy.limits

        def work(transaction: Transaction) -> GlobalDay | None:
            head = transaction.read(documents.global_day(day)) or GlobalDay(day)
            if head.shares == 1 or head.covered == limits_together(limits):
                return head
            before = read_shares(transaction, head)
            after = cover(before, limits)
            covered = not overdrawn(after, limits)
            if covered:
                head = replace(head, covered=limits_together(limits))
                transaction.put(documents.global_day(day), head)
            for old, new in zip(before, after, strict=True):
                if new != old:
                    transaction.put(documents.day_share(day, new.share), new)
            return head if covered else None

        return self.store.transact(work)

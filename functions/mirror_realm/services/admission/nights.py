"""Nights: with EVOLUTION_AT_NIGHT on, milestones are rendered at night in the user's time zone, spread over the night.

A milestone is stored with its time, and a schedule handles the due ones. Nights leave a share of the global day to
calls, and pause while the day is nearly used up. A milestone that does not fit waits for the next night, as long as it
is new.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from mirror_realm import events
from mirror_realm.domain.allowance import nearly_used_up
from mirror_realm.domain.night import Night, next_night
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.preferences import Preferences
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased
from mirror_realm.services.admission.milestones import Milestones
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.split_days import SplitDays
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

MOST = 200
"""The milestones that one pass handles."""


@dataclass(frozen=True, slots=True)
class Nights:
    store: Store
    queries: Queries
    people: People
    milestones: Milestones
    split: SplitDays
    policy: Policy
    runtime: Runtime

    def note(self, user: User) -> None:
        """Store that this user's progress is to be checked in their next night. A stored time stays."""

        def work(transaction: Transaction) -> None:
            now, noted = self.runtime.now(), transaction.read(documents.night(user.uid))
            if noted is not None:
                transaction.put(documents.night(user.uid), replace(noted, noted_at=now))
                return
            chosen = transaction.read(documents.preferences(user.uid)) or Preferences()
            zone = ZoneInfo(chosen.time_zone) if chosen.time_zone else self.policy.zone
            transaction.put(documents.night(user.uid), Night(next_night(now, zone, user.uid), now))

        with suppress(BeingErased):
            self.store.transact_for(user.uid, work)

    def run(self) -> int:
        """Handle the due milestones within the nights' share of the global day; return how many were checked.

        Contention is left to the next pass; any other error is raised at the end.
        """
        seen, effort = 0, BestEffort()
        for uid in self.queries.due_nights(self.runtime.now(), MOST):
            if not self._share_left():
                break
            effort.take(self._look_at, uid)
            seen += 1
        events.night_passed(seen=seen)
        effort.end()
        return seen

    def _look_at(self, uid: str) -> None:
        noted, account = self.store.read(documents.night(uid)), self.people.find(uid)
        if account is not None and not account.disabled:
            self.milestones.progressed(account.user)
        if noted is not None:
            self._forget(uid, noted)

    def _share_left(self) -> bool:
        """Return whether the nights' share of the day has room, and the day is not nearly used up."""
        policy = self.policy
        today = policy.today(self.runtime.now())
        day = self.split.sums(today)
        if nearly_used_up(day, policy.limits, plan=FREE, share=policy.degrade_from):
            return False
        return day.tally.used < int(policy.limits.global_daily * policy.night_share)

    def _forget(self, uid: str, seen: Night) -> None:
        """Delete a checked night, unless there was new progress since, which stays for the next pass."""

        def work(transaction: Transaction) -> None:
            if transaction.read(documents.night(uid)) == seen:
                transaction.delete(documents.night(uid))

        self.store.transact(work)

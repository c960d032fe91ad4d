"""Nights: where the setting says so, milestones are rendered while people sleep, spread over their night.

A milestone is noted with its moment; a schedule takes up what is due. Nights leave a share of the global day to people
who ask. What does not fit waits for the next night, as long as there is something to celebrate.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from mirror_realm import events
from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.night import Night, next_night
from mirror_realm.domain.preferences import Preferences
from mirror_realm.domain.wish import Person
from mirror_realm.errors import BeingErased
from mirror_realm.services.admission.milestones import Celebrating
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.best_effort import Turns
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.store import Store, Transaction

MOST = 200
"""Milestones one pass takes up."""


@dataclass(frozen=True, slots=True)
class Nights:
    store: Store
    queries: Queries
    people: People
    celebrating: Celebrating
    policy: Policy
    ambient: Ambient

    def note(self, person: Person) -> None:
        """Notes that this person's progress is to be looked at in their next night. Once noted, the moment stays."""

        def work(transaction: Transaction) -> None:
            now, noted = self.ambient.now(), transaction.read(documents.night(person.uid))
            if noted is not None:
                transaction.put(documents.night(person.uid), replace(noted, noted_at=now))
                return
            chosen = transaction.read(documents.preferences(person.uid)) or Preferences()
            zone = ZoneInfo(chosen.time_zone) if chosen.time_zone else self.policy.zone
            transaction.put(documents.night(person.uid), Night(next_night(now, zone, person.uid), now))

        with suppress(BeingErased):
            self.store.transact_for(person.uid, work)

    def run(self) -> int:
        """Takes up what is due, as far as the nights' share of the global day goes; returns how many were looked at.

        What fails by contention is left to the next pass; what fails otherwise is raised at the end.
        """
        seen, turns = 0, Turns()
        for uid in self.queries.due_nights(self.ambient.now(), MOST):
            if not self._share_left():
                break
            turns.take(self._look_at, uid)
            seen += 1
        events.night_passed(seen=seen)
        turns.end()
        return seen

    def _look_at(self, uid: str) -> None:
        noted, account = self.store.read(documents.night(uid)), self.people.find(uid)
        if account is not None and not account.disabled:
            self.celebrating.progressed(account.person)
        if noted is not None:
            self._forget(uid, noted)

    def _share_left(self) -> bool:
        today = self.policy.today(self.ambient.now())
        day = self.store.read(documents.global_day(today)) or GlobalDay(today)
        return day.tally.used < int(self.policy.limits.global_daily * self.policy.night_share)

    def _forget(self, uid: str, seen: Night) -> None:
        """Looked at: the next progress notes it anew. What was noted meanwhile stays for the next pass."""

        def work(transaction: Transaction) -> None:
            if transaction.read(documents.night(uid)) == seen:
                transaction.delete(documents.night(uid))

        self.store.transact(work)

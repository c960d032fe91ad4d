"""Credibility: whether a report counts toward hiding a shared look from everybody, and how many reports that takes.

Accounts that can be made in any number hide nothing from anybody but themselves, so only established accounts count.
Everything here is looked up outside of transactions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.report import reports_by_sample, reports_to_hide
from mirror_realm.domain.standing import Standing
from mirror_realm.domain.wish import Person
from mirror_realm.services.ports import files
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient

SAMPLE = 100
"""Owners of a look that are looked up in Auth: fewer need no more reports than the least."""

MOST_COUNTED = 100_000
"""Owners beyond which a look needs no further reports: a read for each thousand."""


@dataclass(frozen=True, slots=True)
class Credibility:
    queries: Queries
    people: People
    ambient: Ambient

    def counts(self, person: Person) -> bool:
        """Return whether this person's account is one whose reports count.

        It takes a lookup in Auth, none for a guest. Where Auth fails the report does not count: it still hides the
        picture from its reporter.
        """
        if person.guest:
            return False
        standing = (self._standings([person.uid]) or {}).get(person.uid)
        return standing is not None and standing.established(self.ambient.now())

    def hide_after(self, look: str) -> int:
        """Return how many reports hide this shared look: more the more verified people have it.

        Only a look that a hundred avatars show has a hundred of their owners looked up: a sample tells the share, in
        one call of Auth, which alone knows who is verified. Below a hundred the answer is exact.
        """
        folder = files.of_look(look)
        owners = self.queries.count_showing(folder, MOST_COUNTED)
        if owners < SAMPLE:
            return reports_to_hide(0)
        uids = sorted({uid for uid, _ in self.queries.avatars_showing(folder, SAMPLE)})
        standings = self._standings(uids)
        if standings is None:
            return reports_to_hide(owners)
        verified = sum(standing.verified for standing in standings.values())
        return reports_by_sample(owners, verified, SAMPLE)

    def _standings(self, uids: Sequence[str]) -> Mapping[str, Standing] | None:
        """Return None where Auth fails."""
        try:
            return self.people.standings(uids)
        except Exception:
            events.standing_unknown()
            return None

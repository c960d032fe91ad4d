"""Credibility: how much a report counts toward hiding a shared look from everybody, and how many reports that takes.

Accounts that can be made in any number hide nothing from anybody but themselves, so only established accounts count.
Everything here is looked up outside of transactions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.report import ReviewState, Weight, reports_to_hide, weight_after
from mirror_realm.domain.standing import Standing
from mirror_realm.domain.wish import Person
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.store import Store

SAMPLE = 100
"""Owners of a look that are looked up in Auth: fewer need no more reports than the least."""

MOST_COUNTED = 100_000
"""Owners beyond which a look needs no further reports: a read for each thousand."""

RESTORED_READ = 4
"""Restored reports of one person that are looked at; two are enough to weigh nothing."""


@dataclass(frozen=True, slots=True)
class Credibility:
    store: Store
    naming: Naming
    queries: Queries
    people: People
    ambient: Ambient

    def weight(self, person: Person) -> Weight:
        """Return what this person's next report counts.

        It takes a lookup in Auth, none for a guest, and queries that find nothing for most. Where Auth fails the
        report counts nothing: it still hides the picture from its reporter.
        """
        if person.guest:
            return Weight.NOTHING
        standing = (self._standings([person.uid]) or {}).get(person.uid)
        if standing is None or not standing.established(self.ambient.now()):
            return Weight.NOTHING
        names = self.naming.known(person.uid)
        restored = [one for name in names for one in self.queries.restored_reports(name, RESTORED_READ)]
        return weight_after(sum(not self._taken_down_after_all(one.review_id) for _, one in restored))

    def hide_after(self, look: str) -> int:
        """Return how many reports hide this shared look: more the more verified people have it.

        Only a look that a hundred avatars show has a hundred of their owners looked up: a sample tells the share.
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
        return reports_to_hide(owners * verified // SAMPLE)

    def _taken_down_after_all(self, review_id: str) -> bool:
        """Whether an administrator has agreed with the reporters since."""
        review = self.store.read(documents.review(review_id))
        return review is not None and review.state is ReviewState.TAKEN_DOWN

    def _standings(self, uids: Sequence[str]) -> Mapping[str, Standing] | None:
        """Return None where Auth fails."""
        try:
            return self.people.standings(uids)
        except Exception:
            events.standing_unknown()
            return None

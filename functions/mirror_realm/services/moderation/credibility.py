"""Credibility: the weight of a report toward hiding a shared picture from all users, and the number of reports needed.

Accounts that can be created in any number hide a picture only from themselves, so only established accounts count.
All look-ups here are outside transactions.
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
"""The most owners of a picture that are looked up in Auth; with fewer, the least number of reports suffices."""

MOST_COUNTED = 100_000
"""The number of owners beyond which no more reports are needed; counting takes a read for each thousand."""

RESTORED_READ = 4
"""The most restored reports of one user that are read; two suffice for a weight of nothing."""


@dataclass(frozen=True, slots=True)
class Credibility:
    store: Store
    naming: Naming
    queries: Queries
    people: People
    ambient: Ambient

    def weight(self, person: Person) -> Weight:
        """Return the weight of this user's next report.

        It takes a look-up in Auth (none for a guest) and queries, which find nothing for most. If Auth fails, the
        report counts nothing; it still hides the picture from its reporter.
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
        """Return how many reports hide this shared picture: the more verified users have it, the more are needed.

        Owners are looked up only from a hundred avatars on, and only a hundred of them, as a sample.
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
        """Return whether an administrator has taken the picture down since."""
        review = self.store.read(documents.review(review_id))
        return review is not None and review.state is ReviewState.TAKEN_DOWN

    def _standings(self, uids: Sequence[str]) -> Mapping[str, Standing] | None:
        """Return the standings of accounts; None if Auth fails."""
        try:
            return self.people.standings(uids)
        except Exception:
            events.standing_unknown()
            return None

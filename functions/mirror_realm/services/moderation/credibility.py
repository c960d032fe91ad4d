"""Credibility: whether a report counts toward hiding a shared picture from all users, and the number of reports needed.

Accounts that can be created in any number hide a picture only from themselves, so only established accounts count.
All look-ups here are outside transactions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.report import reports_by_sample, reports_to_hide
from mirror_realm.domain.standing import Standing
from mirror_realm.domain.wish import User
from mirror_realm.services.ports import files
from mirror_realm.services.ports.accounts import People
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime

SAMPLE = 100
"""The most owners of a picture that are looked up in Auth; with fewer, the least number of reports suffices."""

MOST_COUNTED = 100_000
"""The number of owners beyond which no more reports are needed; counting takes a read for each thousand."""


@dataclass(frozen=True, slots=True)
class Credibility:
    queries: Queries
    people: People
    runtime: Runtime

    def counts(self, user: User) -> bool:
        """Return whether the reports of this user's account count.

        It takes a look-up in Auth, none for a guest. If Auth fails, the report does not count; it still hides the
        picture from its reporter.
        """
        if user.guest:
            return False
        standing = (self._standings([user.uid]) or {}).get(user.uid)
        return standing is not None and standing.established(self.runtime.now())

    def hide_after(self, look: str) -> int:
        """Return how many reports hide this shared picture: the more verified users have it, the more are needed.

        Owners are looked up only from a hundred avatars on, and only a hundred of them, as a sample, in one call of
        Auth, which alone has the verified addresses. Below a hundred the answer is exact.
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
        """Return the standings of accounts; None if Auth fails."""
        try:
            return self.people.standings(uids)
        except Exception:
            events.standing_unknown()
            return None

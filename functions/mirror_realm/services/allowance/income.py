"""The income of a user: the credits that came besides the initial ones, less those that were reclaimed."""

from dataclasses import dataclass

from mirror_realm.domain.ledger import Movement
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports.exports import OwnRecords, Records

EACH = 1_000
"""Entries of one kind that are added up, at a read: of administrators' many more than any user has."""


@dataclass(frozen=True, slots=True)
class Incomes:
    records: OwnRecords
    naming: Naming

    def of(self, uid: str) -> int:
        """Return the sum of payments, grants, months and merges, at eight reads at most. Raises Misconfigured."""
        names = self.naming.known(uid)
        came = sum(self._entered(name, Movement.GRANTED) for name in names)
        came += self._entered(names[0], Movement.MONTHLY) + self._entered(names[0], Movement.MERGED)
        bought = Records(f"users/{uid}/payments")
        came += self.records.total(bought, "credits", EACH) - self.records.total(bought, "back", EACH)
        return came - self._entered(names[0], Movement.TAKEN)

    def _entered(self, name: str, movement: Movement) -> int:
        return self.records.total(
            Records("ledger", (("person", name), ("movement", movement))), "credits", EACH
        )

"""A merge under way: a call did not complete it, so tasks and the reaper continue."""

from dataclasses import dataclass, replace
from datetime import datetime

from mirror_realm.domain.codec import Document, OmittedAtDefault, derived


@dataclass(frozen=True, slots=True)
class Merge(Document):
    """`merges/{id}`. The id is a name for the pair of accounts that leads to neither; tasks know the merge by it.

    It exists until the erasure of the old account, or of the new one, deletes it.
    """

    old: str
    """The uid of the anonymous account."""
    new: str
    """The uid of the account that gets the pictures."""
    personal: bool
    """Whether pictures made from photos move too."""
    called_at: datetime
    """The time of the last call."""
    fan_out_round: OmittedAtDefault[int] = 0
    """The round of its tasks."""

    @derived
    def accounts(self) -> tuple[str, ...]:
        """Return both uids, by which the erasure of either account finds the merge."""
        return self.old, self.new

    def fan_out_again(self) -> "Merge":
        """Return the merge with the next round of its tasks."""
        return replace(self, fan_out_round=self.fan_out_round + 1)

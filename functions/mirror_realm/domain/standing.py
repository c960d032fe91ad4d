"""Standing: what speaks for an account beyond its uid. Accounts that anybody can make in any number have none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ESTABLISHED_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one account."""

    verified: bool
    """Whether its e-mail address was confirmed, or a federated provider vouches for it; False where it is disabled."""
    created_at: datetime

    def established(self, now: datetime) -> bool:
        """Return whether the account is verified and has existed for a week."""
        return self.verified and now - self.created_at >= ESTABLISHED_AFTER

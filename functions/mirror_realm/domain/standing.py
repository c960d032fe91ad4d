"""Standing: the evidence that an account is a real user's, which mass-produced accounts lack."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ESTABLISHED_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of one account."""

    verified: bool
    """Whether its e-mail address is confirmed or its provider federated; False for a disabled account."""
    created_at: datetime

    def established(self, now: datetime) -> bool:
        """Return whether the account is verified and has existed for a week."""
        return self.verified and now - self.created_at >= ESTABLISHED_AFTER

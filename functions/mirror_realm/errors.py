"""Every way to fail, as the app sees it: reason -> callable code, retryable, refunded.

    MirrorRealmError
    ├── Refusal                     raised at admission; nothing reserved, nothing stored
    │   ├── Unauthenticated           unauthenticated
    │   ├── UserMismatch              permission-denied
    │   ├── Forbidden                 permission-denied
    │   │   └── BeingErased             the person's data is being erased
    │   ├── InvalidRequest            invalid-argument, with the fields and why
    │   ├── NotFound                  not-found
    │   ├── StageNotEarned            failed-precondition
    │   ├── ConsentMissing            failed-precondition
    │   ├── LookHidden                failed-precondition (in the document where something stands in)
    │   ├── Misconfigured             failed-precondition (found while rendering: refunded)
    │   ├── Contention                aborted, retryable
    │   └── LimitReached              resource-exhausted, retryable at `resets_at`
    │       ├── UserDailyLimit
    │       ├── GlobalDailyLimit
    │       ├── BudgetExhausted
    │       ├── InsufficientCredits
    │       └── RateLimited
    ├── RenderFailure               ends a render job; lands in the avatar document; always refunded
    │   ├── ContentRejected           the provider's policy refused; no retry mends it
    │   ├── ProviderRateLimited       retryable, knows Retry-After
    │   ├── ProviderUnavailable       retryable
    │   ├── ProviderTimeout           retryable; the call's worst-case cost is booked
    │   ├── BadOutput                 what came back is no usable picture
    │   ├── Expired                   the job ran out of attempts or time
    │   └── Cancelled                 the person took the wish back, or is being erased; retryable
    ├── LeaseLost                   another worker owns the job: stop, touch nothing
    ├── NewerSchema                 a newer deployment's document: leave it to that
    └── IllegalMove                 a state machine was asked for a move it does not have: a bug

Anything else reaches the app as `internal` with an id that finds the traceback in the log.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar


class MirrorRealmError(Exception):
    """Base of all errors of this package. `str(error)` is safe to show: no key, prompt or personal data."""

    reason: ClassVar[str] = "internal"
    code: ClassVar[str] = "internal"
    retryable: ClassVar[bool] = True

    def details(self) -> dict[str, Any]:
        """What a callable's `details` carries besides `reason` and `retryable`. JSON values only."""
        return {}


class Refusal(MirrorRealmError):
    """A wish that is turned away before anything is reserved."""

    retryable = False


class Unauthenticated(Refusal):
    reason = "unauthenticated"
    code = "unauthenticated"


class UserMismatch(Refusal):
    reason = "user_mismatch"
    code = "permission-denied"


class Forbidden(Refusal):
    reason = "forbidden"
    code = "permission-denied"


class BeingErased(Forbidden):
    """Nothing of this person's may come into being any more."""

    def __init__(self) -> None:
        super().__init__("this account's data is being erased")


class InvalidRequest(Refusal):
    """The request's shape or values are wrong. `fields` maps a dotted field path to why."""

    reason = "invalid_request"
    code = "invalid-argument"

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{field}: {why}" for field, why in self.fields.items()))

    def details(self) -> dict[str, Any]:
        return {"fields": self.fields}


class NotFound(Refusal):
    reason = "not_found"
    code = "not-found"


class StageNotEarned(Refusal):
    reason = "stage_not_earned"
    code = "failed-precondition"

    def __init__(self, stage: str, needs_days: int, active_days: int) -> None:
        self.stage, self.needs_days, self.active_days = stage, needs_days, active_days
        super().__init__(f"{stage} begins at {needs_days} active days; the wish has {active_days}")

    def details(self) -> dict[str, Any]:
        return {"stage": self.stage, "needs_days": self.needs_days, "active_days": self.active_days}


class ConsentMissing(Refusal):
    reason = "consent_missing"
    code = "failed-precondition"


class LookHidden(Refusal):
    """The look was reported: by this person, or by enough others, or it was taken down."""

    reason = "look_hidden"
    code = "failed-precondition"


class Misconfigured(Refusal):
    """The deployment lacks something only its operator can give (a key, a live model)."""

    reason = "misconfigured"
    code = "failed-precondition"


class Contention(Refusal):
    """Too many wishes at one counter at once; the same wish may succeed a moment later."""

    reason = "contention"
    code = "aborted"
    retryable = True


class LimitReached(Refusal):
    """An allowance is used up until `resets_at`. Raised only where the person declined fallbacks."""

    code = "resource-exhausted"
    retryable = True

    def __init__(self, limit: float, used: float, resets_at: datetime | None) -> None:
        self.limit, self.used, self.resets_at = limit, used, resets_at
        super().__init__(f"{self.reason.replace('_', ' ')}: {used:g} of {limit:g} used")

    def details(self) -> dict[str, Any]:
        return {
            "limit": self.limit,
            "used": self.used,
            "resets_at": self.resets_at.isoformat() if self.resets_at else None,
        }


class UserDailyLimit(LimitReached):
    reason = "user_daily_limit"


class GlobalDailyLimit(LimitReached):
    reason = "global_daily_limit"


class BudgetExhausted(LimitReached):
    """One more provider call at its worst case would not fit the day's budget (USD), or its provider is closed for the
    day because a call cost more than its worst case.
    """

    reason = "budget_exhausted"


class InsufficientCredits(LimitReached):
    """No midnight mends it: `resets_at` is None."""

    reason = "insufficient_credits"


class RateLimited(LimitReached):
    """Too many calls in a minute, a second automatic picture in a day, or nothing left to paint a stand-in with."""

    reason = "rate_limited"


class RenderFailure(MirrorRealmError):
    """A provider call, or a whole render job, that ends without a picture. Its allowance is always given back.

    `cost_micros` is what the call cost all the same, in millionths of a USD: 0 where the provider does not bill,
    None where nobody can know (a timeout, a dropped line): the call's worst case is then booked.
    """

    def __init__(self, message: str, *, cost_micros: int | None = 0) -> None:
        self.cost_micros = cost_micros
        super().__init__(message)


class ContentRejected(RenderFailure):
    reason = "content_rejected"
    retryable = False


class ProviderRateLimited(RenderFailure):
    """The provider asks to wait; `retry_after` is in seconds, None where it did not say."""

    reason = "provider_rate_limited"

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class ProviderUnavailable(RenderFailure):
    reason = "provider_unavailable"


class ProviderTimeout(RenderFailure):
    reason = "provider_timeout"


class BadOutput(RenderFailure):
    reason = "bad_output"


class Expired(RenderFailure):
    reason = "expired"


class Cancelled(RenderFailure):
    reason = "cancelled"


class LeaseLost(MirrorRealmError):
    """This worker no longer owns the job."""

    reason = "lease_lost"


class NewerSchema(MirrorRealmError):
    """A document as only a newer deployment of ours can read it."""

    reason = "newer_schema"


class IllegalMove(MirrorRealmError):
    """A state machine has no such move."""

    def __init__(self, machine: str, state: str, move: str) -> None:
        super().__init__(f"{machine}: no move {move!r} from {state!r}")

"""All errors of the backend, with the reason and the callable code that the app receives.

    MirrorRealmError
    ├── Refusal                     raised at admission; nothing reserved, nothing stored
    │   ├── Unauthenticated           unauthenticated
    │   ├── UserMismatch              permission-denied
    │   ├── Forbidden                 permission-denied
    │   │   ├── RoleMissing             an administrator's role may not do this
    │   │   ├── ReadOnlyToken           the token is of an app that only reads a user's avatars
    │   │   └── BeingErased             the account's data is being erased
    │   ├── SignInAgain               failed-precondition: an administrator's sign-in is too old for this act
    │   ├── InvalidRequest            invalid-argument, with a reason for each field
    │   │   └── UnknownPreset           there is no preset of this id
    │   ├── NotFound                  not-found
    │   │   └── ProjectNotFound         the user has no such project, or not any more
    │   ├── TooManyProjects           failed-precondition
    │   ├── StageNotEarned            failed-precondition
    │   ├── ConsentMissing            failed-precondition
    │   ├── PlanRequired              failed-precondition: the user's plan has not what is asked
    │   ├── VariationFailed           failed-precondition: there is no picture to keep
    │   ├── VariationUnderWay         failed-precondition, retryable
    │   ├── VariationExpired          failed-precondition
    │   ├── LookHidden                failed-precondition (in the document if a fallback is shown)
    │   ├── NotReady                  failed-precondition, retryable: the avatar has not its own picture yet
    │   ├── PhotoRefused              failed-precondition: the user's own picture cannot be an avatar
    │   ├── PhotoUnjudged             unavailable, retryable: nothing could judge it now
    │   ├── Misconfigured             failed-precondition (found while rendering: refunded)
    │   ├── Contention                aborted, retryable
    │   └── LimitReached              resource-exhausted, retryable at `resets_at`
    │       ├── UserDailyLimit
    │       ├── UserMonthlyLimit
    │       ├── GlobalDailyLimit
    │       ├── BudgetExhausted
    │       ├── InsufficientCredits
    │       ├── TooManyShares
    │       └── RateLimited
    ├── RenderFailure               ends a render job; lands in the avatar document; always refunded
    │   ├── ContentRejected           the provider's policy refused; a retry does not help
    │   ├── ProviderRateLimited       retryable, with Retry-After
    │   ├── ProviderUnavailable       retryable
    │   ├── ProviderTimeout           retryable; the call's worst-case cost is booked
    │   ├── BadOutput                 the answer contains no usable picture
    │   ├── Expired                   the job ran out of attempts or time
    │   └── Cancelled                 the user cancelled the request, or is being erased; retryable
    ├── LeaseLost                   another worker owns the job: stop, change nothing
    ├── NewerSchema                 the document is of a newer deployment, which must handle it
    └── IllegalMove                 a state machine has no such move: a bug

The app receives any other exception as `internal`, with an id by which the log has the traceback.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar


class MirrorRealmError(Exception):
    """Base of all errors of this package. `str(error)` is safe to show: no key, prompt or personal data."""

    reason: ClassVar[str] = "internal"
    code: ClassVar[str] = "internal"
    retryable: ClassVar[bool] = True

    def details(self) -> dict[str, Any]:
        """Return the fields of a callable's `details` besides `reason` and `retryable`, as JSON values."""
        return {}


class Refusal(MirrorRealmError):
    """A request that is refused before anything is reserved."""

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


class RoleMissing(Forbidden):
    """The administrator's role may not do this."""

    def __init__(self, needs: str) -> None:
        self.needs = needs
        super().__init__(f"this needs the role {needs}")

    def details(self) -> dict[str, Any]:
        return {"needs": self.needs}


class SignInAgain(Refusal):
    """The act needs a recent sign-in: the administrator signs in anew and repeats the call."""

    reason = "sign_in_again"
    code = "failed-precondition"

    def __init__(self) -> None:
        super().__init__("this needs a sign-in within the last hour: sign in again, then repeat the call")


class ReadOnlyToken(Forbidden):
    """The token is of an app that may only read a user's avatars, through the security rules."""

    reason = "read_only_token"

    def __init__(self) -> None:
        super().__init__("this token only reads avatars: sign in as a user to call this")


class BeingErased(Forbidden):
    """The account is being erased: no new data of the user may be stored."""

    def __init__(self) -> None:
        super().__init__("this account's data is being erased")


class InvalidRequest(Refusal):
    """The request's shape or values are wrong. `fields` maps each dotted field path to a reason."""

    reason = "invalid_request"
    code = "invalid-argument"

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{field}: {why}" for field, why in self.fields.items()))

    def details(self) -> dict[str, Any]:
        return {"fields": self.fields}


class UnknownPreset(InvalidRequest):
    """There is no preset of this id; an app may know one that this deployment does not have."""

    reason = "unknown_preset"

    def __init__(self) -> None:
        super().__init__({"preset": "must be the id of a preset of list_styles"})


class NotFound(Refusal):
    reason = "not_found"
    code = "not-found"


class ProjectNotFound(NotFound):
    """There is no such project of the user; another user's is not distinguished from none."""

    reason = "project_not_found"

    def __init__(self) -> None:
        super().__init__("there is no such project")


class TooManyProjects(Refusal):
    reason = "too_many_projects"
    code = "failed-precondition"

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"there are {limit} projects already: delete one first")

    def details(self) -> dict[str, Any]:
        return {"limit": self.limit}


class StageNotEarned(Refusal):
    reason = "stage_not_earned"
    code = "failed-precondition"

    def __init__(self, stage: str, needs_days: int, active_days: int) -> None:
        self.stage, self.needs_days, self.active_days = stage, needs_days, active_days
        super().__init__(f"{stage} begins at {needs_days} active days; the wish has {active_days}")

    def details(self) -> dict[str, Any]:
        return {"stage": self.stage, "needs_days": self.needs_days, "active_days": self.active_days}


class ConsentMissing(Refusal):
    """There is no recorded consent to the use of photos, or it names not all who would get the photo now."""

    reason = "consent_missing"
    code = "failed-precondition"

    def __init__(self, message: str, recipients: Iterable[str] = ()) -> None:
        self.recipients = sorted(recipients)
        super().__init__(message)

    def details(self) -> dict[str, Any]:
        return {"recipients": self.recipients}


class PlanRequired(Refusal):
    """The user's plan has not what is asked. `plans` are the ones that have it.

    field: the field of the request that asks for it; `preset` for the style of a preset.
    """

    reason = "plan_required"
    code = "failed-precondition"

    def __init__(self, field: str, value: object, plan: str, plans: Iterable[str]) -> None:
        self.field, self.plan, self.plans = field, plan, [*plans]
        what = "style" if field == "preset" else field
        super().__init__(f"the plan {plan} has not the {what} {value}")

    def details(self) -> dict[str, Any]:
        return {"field": self.field, "plan": self.plan, "plans": self.plans}


class VariationFailed(Refusal):
    """The avatar of a set has no picture that the user could keep: its making failed, or it was taken away."""

    reason = "variation_failed"
    code = "failed-precondition"


class VariationUnderWay(Refusal):
    """The picture of the avatar is still being made; the user can choose it afterwards."""

    reason = "variation_under_way"
    code = "failed-precondition"
    retryable = True


class VariationExpired(Refusal):
    """The time for choosing the avatar is over: another one of its set stays, and it is about to be deleted."""

    reason = "variation_expired"
    code = "failed-precondition"


class LookHidden(Refusal):
    """The picture was reported by this user or by enough others, or it was taken down."""

    reason = "look_hidden"
    code = "failed-precondition"


class NotReady(Refusal):
    """The avatar has no picture of its own yet: it is being made, failed, or shows a fallback."""

    reason = "not_ready"
    code = "failed-precondition"
    retryable = True


class PhotoRefused(Refusal):
    """The user's own picture cannot be used as it is; the message says why."""

    reason = "photo_refused"
    code = "failed-precondition"


class PhotoUnjudged(Refusal):
    """The user's own picture could not be opened or judged just now; the same request may succeed a moment later."""

    reason = "photo_unchecked"
    code = "unavailable"
    retryable = True

    def __init__(self) -> None:
        super().__init__("the photo could not be checked just now; try again in a moment")


class Misconfigured(Refusal):
    """The deployment lacks something that only its operator can provide (a key, a live model)."""

    reason = "misconfigured"
    code = "failed-precondition"


class AccountRefused(Misconfigured):
    """The provider takes no request of this deployment: its key is wrong, or its account has no credit."""


class ModelGone(Misconfigured):
    """The provider does not have this model, or not any more."""


class Contention(Refusal):
    """Too many transactions wrote the same counter at once; the same request may succeed a moment later."""

    reason = "contention"
    code = "aborted"
    retryable = True


class LimitReached(Refusal):
    """An allowance is used up until `resets_at`. Raised only if the request declined fallbacks."""

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


class UserMonthlyLimit(LimitReached):
    """The user's plan has no more pictures for this month; `resets_at` is the month's end."""

    reason = "user_monthly_limit"


class GlobalDailyLimit(LimitReached):
    reason = "global_daily_limit"


class BudgetExhausted(LimitReached):
    """The day's budget (USD) has no room for one more provider call at its worst case.

    Also raised if the provider is closed for the day, because a call cost more than its worst case.
    """

    reason = "budget_exhausted"


class InsufficientCredits(LimitReached):
    """The user's credits do not cover the picture. They do not reset: `resets_at` is None."""

    reason = "insufficient_credits"


class TooManyShares(LimitReached):
    """The user has as many open shares as they may; `resets_at` is when the first of them ends."""

    reason = "too_many_shares"


class RateLimited(LimitReached):
    """Too many calls in a minute, a second automatic picture in a day, or no allowance for a fallback picture."""

    reason = "rate_limited"


class RenderFailure(MirrorRealmError):
    """A provider call, or a whole render job, that ends without a picture. Its allowance is always given back.

    `cost_micros` is the cost of the call in millionths of a USD: 0 if the provider does not bill it, None if it is
    unknown (a timeout, a lost connection), in which case the call's worst case is booked.
    """

    def __init__(self, message: str, *, cost_micros: int | None = 0) -> None:
        self.cost_micros = cost_micros
        super().__init__(message)


class ContentRejected(RenderFailure):
    reason = "content_rejected"
    retryable = False


class ProviderRateLimited(RenderFailure):
    """The provider asks to wait; `retry_after` is in seconds, None if it gave no time."""

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


class BlackPicture(BadOutput):
    """A wholly black picture, which some providers send in place of a refusal."""


class Expired(RenderFailure):
    reason = "expired"


class Cancelled(RenderFailure):
    reason = "cancelled"


class LeaseLost(MirrorRealmError):
    """This worker no longer owns the job."""

    reason = "lease_lost"


class NewerSchema(MirrorRealmError):
    """The document has a newer schema, which only a newer deployment can read."""

    reason = "newer_schema"


class IllegalMove(MirrorRealmError):
    """A state machine has no such move."""

    def __init__(self, machine: str, state: str, move: str) -> None:
        super().__init__(f"{machine}: no move {move!r} from {state!r}")

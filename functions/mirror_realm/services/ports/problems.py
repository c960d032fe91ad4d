"""Problems: the conversion of limits and errors to exceptions and to their stored form in avatars and jobs."""

from datetime import datetime
from typing import TYPE_CHECKING

from mirror_realm import errors
from mirror_realm.domain.avatar import Problem

if TYPE_CHECKING:
    from mirror_realm.domain.allowance import Shortage

_LIMIT_ERRORS: dict[str, type[errors.LimitReached]] = {
    kind.reason: kind
    for kind in (
        errors.UserDailyLimit,
        errors.UserMonthlyLimit,
        errors.GlobalDailyLimit,
        errors.BudgetExhausted,
        errors.InsufficientCredits,
        errors.RateLimited,
    )
}


def limit_error(short: "Shortage", resets_at: datetime) -> errors.LimitReached:
    """Return the exception for a limit that is reached."""
    kind = _LIMIT_ERRORS[short.reason]
    return kind(short.limit, short.used, None if kind is errors.InsufficientCredits else resets_at)


def problem_of(error: errors.MirrorRealmError) -> Problem:
    """Return the stored form of an error in an avatar or a job."""
    return Problem(error.reason, str(error), error.retryable)

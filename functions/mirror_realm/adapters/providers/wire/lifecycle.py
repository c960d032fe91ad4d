"""Lifecycle: warnings before a shutdown of an image model, which happens about twice a year."""

from datetime import date, timedelta

from mirror_realm.errors import Misconfigured

NOTICE = timedelta(days=30)
"""The time before a shutdown at which the warning begins."""


def shutdown_warning(model: str, announced: str | None, today: date) -> str | None:
    """Return a warning for the operator if the model is shut down within `NOTICE`, else None.

    announced: the API's `shutdown_date` (ISO 8601, a date or date-time).

    Raises `Misconfigured` from that date on.
    """
    if announced is None:
        return None
    try:
        last_day = date.fromisoformat(announced[:10])
    except ValueError:
        return f"{model} will be shut down, on a date we cannot read: choose another model"
    if last_day <= today:
        raise Misconfigured(f"{model} was shut down on {last_day}: choose another model")
    if last_day - today <= NOTICE:
        return f"{model} will be shut down on {last_day}: choose another model"
    return None

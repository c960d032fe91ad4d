"""Alert kinds: which states of the deployment are alerts for the operator, and their words.

Every text names the alert of docs/operations.md in parentheses. None has anything of a user.
"""

from collections.abc import Iterator
from datetime import date

from mirror_realm.domain.alerts import Alert
from mirror_realm.domain.allowance import MARKS, MONEY, PAINTINGS, PICTURES, GlobalDay, Tally
from mirror_realm.domain.model_state import ModelStates
from mirror_realm.domain.money import MICROS

REFUNDED_SHARE = 0.2
"""The share of the day's ended jobs above which refunds are an alert."""
FEW_REFUNDS = 5
"""Fewer refunds than these are none: of two jobs one is half."""
MOST_LETTERS = 20
"""Dead letters are counted up to here."""

_THEN = {
    PICTURES: "users get fallbacks until midnight",
    MONEY: "the budget is exhausted and users get fallbacks until midnight",
    PAINTINGS: "no fallback is painted until midnight",
}


def of_day(day: GlobalDay) -> Iterator[Alert]:
    """Yield the highest mark of each quantity, what cost too much, and the refunds."""
    for of, then in _THEN.items():
        reached = [percent for percent in MARKS if f"{of}-{percent}" in day.marks]
        if reached:
            percent = max(reached)
            what = (
                f"{percent} % of today's {of} are used"
                if of != MONEY
                else f"{percent} % of today's money is used"
            )
            end = f": {then}" if percent >= 100 else ""
            yield Alert(f"usage-{of}-{percent}-{day.day}", f"{what}{end} (usage_{percent}).")
    for provider in day.closed_providers:
        dollars = f"{day.overrun_micros / MICROS:.2f} USD"
        yield Alert(
            f"overrun-{provider}-{day.day}",
            f"A call of {provider} cost more than was held, {dollars} in all today: it gets no more calls "
            "today (overrun).",
        )
    if refunds_are_many(day.tally):
        ended = day.tally.settled + day.tally.refunded
        yield Alert(
            f"refunds-{day.day}",
            f"{day.tally.refunded} of today's {ended} jobs gave their allowance back (refunds).",
        )


def refunds_are_many(tally: Tally) -> bool:
    ended = tally.settled + tally.refunded
    return tally.refunded >= FEW_REFUNDS and tally.refunded > REFUNDED_SHARE * ended


def of_models(states: ModelStates, today: date) -> Iterator[Alert]:
    """Yield the models that are shut down, or soon will be."""
    for state in states.models:
        if state.dead(today):
            yield Alert(
                f"model-gone-{state.renderer}",
                f"The model of {state.renderer} is gone: no new picture can be made by it (models).",
            )
        elif state.ending(today):
            on = (state.shutdown or "")[:10]
            yield Alert(
                f"model-ending-{state.renderer}-{on}",
                f"The model of {state.renderer} is shut down on {on}: choose another one and deploy (models).",
            )


def of_dead_letters(count: int, day: str) -> Alert:
    number = f"more than {MOST_LETTERS}" if count > MOST_LETTERS else str(count)
    return Alert(dead_letters_key(day), f"Dead letters that wait to be replayed: {number} (dead_letters).")


def dead_letters_key(day: str) -> str:
    return f"dead-letters-{day}"


def of_stuck_jobs(count: int, day: str) -> Alert:
    return Alert(f"stuck-jobs-{day}", f"Jobs that no pass of the reaper could take up: {count} (stuck_jobs).")


def of_provider(provider: str, day: str, *, refused: bool) -> Alert:
    """Return the alert of a provider that refuses our key or account, or that is down."""
    if refused:
        return Alert(
            f"account-refused-{provider}-{day}", f"{provider} refuses our key or account (account_refused)."
        )
    return Alert(
        f"provider-down-{provider}-{day}", f"{provider} is down: users get fallbacks (provider_down)."
    )


def of_schedule(function: str, day: str) -> Alert:
    return Alert(
        f"schedule-{function}-{day}", f"The scheduled function {function} failed (functions_failing)."
    )

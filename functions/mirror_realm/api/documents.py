"""The handlers of the document triggers, by name, for events and for the replay of dead letters."""

from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from mirror_realm import bootstrap
from mirror_realm.api.triggers import RENDER_SECONDS
from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.wish import User
from mirror_realm.errors import Unauthenticated
from mirror_realm.services.maintenance.dead_letters import Handler
from mirror_realm.services.ports.accounts import DISABLED

TO_END = timedelta(seconds=30)
"""The end of a function's time, reserved for a last try to settle."""


def render_attempt(path: str) -> None:
    """Run the attempt `renders/{render_id}/attempts/{attempt}`; ignore a path whose attempt is not a number."""
    until = datetime.now(UTC) + timedelta(seconds=RENDER_SECONDS) - TO_END
    _, render_id, _, attempt = path.split("/")
    if attempt.isascii() and attempt.isdigit():
        bootstrap.services().rendering.run(render_id, int(attempt), until)


def answer_wish(path: str) -> None:
    """Answer `users/{uid}/avatarRequests/{request_id}`; refuse a disabled account, ignore a deleted one."""
    _, uid, _, request_id = path.split("/")
    services = bootstrap.services()
    account = services.people.find(uid)
    if account is not None:
        parse = _refuse_disabled if account.disabled else parse_wish
        services.answering.answer(account.user, request_id, parse)


def celebrate_progress(path: str) -> None:
    """Check `users/{uid}/progress/current` for a milestone, unless the account is disabled or deleted."""
    uid = path.split("/")[1]
    services = bootstrap.services()
    account = services.people.find(uid)
    if account is None or account.disabled:
        return
    if services.settings.evolution_at_night:
        services.nights.note(account.user)
    else:
        services.milestones.progressed(account.user)


def book_payment(path: str) -> None:
    """Book the payment `customers/{uid}/payments/{payment_id}`, which the Stripe extension wrote."""
    _, uid, _, payment_id = path.split("/")
    bootstrap.services().selling.book(uid, payment_id)


def _refuse_disabled(wish: Any, user: User) -> NoReturn:
    raise Unauthenticated(DISABLED)


def recount_uploads(path: str) -> None:
    """Recount the uploads of `users/{uid}/uploads/current`, in place of events that became dead letters."""
    bootstrap.services().upload_limits.recount(path.split("/")[1])


HANDLERS: dict[str, Handler] = {
    **{
        handler.__name__: handler
        for handler in (render_attempt, answer_wish, celebrate_progress, book_payment)
    },
    **dict.fromkeys(("count_upload", "release_upload"), recount_uploads),
}

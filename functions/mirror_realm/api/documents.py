"""What the document triggers do, by name: their events and the replay of dead letters both come here."""

from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from mirror_realm import bootstrap
from mirror_realm.api.triggers import RENDER_SECONDS
from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.wish import Person
from mirror_realm.errors import Unauthenticated
from mirror_realm.services.maintenance.dead_letters import Handler
from mirror_realm.services.ports.accounts import DISABLED

TO_END = timedelta(seconds=30)
"""What is left of a function's time for a last try to settle."""


def render_attempt(path: str) -> None:
    """`renders/{render_id}/attempts/{attempt}`; what has no number is no attempt of ours."""
    until = datetime.now(UTC) + timedelta(seconds=RENDER_SECONDS) - TO_END
    _, render_id, _, attempt = path.split("/")
    if attempt.isascii() and attempt.isdigit():
        bootstrap.services().rendering.run(render_id, int(attempt), until)


def answer_wish(path: str) -> None:
    """Answer `users/{uid}/avatarRequests/{request_id}`; refuse a disabled account, leave one that is gone alone."""
    _, uid, _, request_id = path.split("/")
    services = bootstrap.services()
    account = services.people.find(uid)
    if account is not None:
        parse = _refuse_disabled if account.disabled else parse_wish
        services.answering.answer(account.person, request_id, parse)


def celebrate_progress(path: str) -> None:
    """Celebrate `users/{uid}/progress/current`, unless the account is disabled or gone."""
    uid = path.split("/")[1]
    services = bootstrap.services()
    account = services.people.find(uid)
    if account is None or account.disabled:
        return
    if services.settings.evolution_at_night:
        services.nights.note(account.person)
    else:
        services.celebrating.progressed(account.person)


def _refuse_disabled(wish: Any, person: Person) -> NoReturn:
    raise Unauthenticated(DISABLED)


def recount_uploads(path: str) -> None:
    """`users/{uid}/uploads/current`: what reports that were put aside would have done."""
    bootstrap.services().upload_limits.recount(path.split("/")[1])


HANDLERS: dict[str, Handler] = {
    **{handler.__name__: handler for handler in (render_attempt, answer_wish, celebrate_progress)},
    **dict.fromkeys(("count_upload", "release_upload"), recount_uploads),
}

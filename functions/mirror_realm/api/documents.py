"""What the document triggers do, by name: their events and the replay of dead letters both come here."""

from datetime import UTC, datetime, timedelta

from mirror_realm import bootstrap
from mirror_realm.api.triggers import RENDER_SECONDS
from mirror_realm.api.wish_request import parse_wish
from mirror_realm.services.maintenance.dead_letters import Handler

TO_END = timedelta(seconds=30)
"""What is left of a function's time for a last try to settle."""


def render_attempt(path: str) -> None:
    """`renders/{render_id}/attempts/{attempt}`; what has no number is no attempt of ours."""
    until = datetime.now(UTC) + timedelta(seconds=RENDER_SECONDS) - TO_END
    _, render_id, _, attempt = path.split("/")
    if attempt.isascii() and attempt.isdigit():
        bootstrap.services().rendering.run(render_id, int(attempt), until)


def answer_wish(path: str) -> None:
    """`users/{uid}/avatarRequests/{request_id}`"""
    _, uid, _, request_id = path.split("/")
    services = bootstrap.services()
    person = services.people.find(uid)
    if person is not None:
        services.answering.answer(person, request_id, parse_wish)


def celebrate_progress(path: str) -> None:
    """`users/{uid}/progress/current`"""
    uid = path.split("/")[1]
    services = bootstrap.services()
    person = services.people.find(uid)
    if person is None:
        return
    if services.settings.evolution_at_night:
        services.nights.note(person)
    else:
        services.celebrating.progressed(person)


def recount_uploads(path: str) -> None:
    """`users/{uid}/uploads/current`: what reports that were put aside would have done."""
    bootstrap.services().upload_limits.recount(path.split("/")[1])


HANDLERS: dict[str, Handler] = {
    **{handler.__name__: handler for handler in (render_attempt, answer_wish, celebrate_progress)},
    **dict.fromkeys(("count_upload", "release_upload"), recount_uploads),
}

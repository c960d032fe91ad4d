"""Structured log: one named function per event, one JSON line each on stderr, as Cloud Logging reads it.

Nothing that can be shown to be somebody's is logged: no uid, photo, token, key, prompt or free text. A job is named by
its `render_id`, which only the backend can turn into a person.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from typing import Any

from mirror_realm.errors import MirrorRealmError

_LOG = logging.getLogger("mirror_realm")


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"severity": record.levelname, "message": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["message"] += "\n" + _traceback(record.exc_info[1])
        return json.dumps(line, default=str)


def _traceback(error: BaseException, told: frozenset[int] = frozenset()) -> str:
    """As Python prints it, but messages of our own errors only: a library's may quote a path, a prompt or a key.

    An error that was raised again while it was being handled is in its own past: it is told once, as Python does.
    """
    said = f": {error}" if isinstance(error, MirrorRealmError) else ""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    frames = "".join(traceback.format_tb(error.__traceback__))
    own = f"Traceback (most recent call last):\n{frames}{kind}{said}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told |= {id(error)}
    if before is None or id(before) in told:
        return own
    return f"{_traceback(before, told)}\n\nwhich led to\n\n{own}"


def to_stderr() -> None:
    """Writes events where the platform collects them. Called once, by the composition root."""
    if not _LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_JsonLines())
        _LOG.addHandler(handler)
        _LOG.setLevel(logging.INFO)
        _LOG.propagate = False


def _say(level: int, event: str, *, exc_info: bool = False, **fields: Any) -> None:
    _LOG.log(level, event, extra={"fields": {"event": event, **fields}}, exc_info=exc_info)


def wish_admitted(outcome: str, *, style: str, stage: str, render_id: str | None = None) -> None:
    _say(logging.INFO, "wish_admitted", outcome=outcome, style=style, stage=stage, render_id=render_id)


def wish_refused(reason: str) -> None:
    _say(logging.INFO, "wish_refused", reason=reason)


def limit_reached(reason: str, *, limit: float, used: float) -> None:
    _say(logging.WARNING, "limit_reached", reason=reason, limit=limit, used=used)


def render_claimed(render_id: str, attempt: int) -> None:
    _say(logging.INFO, "render_claimed", render_id=render_id, attempt=attempt)


def render_not_claimed(render_id: str, attempt: int, why: str) -> None:
    """A duplicate or late delivery: expected, harmless."""
    _say(logging.INFO, "render_not_claimed", render_id=render_id, attempt=attempt, why=why)


def provider_call_failed(render_id: str, call: int, reason: str) -> None:
    _say(logging.WARNING, "provider_call_failed", render_id=render_id, call=call, reason=reason)


def cost_doubted(render_id: str, call: int, *, held_micros: int, said_micros: int) -> None:
    """A provider named a cost that cannot be true: the call's worst case is booked instead."""
    _say(
        logging.ERROR,
        "cost_doubted",
        render_id=render_id,
        call=call,
        held_micros=held_micros,
        said_micros=min(said_micros, 10**15),
    )


def budget_overrun(render_id: str, call: int, *, held_micros: int, cost_micros: int) -> None:
    """A call cost more than its worst case: the rest is not in the day's budget, and counted as its overrun."""
    _say(
        logging.ERROR,
        "budget_overrun",
        render_id=render_id,
        call=call,
        held_micros=held_micros,
        cost_micros=cost_micros,
    )


def provider_closed(provider: str, *, day: str, overrun_micros: int) -> None:
    """A call cost more than its worst case: none of its provider's is authorised any more on that day."""
    _say(logging.ERROR, "provider_closed", provider=provider, day=day, overrun_micros=overrun_micros)


def picture_found(render_id: str, call: int) -> None:
    """A worker died with a paid picture stored: the job settles from it, without another call."""
    _say(logging.WARNING, "picture_found", render_id=render_id, call=call)


def improvement_failed(render_id: str) -> None:
    """A picture could not be judged, or no better one drawn: the one there is, is kept. Carries the traceback."""
    _say(logging.WARNING, "improvement_failed", exc_info=True, render_id=render_id)


def picture_poor(render_id: str, score: float, reasons: Iterable[str]) -> None:
    """A usable picture with faults: one more is asked for, and the better one is kept."""
    _say(logging.WARNING, "picture_poor", render_id=render_id, score=score, reasons=list(reasons))


def render_settled(render_id: str, *, cost_micros: int, seconds: float) -> None:
    _say(
        logging.INFO,
        "render_settled",
        render_id=render_id,
        cost_micros=cost_micros,
        seconds=round(seconds, 3),
    )


def render_failed(render_id: str, reason: str, *, refunded: bool) -> None:
    _say(logging.WARNING, "render_failed", render_id=render_id, reason=reason, refunded=refunded)


def render_requeued(render_id: str, attempt: int) -> None:
    """A worker died or never came; the next attempt starts."""
    _say(logging.WARNING, "render_requeued", render_id=render_id, attempt=attempt)


def reaped(*, requeued: int, ended: int, rescued: int, released: int) -> None:
    """One pass of the reaper. Anything but zeros means that something died."""
    level = logging.WARNING if requeued or ended or rescued or released else logging.INFO
    _say(level, "reaped", requeued=requeued, ended=ended, rescued=rescued, released=released)


def document_unreadable(collection: str, document_id: str, why: str) -> None:
    """A damaged document was found, and left out."""
    _say(logging.ERROR, "document_unreadable", collection=collection, document_id=document_id, why=why)


def erasure_begun() -> None:
    """A person's data is being erased: by their own wish, by an operator, or because their account is gone."""
    _say(logging.INFO, "erasure_begun")


def erasure_done(*, seconds: float, rounds: int) -> None:
    """Everything of a person was listed again and found empty."""
    _say(logging.INFO, "erasure_done", seconds=round(seconds, 3), rounds=rounds)


def erasure_overdue(*, hours: float, why: str) -> None:
    """An erasure is taken up again long after it began."""
    _say(logging.ERROR, "erasure_overdue", hours=hours, why=why)


def accounts_looked_up(*, looked: int, gone: int) -> None:
    """People who have anything here were looked up in Auth; those without an account are erased."""
    _say(logging.INFO, "accounts_looked_up", looked=looked, gone=gone)


def accounts_not_believed(*, looked: int) -> None:
    """Auth knows not one of many people: nobody is erased for that."""
    _say(logging.ERROR, "accounts_not_believed", looked=looked)


def upload_discarded(reason: str) -> None:
    _say(logging.WARNING, "upload_discarded", reason=reason)


def consent_withdrawn(*, pictures: int) -> None:
    _say(logging.INFO, "consent_withdrawn", pictures=pictures)


def picture_reported(reason: str, *, counted: bool, personal: bool) -> None:
    """A person does not want to see a picture: hidden from them, and put before the administrators."""
    _say(logging.INFO, "picture_reported", reason=reason, counted=counted, personal=personal)


def standing_unknown() -> None:
    """Auth did not answer when a report was filed: it hides the picture from its reporter alone."""
    _say(logging.WARNING, "standing_unknown", exc_info=True)


def look_hidden(review_id: str, *, reports: int) -> None:
    """Enough people reported a shared look: nobody gets it until an administrator decides."""
    _say(logging.ERROR, "look_hidden", review_id=review_id, reports=reports)


def review_decided(review_id: str, decision: str) -> None:
    _say(logging.WARNING, "review_decided", review_id=review_id, decision=decision)


def pictures_withdrawn(review_id: str, *, avatars: int) -> None:
    """Avatars that showed a hidden look, or one taken down, have a stand-in."""
    _say(logging.INFO, "pictures_withdrawn", review_id=review_id, avatars=avatars)


def avatar_deleted() -> None:
    """A person deleted one of their avatars."""
    _say(logging.INFO, "avatar_deleted")


def account_merged(*, avatars: int) -> None:
    """The pictures of an anonymous account went over to the one its person had; it is being erased."""
    _say(logging.INFO, "account_merged", avatars=avatars)


def night_passed(*, seen: int) -> None:
    """One pass over the milestones that are rendered at night."""
    _say(logging.INFO, "night_passed", seen=seen)


def milestone_skipped(reason: str) -> None:
    """A milestone without a picture, for now: it is tried again with the person's next progress."""
    _say(logging.INFO, "milestone_skipped", reason=reason)


def usage_mark(of: str, percent: int) -> None:
    """So much of everybody's day is used, once a day each. `of`: pictures, money or paintings. 100: people get less."""
    level = logging.ERROR if percent >= 100 else logging.WARNING
    _say(level, "usage_mark", of=of, percent=percent)


def trigger_failed(function: str, event_id: str) -> None:
    """A document's event could not be handled this time and is delivered again. Carries the traceback."""
    _say(logging.WARNING, "trigger_failed", exc_info=True, function=function, event_id=event_id)


def schedule_failed(function: str) -> None:
    """A scheduled function broke off; its next run takes up what is left. Carries the traceback."""
    _say(logging.ERROR, "schedule_failed", exc_info=True, function=function)


def dead_letter(function: str, dead_letter_id: str) -> None:
    """An event that cannot be handled was put aside; see docs/operations.md for replaying it. Carries the traceback."""
    _say(logging.ERROR, "dead_letter", exc_info=True, function=function, dead_letter_id=dead_letter_id)


def swept(*, retired: int, folders: int, photos: int, documents: int) -> None:
    _say(logging.INFO, "swept", retired=retired, folders=folders, photos=photos, documents=documents)


def breaker_opened(provider: str) -> None:
    """The provider is down: calls are held back, people get the ladder."""
    _say(logging.ERROR, "breaker_opened", provider=provider)


def lease_lost(render_id: str, attempt: int) -> None:
    _say(logging.WARNING, "lease_lost", render_id=render_id, attempt=attempt)


def attempt_died(render_id: str, attempt: int) -> None:
    """An error of ours or of the platform: the reaper starts the next attempt. Carries the traceback."""
    _say(logging.ERROR, "attempt_died", exc_info=True, render_id=render_id, attempt=attempt)


def aftermath_failed(render_id: str, attempt: int) -> None:
    """A job has ended, but its photo or its followers are left to the sweep and the reaper. Carries the traceback."""
    _say(logging.ERROR, "aftermath_failed", exc_info=True, render_id=render_id, attempt=attempt)


def followers_resolved(render_id: str, count: int) -> None:
    _say(logging.INFO, "followers_resolved", render_id=render_id, count=count)


def callable_failed(function: str, error_id: str) -> None:
    """An error nobody foresaw; the app was told its id. Carries the traceback."""
    _say(logging.ERROR, "callable_failed", exc_info=True, function=function, error_id=error_id)

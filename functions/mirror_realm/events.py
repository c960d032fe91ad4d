"""Structured log: one function for each event, which writes one JSON line to stderr, as Cloud Logging reads it.

No personal data is logged: no uid, photo, token, key, prompt or free text. A job is named by its `render_id`, which
only the backend can relate to a user.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from typing import Any

from mirror_realm import tracing
from mirror_realm.errors import MirrorRealmError

_LOG = logging.getLogger("mirror_realm")


class _JsonLines(logging.Formatter):
    def __init__(self, project: str) -> None:
        super().__init__()
        self._project = project

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"severity": record.levelname, "message": record.getMessage()}
        line |= getattr(record, "fields", {})
        if trace := getattr(record, "trace", None):
            line["logging.googleapis.com/trace"] = f"projects/{self._project}/traces/{trace}"
        if record.exc_info and record.exc_info[1] is not None:
            line["message"] += "\n" + _traceback(record.exc_info[1])
        return json.dumps(line, default=str)


def _traceback(error: BaseException, seen: frozenset[int] = frozenset()) -> str:
    """Return a traceback as Python prints it, with the messages of our own errors only.

    A library's message may quote a path, a prompt or a key. An error that was raised again while it was handled is its
    own context: it is printed once, as Python does.
    """
    message = f": {error}" if isinstance(error, MirrorRealmError) else ""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    frames = "".join(traceback.format_tb(error.__traceback__))
    own = f"Traceback (most recent call last):\n{frames}{kind}{message}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    seen |= {id(error)}
    if before is None or id(before) in seen:
        return own
    return f"{_traceback(before, seen)}\n\nwhich led to\n\n{own}"


def to_stderr(project: str = "") -> None:
    """Send events to stderr, where the platform collects them. The composition root calls this once.

    project: whose traces the lines belong to.
    """
    if not _LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_JsonLines(project))
        _LOG.addHandler(handler)
        _LOG.setLevel(logging.INFO)
        _LOG.propagate = False


def _log(level: int, event: str, *, exc_info: bool = False, **fields: Any) -> None:
    _LOG.log(
        level,
        event,
        extra={"fields": {"event": event, **fields}, "trace": tracing.current()},
        exc_info=exc_info,
    )


def wish_admitted(outcome: str, *, style: str, stage: str, render_id: str | None = None) -> None:
    _log(logging.INFO, "wish_admitted", outcome=outcome, style=style, stage=stage, render_id=render_id)


def failed_over(render_id: str, *, provider: str, instead_of: str) -> None:
    _log(logging.WARNING, "failed_over", render_id=render_id, provider=provider, instead_of=instead_of)


def wish_refused(reason: str) -> None:
    _log(logging.INFO, "wish_refused", reason=reason)


def limit_reached(reason: str, *, limit: float, used: float) -> None:
    _log(logging.WARNING, "limit_reached", reason=reason, limit=limit, used=used)


def plan_unknown(plan: str) -> None:
    """Log that an account's claim names a plan that PLANS has not; the account is a free one. Once for each name."""
    _log(logging.WARNING, "plan_unknown", plan=plan)


def jobs_started(provider: str, *, started: int) -> None:
    """Log that jobs that had waited for the pace of their provider were started."""
    _log(logging.INFO, "jobs_started", provider=provider, started=started)


def render_claimed(render_id: str, attempt: int) -> None:
    _log(logging.INFO, "render_claimed", render_id=render_id, attempt=attempt)


def render_not_claimed(render_id: str, attempt: int, why: str) -> None:
    """Log that the trigger of a job's attempt was delivered twice or too late, which is expected and harmless."""
    _log(logging.INFO, "render_not_claimed", render_id=render_id, attempt=attempt, why=why)


def provider_call_failed(render_id: str, call: int, reason: str) -> None:
    _log(logging.WARNING, "provider_call_failed", render_id=render_id, call=call, reason=reason)


def cost_doubted(render_id: str, call: int, *, held_micros: int, said_micros: int) -> None:
    """Log that a provider reported an impossible cost; the call's worst case is booked instead."""
    _log(
        logging.ERROR,
        "cost_doubted",
        render_id=render_id,
        call=call,
        held_micros=held_micros,
        said_micros=min(said_micros, 10**15),
    )


def budget_overrun(render_id: str, call: int, *, held_micros: int, cost_micros: int) -> None:
    """Log that a call cost more than its worst case; the excess counts as overrun, not as budget."""
    _log(
        logging.ERROR,
        "budget_overrun",
        render_id=render_id,
        call=call,
        held_micros=held_micros,
        cost_micros=cost_micros,
    )


def provider_closed(provider: str, *, day: str, overrun_micros: int) -> None:
    """Log that a call's overrun closed its provider: no more of its calls are authorised on that day."""
    _log(logging.ERROR, "provider_closed", provider=provider, day=day, overrun_micros=overrun_micros)


def prediction_unexpected(render_id: str, call: int) -> None:
    """Log that a call was given a second prediction, or a handle under a wrong key; the first one stays."""
    _log(logging.ERROR, "prediction_unexpected", render_id=render_id, call=call)


def prediction_unreachable(render_id: str, call: int) -> None:
    """Log that the provider of an open call did not answer; it is asked again until the call is surely over."""
    _log(logging.WARNING, "prediction_unreachable", render_id=render_id, call=call)


def prediction_left(render_id: str, attempt: int) -> None:
    """Log that a worker's time ended before its prediction did; the next attempt collects it."""
    _log(logging.WARNING, "prediction_left", render_id=render_id, attempt=attempt)


def webhook_refused() -> None:
    """Log that a message to the webhook had no valid signature; nothing was read from it."""
    _log(logging.WARNING, "webhook_refused")


def webhook_failed(render_id: str) -> None:
    """Log that a webhook's message could not be stored; the provider sends it again."""
    _log(logging.WARNING, "webhook_failed", exc_info=True, render_id=render_id)


def prediction_closed(render_id: str, call: int) -> None:
    """Log that the prediction of a job that ended without it was cancelled, and its cost booked."""
    _log(logging.INFO, "prediction_closed", render_id=render_id, call=call)


def model_ending(renderer: str, *, on: str, days: int) -> None:
    """Log that a configured model is shut down in so many days; 0: on a date that cannot be read."""
    _log(logging.WARNING, "model_ending", renderer=renderer, on=on, days=days)


def model_gone(renderer: str) -> None:
    """Log that a configured model was shut down: requests for new pictures by it are refused."""
    _log(logging.ERROR, "model_gone", renderer=renderer)


def model_unchecked(renderer: str, reason: str) -> None:
    """Log that a provider did not tell about a configured model; what was known of it stays."""
    _log(logging.WARNING, "model_unchecked", renderer=renderer, reason=reason)


def price_unlisted(renderer: str, reason: str) -> None:
    """Log that a provider listed no price of a configured model that can be read; what was known of it stays."""
    _log(logging.WARNING, "price_unlisted", renderer=renderer, reason=reason)


def price_dearer(
    renderer: str,
    *,
    listed_micros: int,
    listed_reference_micros: int,
    table_micros: int,
    table_reference_micros: int,
    capped: bool,
) -> None:
    """Log that a provider lists a higher price of a configured model than our table, so more is held for its calls.

    The amounts are the worst cases of a picture without references, and of each reference. capped: the list is absurd,
    and counts as a multiple of the table.
    """
    _log(
        logging.WARNING,
        "price_dearer",
        renderer=renderer,
        listed_micros=listed_micros,
        listed_reference_micros=listed_reference_micros,
        table_micros=table_micros,
        table_reference_micros=table_reference_micros,
        capped=capped,
    )


def picture_found(render_id: str, call: int) -> None:
    """Log that a dead worker left a paid picture; the job settles from it, without another call."""
    _log(logging.WARNING, "picture_found", render_id=render_id, call=call)


def improvement_failed(render_id: str) -> None:
    """Log that judging or redrawing a picture failed, so the picture is kept. Includes the traceback."""
    _log(logging.WARNING, "improvement_failed", exc_info=True, render_id=render_id)


def picture_poor(render_id: str, score: float, reasons: Iterable[str]) -> None:
    """Log a usable picture with faults: one more is requested, and the better one is kept."""
    _log(logging.WARNING, "picture_poor", render_id=render_id, score=score, reasons=list(reasons))


def picture_seen(
    render_id: str,
    *,
    passed: bool,
    style: int,
    expression: int,
    same_person: int | None,
    reasons: Iterable[str],
) -> None:
    """Log what a vision model says of a picture: three marks from 0 to 4, and why it does not pass.

    passed: whether it is safe and there is no objection.
    same_person: None if it was made from no other picture.
    """
    _log(
        logging.INFO,
        "picture_seen",
        render_id=render_id,
        passed=passed,
        style=style,
        expression=expression,
        same_person=same_person,
        reasons=list(reasons),
    )


def vision_failed(render_id: str, reason: str) -> None:
    """Log that a vision model gave no verdict on a picture, which stays as statistics judge it."""
    _log(logging.WARNING, "vision_failed", render_id=render_id, reason=reason)


def render_settled(render_id: str, *, cost_micros: int, seconds: float, fallback: bool) -> None:
    """Log that a job ended with its picture.

    seconds: since the wish.
    fallback: whether it is a fallback picture, which holds no reservation and counts for no objective.
    """
    _log(
        logging.INFO,
        "render_settled",
        render_id=render_id,
        cost_micros=cost_micros,
        seconds=round(seconds, 3),
        fallback=fallback,
    )


def render_failed(render_id: str, reason: str, *, refunded: bool) -> None:
    _log(logging.WARNING, "render_failed", render_id=render_id, reason=reason, refunded=refunded)


def render_requeued(render_id: str, attempt: int) -> None:
    """Log that a worker died or never started; the next attempt starts."""
    _log(logging.WARNING, "render_requeued", render_id=render_id, attempt=attempt)


def reaped(*, requeued: int, ended: int, rescued: int, released: int) -> None:
    """Log one pass of the reaper. Numbers other than zero mean that a worker died."""
    level = logging.WARNING if requeued or ended or rescued or released else logging.INFO
    _log(level, "reaped", requeued=requeued, ended=ended, rescued=rescued, released=released)


def jobs_stuck(count: int) -> None:
    """Log that jobs have been due for half an hour or longer, and that this pass could not take them up either."""
    _log(logging.ERROR, "jobs_stuck", count=count)


def alerts_sent(*, sent: int) -> None:
    """Log that the operator's webhook took a message with so many alerts."""
    _log(logging.INFO, "alerts_sent", sent=sent)


def alert_unsent(why: str) -> None:
    """Log that the operator's webhook did not take a message, or that the book of alerts failed."""
    _log(logging.WARNING, "alert_unsent", why=why)


def document_unreadable(collection: str, document_id: str, why: str) -> None:
    """Log that a damaged document was skipped."""
    _log(logging.ERROR, "document_unreadable", collection=collection, document_id=document_id, why=why)


def timeline_page_unwritten(why: str) -> None:
    """Log that the page of a timeline could not be written. The timeline was listed without it."""
    _log(logging.WARNING, "timeline_page_unwritten", why=why)


def erasure_begun() -> None:
    """Log the start of an erasure, requested by the user or an operator, or for a deleted account."""
    _log(logging.INFO, "erasure_begun")


def erasure_done(*, seconds: float, rounds: int) -> None:
    """Log the end of an erasure: a second listing found nothing left."""
    _log(logging.INFO, "erasure_done", seconds=round(seconds, 3), rounds=rounds)


def erasure_overdue(*, hours: float, why: str) -> None:
    """Log that an erasure continues long after it began."""
    _log(logging.ERROR, "erasure_overdue", hours=hours, why=why)


def accounts_looked_up(*, looked: int, gone: int) -> None:
    """Log that the owners of data were looked up in Auth; those without an account are erased."""
    _log(logging.INFO, "accounts_looked_up", looked=looked, gone=gone)


def accounts_not_believed(*, looked: int) -> None:
    """Log that Auth reported every account of a large batch as missing; the batch is skipped."""
    _log(logging.ERROR, "accounts_not_believed", looked=looked)


def upload_discarded(reason: str) -> None:
    _log(logging.WARNING, "upload_discarded", reason=reason)


def consent_withdrawn(*, pictures: int) -> None:
    _log(logging.INFO, "consent_withdrawn", pictures=pictures)


def picture_reported(reason: str, *, counted: bool, personal: bool) -> None:
    """Log a report: the picture is hidden from its reporter, and an administrator has to decide."""
    _log(logging.INFO, "picture_reported", reason=reason, counted=counted, personal=personal)


def standing_unknown() -> None:
    """Log that Auth did not answer for a report, which therefore hides the picture from its reporter alone."""
    _log(logging.WARNING, "standing_unknown", exc_info=True)


def look_hidden(review_id: str, *, reports: int) -> None:
    """Log that enough reports hid a shared picture from all users until an administrator decides."""
    _log(logging.ERROR, "look_hidden", review_id=review_id, reports=reports)


def review_decided(review_id: str, decision: str) -> None:
    _log(logging.WARNING, "review_decided", review_id=review_id, decision=decision)


def pictures_withdrawn(review_id: str, *, avatars: int) -> None:
    """Log that the avatars of a hidden or taken-down picture show a fallback."""
    _log(logging.INFO, "pictures_withdrawn", review_id=review_id, avatars=avatars)


def avatar_uploaded() -> None:
    """Log that a user's own picture became an avatar as it is."""
    _log(logging.INFO, "avatar_uploaded")


def avatar_deleted() -> None:
    """Log that a user deleted an avatar."""
    _log(logging.INFO, "avatar_deleted")


def avatar_shared() -> None:
    """Log that a user gave a picture a public address; neither the picture nor the address is named."""
    _log(logging.INFO, "avatar_shared")


def share_revoked() -> None:
    """Log that a user revoked a public address."""
    _log(logging.INFO, "share_revoked")


def project_deleted() -> None:
    """Log that a user's project is deleted, with its avatars or without."""
    _log(logging.INFO, "project_deleted")


def account_merged(*, avatars: int) -> None:
    """Log that an anonymous account's avatars moved to another account; the anonymous one is being erased."""
    _log(logging.INFO, "account_merged", avatars=avatars)


def night_passed(*, seen: int) -> None:
    """Log one pass over the milestones that are rendered at night."""
    _log(logging.INFO, "night_passed", seen=seen)


def milestone_skipped(reason: str) -> None:
    """Log a milestone that got no picture; it is tried again with the user's next progress."""
    _log(logging.INFO, "milestone_skipped", reason=reason)


def usage_mark(of: str, percent: int) -> None:
    """Log, once a day for each mark, that a share of the global day is used; from 100 % on requests get fallbacks.

    of: pictures, money or paintings.
    percent: the share.
    """
    level = logging.ERROR if percent >= 100 else logging.WARNING
    _log(level, "usage_mark", of=of, percent=percent)


def trigger_failed(function: str, event_id: str) -> None:
    """Log that an event failed and will be redelivered. Includes the traceback."""
    _log(logging.WARNING, "trigger_failed", exc_info=True, function=function, event_id=event_id)


def schedule_failed(function: str) -> None:
    """Log that a scheduled function failed; its next run continues the work. Includes the traceback."""
    _log(logging.ERROR, "schedule_failed", exc_info=True, function=function)


def dead_letter(function: str, dead_letter_id: str) -> None:
    """Log that an event became a dead letter; docs/operations.md says how to replay it. Includes the traceback."""
    _log(logging.ERROR, "dead_letter", exc_info=True, function=function, dead_letter_id=dead_letter_id)


def swept(*, retired: int, folders: int, photos: int, documents: int, variations: int) -> None:
    _log(
        logging.INFO,
        "swept",
        retired=retired,
        folders=folders,
        photos=photos,
        documents=documents,
        variations=variations,
    )


def advised(setting: str, *, text: str, usd_a_month: float | None) -> None:
    """Log which setting to change and why, from the figures of the last thirty days."""
    _log(logging.INFO, "advised", setting=setting, text=text, usd_a_month=usd_a_month)


def day_counted(day: str, *, settled: int, reads: int, late: bool) -> None:
    """Log that a day was closed and its statistics are stored; `late`: some could only be estimated."""
    _log(logging.INFO, "day_counted", day=day, settled=settled, reads=reads, late=late)


def day_differs(day: str, *, settled: int, ledger: int) -> None:
    """Log that a closed day's counters and its ledger tell different numbers of settled pictures: a bug of ours."""
    _log(logging.ERROR, "day_differs", day=day, settled=settled, ledger=ledger)


def day_open(day: str, *, open_reservations: int, held_micros: int) -> None:
    """Log that a day is not closed long after its end, because reservations are open or money is held."""
    _log(
        logging.WARNING,
        "day_open",
        day=day,
        open_reservations=open_reservations,
        held_micros=held_micros,
    )


def account_refused(provider: str) -> None:
    """Log that a provider refuses our key or account: calls wait five minutes, and requests get fallbacks."""
    _log(logging.ERROR, "account_refused", provider=provider)


def breaker_opened(provider: str) -> None:
    """Log that a provider is down: no calls are made, and requests get fallbacks."""
    _log(logging.ERROR, "breaker_opened", provider=provider)


def lease_lost(render_id: str, attempt: int) -> None:
    _log(logging.WARNING, "lease_lost", render_id=render_id, attempt=attempt)


def attempt_died(render_id: str, attempt: int) -> None:
    """Log an unexpected error of an attempt; the reaper starts the next one. Includes the traceback."""
    _log(logging.ERROR, "attempt_died", exc_info=True, render_id=render_id, attempt=attempt)


def aftermath_failed(render_id: str, attempt: int) -> None:
    """Log that a job ended, but its photo or followers are left to sweep and reaper. Includes the traceback."""
    _log(logging.ERROR, "aftermath_failed", exc_info=True, render_id=render_id, attempt=attempt)


def followers_resolved(render_id: str, count: int) -> None:
    _log(logging.INFO, "followers_resolved", render_id=render_id, count=count)


def fan_out_unqueued(of: str, why: str) -> None:
    """Log that the queue did not take a page of a fan-out; the reaper continues it."""
    _log(logging.WARNING, "fan_out_unqueued", of=of, why=why)


def fan_out_resumed(of: str, number: int) -> None:
    """Log that the reaper found an incomplete fan-out and started its tasks anew."""
    _log(logging.INFO, "fan_out_resumed", of=of, number=number)


def page_ignored(of: str, why: str) -> None:
    """Log a task with nothing to do: it is late, a newer round has begun, or its fan-out is complete."""
    _log(logging.INFO, "page_ignored", of=of, why=why)


def page_failed(of: str) -> None:
    """Log a page that failed; the queue repeats it, and then the reaper does. Includes the traceback."""
    _log(logging.ERROR, "page_failed", exc_info=True, of=of)


def export_ready(*, parts: int, seconds: float) -> None:
    """Log a complete copy of a user's data, with the seconds since it was asked for."""
    _log(logging.INFO, "export_ready", parts=parts, seconds=seconds)


def export_failed(parts: int) -> None:
    """Log a copy of a user's data that could not be made after so many parts; the user may ask again."""
    _log(logging.ERROR, "export_failed", parts=parts)


def figure_unknown(of: str, why: str) -> None:
    """Log that a figure of the console could not be had, with the type of the error."""
    _log(logging.WARNING, "figure_unknown", of=of, why=why)


def administered(act: str, role: str) -> None:
    """Log that an administrator did something. The audit has more."""
    _log(logging.INFO, "administered", act=act, role=role)


def credits_bought(payment_id: str, *, credits: int) -> None:
    """Log that a payment brought credits. Only Stripe can relate its id to a user."""
    _log(logging.INFO, "credits_bought", payment_id=payment_id, credits=credits)


def credits_taken_back(payment_id: str, reason: str, *, credits: int, owed: int) -> None:
    """Log that credits of a payment were reclaimed. owed: those that the user did not hold."""
    _log(logging.INFO, "credits_taken_back", payment_id=payment_id, reason=reason, credits=credits, owed=owed)


def credits_restored(payment_id: str, *, credits: int) -> None:
    """Log that credits which were reclaimed for a dispute were given again."""
    _log(logging.INFO, "credits_restored", payment_id=payment_id, credits=credits)


def payment_refused(payment_id: str, reason: str) -> None:
    """Log that a payment was made and brought no credits, although it may have been meant to."""
    _log(logging.WARNING, "payment_refused", payment_id=payment_id, reason=reason)


def callable_failed(function: str, error_id: str) -> None:
    """Log an unexpected error of a callable, with the id that the app received. Includes the traceback."""
    _log(logging.ERROR, "callable_failed", exc_info=True, function=function, error_id=error_id)


def pushes_sent(*, sent: int, gone: int, refused: int) -> None:
    """Log pushes about pictures: those sent, those to devices that are gone and forgotten, and those refused."""
    level = logging.WARNING if refused else logging.INFO
    _log(level, "pushes_sent", sent=sent, gone=gone, refused=refused)


def pushes_dropped(reason: str, *, dropped: int) -> None:
    """Log that the service for pushes delivers nothing at present; these are not sent again."""
    _log(logging.WARNING, "pushes_dropped", reason=reason, dropped=dropped)


def pushing_failed(*, dropped: int) -> None:
    """Log an unexpected error while pushes were sent; these are not sent again. Includes the traceback."""
    _log(logging.ERROR, "pushing_failed", exc_info=True, dropped=dropped)

"""The callable `console_act`: what administrators do, each once per key, and in the audit."""

from collections.abc import Callable, Mapping
from typing import Any

from mirror_realm import bootstrap, events
from mirror_realm.api import console_requests as requests
from mirror_realm.api.account import SECONDS, erasure_answer
from mirror_realm.api.callable_requests import parse
from mirror_realm.api.console_views import chosen
from mirror_realm.api.documents import HANDLERS
from mirror_realm.api.guards import Caller
from mirror_realm.api.reports import act_of
from mirror_realm.domain.administration import Act
from mirror_realm.domain.audit import Deed
from mirror_realm.services.auditing import DONE


def console_act(data: Any, caller: Caller) -> dict[str, Any]:
    """Do what `act` names; return `{act, key, again}` and what came of it.

    Raises Forbidden, SignInAgain, InvalidRequest, NotFound, and what the act raises.
    """
    role = caller.must_be_administrator()
    act = chosen(data, "act", ACTS)
    request, came_of_it = ACTS[act](data, caller)
    events.administered(act, role)
    return {"act": act, "key": request.key} | came_of_it


Done = tuple[requests.ActRequest, dict[str, Any]]


def _deed(request: requests.ActRequest, act: Act, caller: Caller) -> Deed:
    """Return the act for the audit. Raises Forbidden, SignInAgain, InvalidRequest."""
    role = caller.must(act)
    requests.check_key(request.key, getattr(request, "user_id", None))
    return Deed(caller.user.uid, role, act, request.key, request.reason)


def _give_back(data: Any, caller: Caller) -> Done:
    caller.must(Act.GIVE_BACK)
    request, services = parse(requests.GiveBackRequest, data), bootstrap.services()
    deed = _deed(request, Act.GIVE_BACK, caller)
    user = services.persons.account(request.user_id).user
    given = services.giving_back.give(deed, user, request.pictures)
    return request, {
        "again": given.again,
        "day": given.day.day,
        "granted": given.day.granted,
        "limit": given.limit,
        "used": given.day.tally.used,
        "remaining": given.remaining,
        "resets_at": given.resets_at.isoformat(),
    }


def _grant_credits(data: Any, caller: Caller) -> Done:
    caller.must(Act.GRANT_CREDITS)
    request, services = parse(requests.CreditsRequest, data), bootstrap.services()
    deed = _deed(request, Act.GRANT_CREDITS, caller)
    services.persons.account(request.user_id)
    moved = services.granting.give(deed, request.user_id, request.credits)
    return request, {"again": moved.again, "credits": moved.balance, "moved": moved.credits}


def _take_credits(data: Any, caller: Caller) -> Done:
    caller.must(Act.TAKE_CREDITS)
    request, services = parse(requests.CreditsRequest, data), bootstrap.services()
    deed = _deed(request, Act.TAKE_CREDITS, caller)
    services.persons.account(request.user_id)
    moved = services.granting.take(deed, request.user_id, request.credits)
    return request, {
        "again": moved.again,
        "credits": moved.balance,
        "moved": moved.credits,
        "missing": request.credits - moved.credits,
    }


def _replay_letter(data: Any, caller: Caller) -> Done:
    caller.must(Act.REPLAY_LETTER)
    request, services = parse(requests.LetterRequest, data), bootstrap.services()
    deed = _deed(request, Act.REPLAY_LETTER, caller)
    again = services.auditing.known(deed)
    done = services.dead_letters.replay_one(deed, request.letter_id, HANDLERS)
    return request, {"again": again, "done": done}


def _drop_letter(data: Any, caller: Caller) -> Done:
    caller.must(Act.DROP_LETTER)
    request, services = parse(requests.LetterRequest, data), bootstrap.services()
    deed = _deed(request, Act.DROP_LETTER, caller)
    again = services.auditing.known(deed)
    services.dead_letters.drop(deed, request.letter_id)
    return request, {"again": again, "dropped": True}


def _decide_report(data: Any, caller: Caller) -> Done:
    caller.must(Act.RESTORE)
    request, services = parse(requests.DecideRequest, data), bootstrap.services()
    deed = _deed(request, act_of(request.decision), caller)
    again = services.auditing.known(deed)
    review, done = services.reviewing.decide(request.review_id, request.decision, deed)
    return request, {"again": again, "review_id": review.review_id, "state": review.state, "done": done}


def _erase_person(data: Any, caller: Caller) -> Done:
    caller.must(Act.ERASE_PERSON)
    request, services = parse(requests.ErasePersonRequest, data), bootstrap.services()
    deed = _deed(request, Act.ERASE_PERSON, caller)
    again = services.auditing.known(deed)
    erasure = services.erasing_others.erase(deed, request.user_id, SECONDS)
    return request, {"again": again} | erasure_answer(erasure)


def _end_job(data: Any, caller: Caller) -> Done:
    caller.must(Act.END_JOB)
    request, services = parse(requests.EndJobRequest, data), bootstrap.services()
    deed = _deed(request, Act.END_JOB, caller)
    again = services.auditing.known(deed)
    uid = services.reaping.check_endable(request.render_id).uid if not again else None
    services.auditing.begin(deed, uid, subject=request.render_id)
    job = services.reaping.end(request.render_id)
    services.auditing.end(deed, job.problem.reason if job.problem is not None else DONE)
    reason = job.problem.reason if job.problem is not None else None
    return request, {"again": again, "render_id": job.render_id, "state": job.state, "error_reason": reason}


ACTS: Mapping[str, Callable[[Any, Caller], Done]] = {
    "give_back": _give_back,
    "grant_credits": _grant_credits,
    "take_credits": _take_credits,
    "replay_letter": _replay_letter,
    "drop_letter": _drop_letter,
    "decide_report": _decide_report,
    "erase_person": _erase_person,
    "end_job": _end_job,
}

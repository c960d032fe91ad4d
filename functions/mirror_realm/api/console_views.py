"""The callable `console_view`: what administrators look at. Nothing is changed; a look at a user is in the audit."""

from collections.abc import Callable, Mapping
from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api import console_answers as answers
from mirror_realm.api import console_machines as machines
from mirror_realm.api import console_requests as requests
from mirror_realm.api.callable_requests import parse
from mirror_realm.api.guards import Caller
from mirror_realm.api.page_tokens import moment, place
from mirror_realm.api.reports import review_answer
from mirror_realm.domain.administration import Act, View
from mirror_realm.domain.audit import Deed
from mirror_realm.errors import InvalidRequest
from mirror_realm.services.administration.figures import Figures

LOOK_READS = 5
"""What it costs to find a user and to enter a look at them into the audit: fences, names, the entry."""


def console_view(data: Any, caller: Caller) -> dict[str, Any]:
    """Return what a view shows. Raises Forbidden, InvalidRequest, NotFound, and what the view raises."""
    caller.must_be_administrator()
    view = View(chosen(data, "view", VIEWS))
    caller.must(view)
    return VIEWS[view](data, caller)


def chosen(data: Any, field: str, names: Mapping[Any, object]) -> str:
    """Return the name in a field that chooses what the other fields are. Raises InvalidRequest."""
    name = data.get(field) if isinstance(data, dict) else None
    if not isinstance(name, str) or name not in names:
        raise InvalidRequest({field: "must be one of " + ", ".join(names)})
    return name


def _desk(data: Any, caller: Caller) -> dict[str, Any]:
    parse(requests.ViewRequest, data)
    services = bootstrap.services()
    return answers.desk(services.desks.show(), services.policy.limits) | {
        "role": caller.role,
        "fresh": caller.recent,
        "may": [*filter(caller.may, View), *filter(caller.may, answers.ACTS)],
    }


def _ledger(data: Any, caller: Caller) -> dict[str, Any]:
    request, services = parse(requests.LedgerRequest, data), bootstrap.services()
    _one_of(request, "render_id", "day", "user_id", "person")
    after = place(request.page_token) if request.page_token else None
    books, most = services.books, request.page_size
    if request.render_id is not None:
        page = books.of_job(request.render_id)
    elif request.day is not None:
        page = books.of_day(request.day, after, most)
    elif request.person is not None:
        page = books.of_person(request.person, after, most)
    else:
        services.persons.looked_at(_look(caller, View.LEDGER), str(request.user_id))
        page = books.of_user(str(request.user_id), after, most)
    looked = LOOK_READS if request.user_id is not None else 0
    return {
        "at": _now(),
        "reads": page.reads + looked,
        "entries": [answers.ledger_entry(*entry) for entry in page.entries],
        "next_page_token": answers.next_page(page.after),
    }


def _letters(data: Any, caller: Caller) -> dict[str, Any]:
    request = parse(requests.LettersRequest, data)
    after = place(request.page_token) if request.page_token else None
    page = bootstrap.services().books.letters(after, request.page_size)
    return {
        "at": _now(),
        "reads": page.reads,
        "letters": [answers.letter(*letter) for letter in page.letters],
        "next_page_token": answers.next_page(page.after),
    }


def _reports(data: Any, caller: Caller) -> dict[str, Any]:
    request, services = parse(requests.ReportsRequest, data), bootstrap.services()
    after = moment(request.page_token) if request.page_token else None
    page, figures = services.reviewing.page(after, request.page_size), Figures()
    reviews = []
    for one in page.reviews:
        shown_by = figures.count("shown_by", lambda one=one: services.reviewing.shown_by(one.review))  # type: ignore[misc]  # bound here
        figures.reads += 1 + max(1, len(one.notes))
        reviews.append(review_answer(one) | {"shown_by": shown_by})
    return {
        "at": _now(),
        "reads": max(1, figures.reads),
        "reviews": reviews,
        "next_page_token": answers.next_moment(page.after),
    }


def _takedowns(data: Any, caller: Caller) -> dict[str, Any]:
    parse(requests.ViewRequest, data)
    reviewing, figures = bootstrap.services().reviewing, Figures()
    found = reviewing.under_way()
    shown = [
        answers.takedown(
            review,
            figures.count("shown_by", lambda review=review: reviewing.shown_by(review)),  # type: ignore[misc]  # bound here
        )
        for review in found
    ]
    return {"at": _now(), "reads": figures.reads + max(1, len(found)), "takedowns": shown}


def _person(data: Any, caller: Caller) -> dict[str, Any]:
    request, services = parse(requests.PersonRequest, data), bootstrap.services()
    _one_of(request, "user_id", "email")
    before = moment(request.page_token) if request.page_token else None
    deed = _look(caller, View.PERSON)
    uid = request.user_id or services.persons.uid_of(deed, str(request.email))
    person = services.persons.show(deed, uid, before, request.page_size)
    return answers.person(person, services.policy.photo_recipients)


def _look(caller: Caller, view: View) -> Deed:
    """Return what the audit enters about a look at a user. Raises Forbidden."""
    return Deed(caller.user.uid, caller.must(view), Act.LOOK_AT_PERSON)


def _jobs(data: Any, caller: Caller) -> dict[str, Any]:
    request = parse(requests.JobsRequest, data)
    stories = bootstrap.services().job_stories
    return machines.jobs(stories.list(stuck=request.state == "stuck", most=request.page_size))


def _job(data: Any, caller: Caller) -> dict[str, Any]:
    request, services = parse(requests.JobRequest, data), bootstrap.services()
    story = services.job_stories.story(request.render_id)
    services.auditing.begin(_look(caller, View.JOB), story.job.uid, subject=request.render_id)
    return machines.job(story) | {"reads": story.reads + LOOK_READS}


def _models(data: Any, caller: Caller) -> dict[str, Any]:
    parse(requests.ViewRequest, data)
    services = bootstrap.services()
    return machines.makers(services.makers.show(), services.settings)


def _settings(data: Any, caller: Caller) -> dict[str, Any]:
    parse(requests.ViewRequest, data)
    return {"at": _now(), "reads": 0} | machines.settings(bootstrap.services().settings)


def _what_if(data: Any, caller: Caller) -> dict[str, Any]:
    request, services = parse(requests.WhatIfRequest, data), bootstrap.services()
    effects = services.limit_effects.show(
        request.days, pictures=request.global_daily_limit, budget_usd=request.daily_budget_usd
    )
    return answers.effects(effects, services.policy.limits)


def _audit(data: Any, caller: Caller) -> dict[str, Any]:
    request = parse(requests.AuditRequest, data)
    if request.user_id is not None and request.by is not None:
        raise InvalidRequest({"by": "not together with user_id"})
    after, services = place(request.page_token) if request.page_token else None, bootstrap.services()
    if request.user_id is not None:
        services.persons.look_up(_look(caller, View.AUDIT), request.user_id)
    page = services.books.audit(request.user_id, request.by, after, request.page_size)
    return {
        "at": _now(),
        "reads": page.reads,
        "entries": [answers.audit_entry(entry, caller.user.uid) for entry in page.entries],
        "next_page_token": answers.next_page(page.after),
    }


def _one_of(request: object, *fields: str) -> None:
    """Raise InvalidRequest unless exactly one of the fields is given."""
    given = [field for field in fields if getattr(request, field) is not None]
    if len(given) != 1:
        raise InvalidRequest({fields[0]: "exactly one is needed of " + ", ".join(fields)})


def _now() -> str:
    return bootstrap.services().runtime.now().isoformat()


VIEWS: Mapping[View, Callable[[Any, Caller], dict[str, Any]]] = {
    View.DESK: _desk,
    View.REPORTS: _reports,
    View.TAKEDOWNS: _takedowns,
    View.LEDGER: _ledger,
    View.LETTERS: _letters,
    View.PERSON: _person,
    View.JOBS: _jobs,
    View.JOB: _job,
    View.MODELS: _models,
    View.SETTINGS: _settings,
    View.WHAT_IF: _what_if,
    View.AUDIT: _audit,
}

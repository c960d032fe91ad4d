"""Answers of `console_view` about jobs, models, providers and settings, as JSON; see `console_answers.py`."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from mirror_realm.api.console_answers import iso, ledger_entry, usd
from mirror_realm.domain.model_state import ModelState
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.render_job import Call, RenderJob
from mirror_realm.parameters import parameters_of
from mirror_realm.providers import PROVIDERS, provider_of
from mirror_realm.services.administration.job_stories import JobList, JobStory
from mirror_realm.services.administration.makers import Makers, Model
from mirror_realm.settings import Settings


def jobs(found: JobList) -> dict[str, Any]:
    waited = found.at - found.oldest_queued if found.oldest_queued is not None else None
    return {
        "at": iso(found.at),
        "reads": found.reads,
        "counts": {"queued": found.queued, "running": found.running, "stuck": found.stuck},
        "oldest_queued_seconds": waited.total_seconds() if waited is not None else None,
        "jobs": [
            {
                "render_id": job.render_id,
                "state": job.state,
                "attempt": job.attempt,
                "renderer": job.recipe.renderer,
                "waits_for": job.waits_for,
                "created_at": iso(job.created_at),
                "due_at": iso(job.due_at),
                "deadline_at": iso(job.deadline_at),
                "calls": len(job.calls),
                "open_call": any(call.under_way for call in job.calls),
                "seconds": (found.at - job.created_at).total_seconds(),
            }
            for job in found.jobs
        ]
        if found.jobs is not None
        else None,
        "unknown": list(found.unknown),
    }


def job(story: JobStory) -> dict[str, Any]:
    """Return a job's story: no photo, no word of a user, and no key of a call."""
    found = story.job
    problem, reservation, cache = found.problem, found.reservation, story.cache
    return {
        "at": iso(story.at),
        "reads": story.reads,
        "render_id": found.render_id,
        "state": found.state,
        "attempt": found.attempt,
        "user_id": found.uid,
        "avatar_id": found.avatar_id,
        "person": story.person,
        "recipe": recipe(found.recipe),
        "renderer": found.recipe.renderer,
        "provider": provider_of(found.recipe.renderer),
        "waits_for": found.waits_for,
        "created_at": iso(found.created_at),
        "updated_at": iso(found.updated_at),
        "ended_at": iso(found.ended_at),
        "due_at": iso(found.due_at),
        "deadline_at": iso(found.deadline_at),
        "lease_until": iso(found.lease.expires_at) if found.lease is not None else None,
        "error": {"reason": problem.reason, "retryable": problem.retryable} if problem is not None else None,
        "reservation": {
            "day": reservation.day,
            "plan": reservation.plan,
            "credits": reservation.credits,
        }
        if reservation is not None
        else None,
        "attempts": [
            {"number": number, "created_at": iso(one.created_at), "closed_at": iso(one.closed_at)}
            for number, one in story.attempts
        ],
        "calls": [_call(found, number, call) for number, call in enumerate(found.calls)],
        "ledger": [ledger_entry(*entry) for entry in story.ledger] if story.ledger is not None else None,
        "cache": {
            "state": cache.state,
            "render_id": cache.render_id,
            "image_path": cache.picture.image_path if cache.picture is not None else None,
            "reuse_until": iso(cache.reuse_until),
        }
        if cache is not None
        else None,
        "trace": found.trace,
        "log": [f'jsonPayload.render_id="{found.render_id}"']
        + ([f'trace:"{found.trace}"'] if found.trace is not None else []),
        "unknown": list(story.unknown),
    }


def recipe(made: Recipe) -> dict[str, Any]:
    """Return a recipe without what leads to a user."""
    return {**made.to_document(), "uid": None, "references": []}


def _call(found: RenderJob, number: int, call: Call) -> dict[str, Any]:
    if call.under_way:
        outcome = "under_way"
    elif call.spent_micros == 0:
        outcome = "free"
    else:
        outcome = "assumed" if call.spent_micros == call.held_micros else "booked"
    return {
        "number": number,
        "provider": provider_of(found.recipe.renderer),
        "renderer": found.recipe.renderer,
        "day": call.day,
        "authorised_at": iso(call.authorised_at),
        "held_usd": usd(call.held_micros),
        "spent_usd": usd(call.spent_micros),
        "outcome": outcome,
        "ordered": call.handle is not None,
    }


def makers(found: Makers, chosen: Settings) -> dict[str, Any]:
    closed = found.today.closed_providers if found.today is not None else None
    fallbacks = {entry.partition(":")[0] for entry in chosen.fallbacks}
    return {
        "at": iso(found.at),
        "reads": found.reads,
        "checked_at": iso(found.checked_at),
        "models": [_model(model, found.at) for model in found.models],
        "providers": [
            {
                "name": name,
                "configured": name in chosen.configured_providers,
                "makes_pictures": name == chosen.chosen_provider,
                "gets_photos": name in chosen.photo_recipients,
                "fallback": name in fallbacks,
                "closed_for_the_day": name in closed if closed is not None else None,
                "images_per_minute": chosen.images_per_minute.get(name),
                "waiting": found.waiting.get(name),
                **_breaker(found, name, shared=bool(fallbacks)),
            }
            for name in PROVIDERS
        ],
        "unknown": list(found.unknown),
    }


def _breaker(found: Makers, name: str, *, shared: bool) -> dict[str, Any]:
    """Return what all instances know of a provider's outage; without fail-over they share nothing."""
    if not shared or found.breakers is None:
        state = "not_shared" if not shared else "unknown"
        return {"breaker": state, "open_until": None, "failed_at": None}
    known = found.breakers.get(name)
    if known is None:
        return {"breaker": "closed", "open_until": None, "failed_at": None}
    is_open = "open" if known.open_until is not None else "closed"
    return {"breaker": is_open, "open_until": iso(known.open_until), "failed_at": iso(known.failed_at)}


def _model(model: Model, now: datetime) -> dict[str, Any]:
    state = model.state
    last_day = state.last_day if state is not None else None
    listed = state.listed if state is not None else None
    return {
        "renderer": model.renderer,
        "provider": model.provider,
        "state": _life(state, now.date()),
        "shutdown": state.shutdown if state is not None else None,
        "days": (last_day - now.date()).days if last_day is not None else None,
        "checked_at": iso(state.checked_at) if state is not None else None,
        "table_usd": usd(model.table_micros),
        "listed_usd": usd(listed.rate.worst_case_micros(0)) if listed is not None else None,
        "listed_at": iso(listed.listed_at) if listed is not None else None,
        "dear": model.listed_micros is not None,
    }


def _life(state: ModelState | None, today: date) -> str:
    if state is None:
        return "unknown"
    if state.dead(today):
        return "dead"
    return "ending" if state.ending(today) else "live"


def settings(chosen: Settings) -> dict[str, Any]:
    """Return the settings in force. Of a secret only whether it is set; of an address no more than its host."""
    rows, secrets = [], []
    parameters = parameters_of(Settings)
    for field in fields(Settings):
        parameter = parameters.get(field.name)
        if parameter is None:
            continue
        value = getattr(chosen, field.name)
        about = {"name": field.name.upper(), "description": parameter.description}
        if parameter.secret:
            secrets.append({**about, "set": bool(value)})
        else:
            rows.append(
                {
                    **about,
                    "value": _plain(value),
                    "default": _plain(parameter.initial()),
                    "changed": value != parameter.initial(),
                }
            )
    return {"settings": rows, "secrets": secrets}


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple | frozenset | list):
        return [_plain(one) for one in (sorted(value) if isinstance(value, frozenset) else value)]
    text = str(value)
    if "://" in text:
        address = urlsplit(text)
        return f"{address.scheme}://{address.hostname}" + (f":{address.port}" if address.port else "")
    return text

"""Entry points: what Firebase calls. A decorated function each, no logic."""

from typing import Any

from firebase_functions import firestore_fn, https_fn, options, scheduler_fn

from mirror_realm import bootstrap, settings
from mirror_realm.api import bodies, callables, library_logs, schedules, triggers

THREADS = 4
"""Requests an instance serves at a time: as many as functions-framework has threads on one CPU (it would get 80)."""

bootstrap.initialize_admin()
library_logs.hush()
options.set_global_options(
    region=settings.REGION.value,
    memory=options.MemoryOption.MB_512,
    max_instances=10,
    concurrency=THREADS,
    cpu=1,
)
CORS = options.CorsOptions(cors_origins=settings.CORS_ORIGINS.value or "*", cors_methods=["POST"])

Event = firestore_fn.Event[Any]
Request = https_fn.CallableRequest[Any]


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS, secrets=[settings.OPENAI_API_KEY])
def generate_avatar(request: Request) -> Any:
    """A wish -> its avatar: complete at once, or queued and completed in the document."""
    from mirror_realm.api.generate_avatar import act

    return callables.answer(request, act, minds_fence=True)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS, secrets=[settings.OPENAI_API_KEY])
def generate_trilogy(request: Request) -> Any:
    """One wish -> three times of one life: original, current, future."""
    from mirror_realm.api.generate_trilogy import act

    return callables.answer(request, act, minds_fence=True)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS)
def delete_my_data(request: Request) -> Any:
    """Everything of the person who calls is erased, account included."""
    from mirror_realm.api.delete_my_data import act

    return callables.answer(request, act, minds_fence=True)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS)
def cancel_avatar(request: Request) -> Any:
    """A wish that nobody has begun to render -> taken back, its allowance returned."""
    from mirror_realm.api.cancel_avatar import act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS)
def delete_avatar(request: Request) -> Any:
    """One of one's own avatars -> gone, with the files that were made for it alone."""
    from mirror_realm.api.delete_avatar import act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS)
def report_avatar(request: Request) -> Any:
    """A picture one does not want to see -> hidden, and put before the administrators."""
    from mirror_realm.api.reports import report_avatar as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=300, cors=CORS)
def record_photo_consent(request: Request) -> Any:
    """Consent to the use of one's photo, given or withdrawn (then photos and personal pictures are deleted)."""
    from mirror_realm.api.consent import record_photo_consent as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS)
def merge_account(request: Request) -> Any:
    """An anonymous account's avatars -> the caller's, and the anonymous account is erased."""
    from mirror_realm.api.merge_account import act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=30, cors=CORS)
def list_avatars(request: Request) -> Any:
    """One's own avatars, the newest first, page by page."""
    from mirror_realm.api.timeline import list_avatars as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=30, cors=CORS)
def get_avatar(request: Request) -> Any:
    """One of one's own avatars as it stands."""
    from mirror_realm.api.timeline import get_avatar as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=30, cors=CORS)
def select_avatar(request: Request) -> Any:
    """The avatar one wants to be seen by."""
    from mirror_realm.api.timeline import select_avatar as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=30, cors=CORS)
def explain_evolution(request: Request) -> Any:
    """What changed between two of one's reflections, in I-There's words."""
    from mirror_realm.api.timeline import explain_evolution as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, memory=options.MemoryOption.GB_1, concurrency=2, cors=CORS)
def evolution_reel(request: Request) -> Any:
    """One's own stages as a moving picture and a contact sheet."""
    from mirror_realm.api.reel import evolution_reel as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=30, cors=CORS)
def list_styles(request: Request) -> Any:
    """Styles, personas and characters to choose from, with previews."""
    from mirror_realm.api.catalogue import list_styles as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS)
def grant_credits(request: Request) -> Any:
    """Administrators: credits for a person, once per key."""
    from mirror_realm.api.administration import grant_credits as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=540, cors=CORS, secrets=[settings.OPENAI_API_KEY])
def replay_dead_letters(request: Request) -> Any:
    """Administrators: events that were put aside are handled again."""
    from mirror_realm.api.administration import replay_dead_letters as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=60, cors=CORS)
def list_reports(request: Request) -> Any:
    """Administrators: reported pictures that await a decision."""
    from mirror_realm.api.reports import list_reports as act

    return callables.answer(request, act)


@bodies.bounded
@https_fn.on_call(timeout_sec=300, cors=CORS)
def decide_report(request: Request) -> Any:
    """Administrators: a reported picture is restored, or taken down for good."""
    from mirror_realm.api.reports import decide_report as act

    return callables.answer(request, act)


@triggers.redelivered
@firestore_fn.on_document_created(
    document="renders/{render_id}/attempts/{attempt}",
    timeout_sec=540,
    memory=options.MemoryOption.GB_1,
    concurrency=2,
    secrets=[settings.OPENAI_API_KEY],
)
def render_attempt(event: Event) -> None:
    """An attempt was created -> it is worked to its end."""
    from mirror_realm.api.documents import render_attempt as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@firestore_fn.on_document_created(
    document="users/{uid}/avatarRequests/{request_id}", timeout_sec=60, secrets=[settings.OPENAI_API_KEY]
)
def answer_wish(event: Event) -> None:
    """A wish was written as a document -> it is admitted and answered in place."""
    from mirror_realm.api.documents import answer_wish as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@firestore_fn.on_document_written(
    document="users/{uid}/progress/current", timeout_sec=60, secrets=[settings.OPENAI_API_KEY]
)
def celebrate_progress(event: Event) -> None:
    """A person's progress changed -> a milestone brings a picture."""
    from mirror_realm.api.documents import celebrate_progress as act

    triggers.handle(event, act.__name__, act)


@scheduler_fn.on_schedule(schedule="every 5 minutes", timeout_sec=540, max_instances=1)
def reap(event: scheduler_fn.ScheduledEvent) -> None:
    """What a dead worker left behind is taken up again or ended."""
    schedules.run("reap", lambda: bootstrap.services().reaping.run())


@scheduler_fn.on_schedule(
    schedule="every day 03:30", timezone=scheduler_fn.Timezone("UTC"), timeout_sec=540, max_instances=1
)
def sweep(event: scheduler_fn.ScheduledEvent) -> None:
    """What nobody needs any more goes."""
    schedules.run("sweep", lambda: bootstrap.services().sweeping.run())


@scheduler_fn.on_schedule(
    schedule="every 15 minutes", timeout_sec=540, max_instances=1, secrets=[settings.OPENAI_API_KEY]
)
def evolve_at_night(event: scheduler_fn.ScheduledEvent) -> None:
    """Milestones whose night has come are rendered, where the setting says so."""
    schedules.run("evolve_at_night", lambda: bootstrap.services().nights.run())

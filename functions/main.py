"""Entry points: what Firebase calls. A decorated function each, no logic."""

from typing import Any

from firebase_functions import firestore_fn, https_fn, options

from mirror_realm import bootstrap, settings
from mirror_realm.api import callables
from mirror_realm.api.triggers import redelivered

THREADS = 8
"""Requests an instance serves at a time; the server has as many threads (the platform's default is 80 on 4)."""

bootstrap.initialize_admin()
options.set_global_options(
    region=settings.REGION.value,
    memory=options.MemoryOption.MB_512,
    max_instances=10,
    concurrency=THREADS,
    cpu=1,
)
CORS = options.CorsOptions(cors_origins=settings.CORS_ORIGINS.value or "*", cors_methods=["POST"])


@https_fn.on_call(timeout_sec=60, cors=CORS, secrets=[settings.OPENAI_API_KEY])
def generate_avatar(request: https_fn.CallableRequest[Any]) -> Any:
    """A wish -> its avatar: complete at once, or queued and completed in the document."""
    from mirror_realm.api.generate_avatar import act

    return callables.answer(request, act)


@redelivered
@firestore_fn.on_document_created(
    document="renders/{render_id}/attempts/{attempt}",
    timeout_sec=540,
    memory=options.MemoryOption.GB_1,
    concurrency=2,
    secrets=[settings.OPENAI_API_KEY],
)
def render_attempt(event: firestore_fn.Event[firestore_fn.DocumentSnapshot | None]) -> None:
    """An attempt was created -> it is worked to its end."""
    bootstrap.services().rendering.run(event.params["render_id"], int(event.params["attempt"]))

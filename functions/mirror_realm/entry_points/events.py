"""The triggers, each called at least once for every change of a matching document or of a file."""

from typing import Any

from firebase_functions import core, firestore_fn, storage_fn

from mirror_realm import settings
from mirror_realm.api import triggers
from mirror_realm.entry_points import ROOMY_MB

Event = firestore_fn.Event[Any]
FileEvent = core.CloudEvent[storage_fn.StorageObjectData]


@triggers.redelivered
@firestore_fn.on_document_created(
    document="renders/{render_id}/attempts/{attempt}",
    timeout_sec=triggers.RENDER_SECONDS,
    memory=ROOMY_MB,
    concurrency=2,
    secrets=[*settings.PROVIDER_SECRETS, *settings.ALERT_SECRETS],
)
def render_attempt(event: Event) -> None:
    """Run a render attempt after its document was created."""
    from mirror_realm.api.documents import render_attempt as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@firestore_fn.on_document_created(
    document="users/{uid}/avatarRequests/{request_id}", timeout_sec=60, secrets=settings.PROVIDER_SECRETS
)
def answer_wish(event: Event) -> None:
    """Admit a wish document after it was created, and write the answer into it."""
    from mirror_realm.api.documents import answer_wish as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@firestore_fn.on_document_written(
    document="users/{uid}/progress/current", timeout_sec=60, secrets=settings.PROVIDER_SECRETS
)
def celebrate_progress(event: Event) -> None:
    """Request a picture for a new milestone after a user's progress changed."""
    from mirror_realm.api.documents import celebrate_progress as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@firestore_fn.on_document_written(
    document="customers/{uid}/payments/{payment_id}", timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS
)
def book_payment(event: Event) -> None:
    """Book a payment after the Stripe extension wrote it."""
    from mirror_realm.api.documents import book_payment as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@storage_fn.on_object_finalized(bucket=settings.bucket(), timeout_sec=60)
def count_upload(event: FileEvent) -> None:
    """Count an upload after a file was stored, and delete it if it exceeds the limits."""
    from mirror_realm.api.uploads import count_upload as act

    triggers.handle_upload(event, act.__name__, act)


@triggers.redelivered
@storage_fn.on_object_deleted(bucket=settings.bucket(), timeout_sec=60)
def release_upload(event: FileEvent) -> None:
    """Count an upload as gone after its file was deleted."""
    from mirror_realm.api.uploads import release_upload as act

    triggers.handle_upload(event, act.__name__, act)

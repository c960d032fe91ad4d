"""The triggers: each is called at least once for every change of a document that its pattern names, or of a file."""

from typing import Any

from firebase_functions import core, firestore_fn, storage_fn
from firebase_functions.options import MemoryOption

from mirror_realm import settings
from mirror_realm.api import triggers

Event = firestore_fn.Event[Any]
FileEvent = core.CloudEvent[storage_fn.StorageObjectData]


@triggers.redelivered
@firestore_fn.on_document_created(
    document="renders/{render_id}/attempts/{attempt}",
    timeout_sec=triggers.RENDER_SECONDS,
    memory=MemoryOption.GB_1,
    concurrency=2,
    secrets=settings.PROVIDER_SECRETS,
)
def render_attempt(event: Event) -> None:
    """An attempt was created -> it is worked to its end."""
    from mirror_realm.api.documents import render_attempt as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@firestore_fn.on_document_created(
    document="users/{uid}/avatarRequests/{request_id}", timeout_sec=60, secrets=settings.PROVIDER_SECRETS
)
def answer_wish(event: Event) -> None:
    """A wish was written as a document -> it is admitted and answered in place."""
    from mirror_realm.api.documents import answer_wish as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@firestore_fn.on_document_written(
    document="users/{uid}/progress/current", timeout_sec=60, secrets=settings.PROVIDER_SECRETS
)
def celebrate_progress(event: Event) -> None:
    """A person's progress changed -> a milestone brings a picture."""
    from mirror_realm.api.documents import celebrate_progress as act

    triggers.handle(event, act.__name__, act)


@triggers.redelivered
@storage_fn.on_object_finalized(bucket=settings.bucket(), timeout_sec=60)
def count_upload(event: FileEvent) -> None:
    """A file was stored -> if it is a person's upload, it is counted, and goes again where it is one too many."""
    from mirror_realm.api.uploads import count_upload as act

    triggers.handle_upload(event, act.__name__, act)


@triggers.redelivered
@storage_fn.on_object_deleted(bucket=settings.bucket(), timeout_sec=60)
def release_upload(event: FileEvent) -> None:
    """A file was deleted -> if it was a person's upload, there is room for another."""
    from mirror_realm.api.uploads import release_upload as act

    triggers.handle_upload(event, act.__name__, act)

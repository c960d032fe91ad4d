"""A small codebase that uses every kind of function the suite hosts."""

import json
import os
import threading
from typing import Any, TypeVar

from firebase_admin import initialize_app
from firebase_functions import firestore_fn, https_fn, options, params, scheduler_fn, storage_fn, tasks_fn
from firebase_functions.core import CloudEvent
from flask import Request, Response
from google.cloud import firestore
from signals import released, together  # type: ignore[import-not-found]

initialize_app()

GREETING = params.StringParam("GREETING", default="hello")
SECRET = params.SecretParam("SAMPLE_SECRET")

Function = TypeVar("Function")

_failures_left: dict[str, int] = {}
_running: list[object] = []
_lock = threading.Lock()


def _database() -> firestore.Client:
    return firestore.Client(project=os.environ["GCLOUD_PROJECT"])


def _retried(function: Function) -> Function:
    """Declare that failed deliveries are tried again, for which the decorators have no option."""
    function.__firebase_endpoint__.eventTrigger["retry"] = True  # type: ignore[attr-defined]
    return function


@https_fn.on_call()
def greet(request: https_fn.CallableRequest[Any]) -> dict[str, Any]:
    """Say who calls and what it was told."""
    return {
        "greeting": GREETING.value,
        "secret": SECRET.value,
        "uid": request.auth.uid if request.auth else None,
        "provider": request.auth.token["firebase"]["sign_in_provider"] if request.auth else None,
        "data": request.data,
    }


@https_fn.on_call()
def refuse(request: https_fn.CallableRequest[Any]) -> None:
    """Refuse with a code and details."""
    code = https_fn.FunctionsErrorCode.RESOURCE_EXHAUSTED
    raise https_fn.HttpsError(code, "no more today", {"reason": "user_daily_limit"})


@https_fn.on_call(timeout_sec=1)
def dawdle(request: https_fn.CallableRequest[Any]) -> None:
    """Run until released, long past the timeout."""
    released.wait(30)


@https_fn.on_call(concurrency=1, max_instances=2)
def count_parallel(request: https_fn.CallableRequest[Any]) -> int:
    """Wait for another call, and say how many were running when this one began."""
    with _lock:
        _running.append(request)
        running = len(_running)
    together.wait(10)
    with _lock:
        _running.remove(request)
    return running


@https_fn.on_request()
def echo(request: Request) -> Response:
    """Answer with what arrived."""
    return Response(f"{request.method} {request.path} {request.args.get('q')}")


@https_fn.on_request()
def reflect(request: Request) -> Response:
    """Answer with the whole request, and set a cookie."""
    seen = {
        "method": request.method,
        "path": request.path,
        "headers": dict(request.headers),
        "body": request.get_data(as_text=True),
    }
    response = Response(json.dumps(seen), content_type="application/json")
    response.set_cookie("__session", "1")
    return response


@https_fn.on_request()
def cached(request: Request) -> Response:
    """Let caches keep the answer, and set a cookie, which the two exclude."""
    response = Response("cached", headers={"Cache-Control": "public, max-age=60"})
    response.set_cookie("__session", "1")
    return response


@scheduler_fn.on_schedule(schedule="every 5 minutes")
def tick(event: scheduler_fn.ScheduledEvent) -> None:
    """Leave a trace of the run."""
    _database().collection("ticks").add({"job": event.job_name, "time": event.schedule_time})


def _note_task(request: https_fn.CallableRequest[Any], **more: object) -> None:
    headers = {name: value for name, value in request.raw_request.headers.items() if name != "Host"}
    _database().collection("notes").add({"data": request.data, "headers": headers, **more})


@tasks_fn.on_task_dispatched(
    retry_config=options.RetryConfig(max_attempts=3, min_backoff_seconds=10, max_doublings=4)
)
def remind(request: https_fn.CallableRequest[Any]) -> None:
    """Note the task; refuse it as often as its data says before."""
    retries = int(request.raw_request.headers["X-CloudTasks-TaskRetryCount"])
    if retries < request.data.get("failures", 0):
        raise https_fn.HttpsError(https_fn.FunctionsErrorCode.RESOURCE_EXHAUSTED, "not yet")
    _note_task(request)


@tasks_fn.on_task_dispatched(rate_limits=options.RateLimits(max_concurrent_dispatches=2))
def pair(request: https_fn.CallableRequest[Any]) -> None:
    """Wait for another task, and note how many were running when this one began."""
    with _lock:
        _running.append(request)
        running = len(_running)
    together.wait(10)
    with _lock:
        _running.remove(request)
    _note_task(request, running=running)


def _note(kind: str, event: firestore_fn.Event[Any], **more: object) -> None:
    entry = {"kind": kind, "params": event.params, "event": event.id, "document": event.document, **more}
    _database().collection("notes").add(entry)


@firestore_fn.on_document_created(document="things/{thing}")
def thing_created(event: firestore_fn.Event[Any]) -> None:
    """Note a creation."""
    _note("created", event, value=event.data.to_dict(), created=event.data.create_time)


@firestore_fn.on_document_updated(document="things/{thing}")
def thing_updated(event: firestore_fn.Event[Any]) -> None:
    """Note an update."""
    _note("updated", event, before=event.data.before.to_dict(), after=event.data.after.to_dict())


@firestore_fn.on_document_deleted(document="things/{thing}")
def thing_deleted(event: firestore_fn.Event[Any]) -> None:
    """Note a deletion."""
    _note("deleted", event, value=event.data.to_dict())


@firestore_fn.on_document_written_with_auth_context(document="trees/{path=**}")  # type: ignore[arg-type]
def anything_written(event: firestore_fn.AuthEvent[Any]) -> None:
    """Note a write at any depth, and who wrote."""
    _note("written", event, auth_type=event.auth_type, auth_id=event.auth_id)


@_retried
@firestore_fn.on_document_created(document="stubborn/{name}")
def stubborn(event: firestore_fn.Event[Any]) -> None:
    """Fail as often as the document says, then note it."""
    with _lock:
        left = _failures_left.setdefault(event.params["name"], event.data.get("failures"))
        _failures_left[event.params["name"]] = left - 1
    if left > 0:
        raise RuntimeError("not yet")
    _note("stubborn", event)


@firestore_fn.on_document_created(document="hopeless/{name}")
def hopeless(event: firestore_fn.Event[Any]) -> None:
    """Raise an error on every call."""
    raise RuntimeError("never")


@firestore_fn.on_document_created(document="numbers/{number}")
def number_created(event: firestore_fn.Event[Any]) -> None:
    """Note the order of arrival."""
    _note("number", event, number=event.data.get("number"))


def _note_file(kind: str, event: CloudEvent[Any]) -> None:
    told = {
        name: getattr(event.data, name) for name in ("bucket", "name", "generation", "size", "content_type")
    }
    about = {
        "kind": kind,
        "event": event.id,
        "type": event.type,
        "subject": event.subject,
        "time": event.time,
    }
    _database().collection("notes").add({**about, **told, "document": event.data.name})


@storage_fn.on_object_finalized()
def file_finalized(event: CloudEvent[Any]) -> None:
    """Note a file in the default bucket."""
    _note_file("finalized", event)


@storage_fn.on_object_deleted()
def file_deleted(event: CloudEvent[Any]) -> None:
    """Note that a file in the default bucket is gone."""
    _note_file("deleted", event)


@storage_fn.on_object_metadata_updated(bucket="labels")
def label_changed(event: CloudEvent[Any]) -> None:
    """Note other metadata in a bucket of its own."""
    _note_file("metadataUpdated", event)


@_retried
@storage_fn.on_object_finalized(bucket="stubborn")
def stubborn_file(event: CloudEvent[Any]) -> None:
    """Fail once for each file, then note it."""
    with _lock:
        failed = _failures_left.setdefault(event.data.id, 0)
        _failures_left[event.data.id] = 1
    if not failed:
        raise RuntimeError("not yet")
    _note_file("stubborn", event)

"""Discovery: the functions of a codebase, found as the Firebase CLI finds them, settings resolved."""

import logging
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from firebase_functions.params import Expression
from firebase_functions.private import serving
from firebase_functions.private.manifest import ManifestEndpoint
from firebase_functions.private.util import Sentinel

from embedded_firebase.functions.hosted import (
    DEFAULT_CONCURRENCY,
    DEFAULT_REGION,
    DEFAULT_TIMEOUT_SECONDS,
    MAX_PARALLEL,
    DocumentTrigger,
    HostedFunction,
    Kind,
    ObjectTrigger,
    Trigger,
)
from embedded_firebase.functions.task_queues import QueueConfig, RateLimits, RetryConfig

FIRESTORE_EVENT = re.compile(
    r"google\.cloud\.firestore\.document\.v1\.(created|updated|deleted|written)(\.withAuthContext)?"
)
OBJECT_EVENT = re.compile(r"google\.cloud\.storage\.object\.v1\.(finalized|deleted|metadataUpdated|archived)")

_logger = logging.getLogger("embedded_firebase.functions")


def discover(source: Path) -> dict[str, HostedFunction]:
    """Return the functions of `main.py` in the source directory, by name.

    Raises:
        FileNotFoundError: if there is no `main.py`.
        Exception: any exception that its import raises.
    """
    before = Path.cwd()
    # The library looks in the working directory, because the platform runs it there.
    os.chdir(source)
    try:
        functions = serving.get_functions()  # type: ignore[no-untyped-call]  # private and untyped
    finally:
        os.chdir(before)
    described = (_describe(name, function) for name, function in functions.items())
    return {function.name: function for function in described if function is not None}


def _describe(name: str, function: Callable[..., Any]) -> HostedFunction | None:
    endpoint: ManifestEndpoint = function.__firebase_endpoint__  # type: ignore[attr-defined]  # set by decorators
    kind, trigger = _kind_of(endpoint)
    if kind is None:
        _logger.warning("%s is not hosted: its kind of trigger is not emulated", name)
        return None
    concurrency = _number(endpoint.concurrency, DEFAULT_CONCURRENCY)
    instances = _number(endpoint.maxInstances, MAX_PARALLEL)
    return HostedFunction(
        name=name,
        kind=kind,
        call=function,
        regions=tuple(str(_resolved(region)) for region in endpoint.region or ()) or (DEFAULT_REGION,),
        timeout_seconds=_number(endpoint.timeoutSeconds, DEFAULT_TIMEOUT_SECONDS),
        parallel=max(1, min(int(concurrency * instances), MAX_PARALLEL)),
        trigger=trigger,
        queue=_queue_of(endpoint.taskQueueTrigger) if endpoint.taskQueueTrigger is not None else None,
    )


def _kind_of(endpoint: ManifestEndpoint) -> tuple[Kind | None, Trigger | None]:
    if endpoint.callableTrigger is not None:
        return "callable", None
    if endpoint.httpsTrigger is not None:
        return "http", None
    if endpoint.taskQueueTrigger is not None:
        return "task", None
    if endpoint.scheduleTrigger is not None:
        return "schedule", None
    trigger = _trigger_of(endpoint.eventTrigger) if endpoint.eventTrigger is not None else None
    return ("event", trigger) if trigger is not None else (None, None)


def _trigger_of(event: Mapping[str, Any]) -> Trigger | None:
    event_type = str(event["eventType"])
    filters = {**event.get("eventFilters", {}), **event.get("eventFilterPathPatterns", {})}
    retry = _resolved(event["retry"]) is True
    if matched := OBJECT_EVENT.fullmatch(event_type):
        return ObjectTrigger(
            event_type=event_type,
            operation=matched[1],  # type: ignore[arg-type]  # the expression admits these four words only
            bucket=str(_resolved(filters["bucket"])),
            retry=retry,
        )
    matched = FIRESTORE_EVENT.fullmatch(event_type)
    if matched is None:
        return None
    return DocumentTrigger(
        event_type=event_type,
        operation=matched[1],  # type: ignore[arg-type]  # the expression admits these four words only
        with_auth_context=matched[2] is not None,
        database=str(_resolved(filters["database"])),
        pattern=str(_resolved(filters["document"])),
        retry=retry,
    )


def _queue_of(trigger: Mapping[str, Any]) -> QueueConfig:
    """Return the configuration of a queue; what the function leaves open has the default."""
    limits, retry = RateLimits(), RetryConfig()
    declared, asked = trigger.get("rateLimits") or {}, trigger.get("retryConfig") or {}

    def number(section: Mapping[str, Any], name: str, default: float) -> float:
        return _number(section.get(name), default)

    return QueueConfig(
        RateLimits(
            int(number(declared, "maxConcurrentDispatches", limits.max_concurrent_dispatches)),
            number(declared, "maxDispatchesPerSecond", limits.max_dispatches_per_second),
        ),
        RetryConfig(
            max_attempts=int(number(asked, "maxAttempts", retry.max_attempts)),
            max_retry_seconds=number(asked, "maxRetrySeconds", retry.max_retry_seconds),
            min_backoff_seconds=number(asked, "minBackoffSeconds", retry.min_backoff_seconds),
            max_backoff_seconds=number(asked, "maxBackoffSeconds", retry.max_backoff_seconds),
            max_doublings=int(number(asked, "maxDoublings", retry.max_doublings)),
        ),
    )


def _resolved(value: Any) -> Any:
    """Return the current value of a parameter expression; return any other value unchanged."""
    return value.value if isinstance(value, Expression) else value


def _number(value: Any, default: float) -> float:
    value = _resolved(value)
    return default if value is None or isinstance(value, Sentinel) else float(value)

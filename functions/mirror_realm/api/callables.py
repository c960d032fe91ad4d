"""Shared code of all callables: the guards before each act, and the translation of errors for the app."""

import uuid
from collections.abc import Callable
from typing import Any

from firebase_functions.https_fn import CallableRequest, FunctionsErrorCode, HttpsError

from mirror_realm import bootstrap, events, tracing
from mirror_realm.api import bodies, guards
from mirror_realm.api.guards import Caller
from mirror_realm.errors import Refusal


def answer(
    request: CallableRequest[Any],
    act: Callable[[Any, Caller], Any],
    *,
    allowed_during_erasure: bool = False,
    spends: bool = False,
) -> Any:
    """Run `act` on the data for the signed-in caller; translate its exceptions to an HttpsError with `details.reason`.

    allowed_during_erasure: call `act` also while the caller's account is being erased.
    spends: `act` may cost money; with CHECK_REVOKED on, look the account up in Auth first.
    """
    with tracing.traced(tracing.of_request(request.raw_request.headers.get)):
        return _answer(request, act, allowed_during_erasure=allowed_during_erasure, spends=spends)


def _answer(
    request: CallableRequest[Any],
    act: Callable[[Any, Caller], Any],
    *,
    allowed_during_erasure: bool,
    spends: bool,
) -> Any:
    try:
        services = bootstrap.services()
        claims = {**request.auth.token, "uid": request.auth.uid} if request.auth is not None else None
        caller = guards.identified(services, claims, app_checked=request.app is not None)
        bodies.refuse_emptied(request.raw_request)
        caller = guards.let_act(
            services, caller, allowed_during_erasure=allowed_during_erasure, spends=spends
        )
        return act(request.data, caller)
    except Refusal as error:
        events.wish_refused(error.reason)
        raise _https_error(error) from error
    except Exception as error:
        error_id = uuid.uuid4().hex
        events.callable_failed(f"{act.__module__.rpartition('.')[2]}.{act.__name__}", error_id)
        details = {"reason": "internal", "retryable": True, "error_id": error_id}
        raise HttpsError(FunctionsErrorCode.INTERNAL, "something went wrong on our side", details) from error


def _https_error(error: Refusal) -> HttpsError:
    details = {"reason": error.reason, "retryable": error.retryable, **error.details()}
    return HttpsError(FunctionsErrorCode(error.code), str(error), details)

"""What every callable shares: who asks, and how errors reach the app."""

import uuid
from collections.abc import Callable
from typing import Any

from firebase_functions.https_fn import CallableRequest, FunctionsErrorCode, HttpsError

from mirror_realm import bootstrap, events
from mirror_realm.domain.wish import Person
from mirror_realm.errors import MirrorRealmError, Refusal, Unauthenticated


def answer(request: CallableRequest[Any], act: Callable[[Any, Person], Any]) -> Any:
    """Runs `act` on the data for the signed-in person; what it raises becomes an HttpsError with `details.reason`."""
    try:
        if bootstrap.services().settings.enforce_app_check and request.app is None:
            raise Unauthenticated("this call needs a valid App Check token")
        return act(request.data, _person(request))
    except MirrorRealmError as error:
        if isinstance(error, Refusal):
            events.wish_refused(error.reason)
        raise _https_error(error) from error
    except Exception as error:
        error_id = uuid.uuid4().hex
        events.callable_failed(act.__module__.rpartition(".")[2], error_id)
        details = {"reason": "internal", "retryable": True, "error_id": error_id}
        raise HttpsError(FunctionsErrorCode.INTERNAL, "something went wrong on our side", details) from error


def _person(request: CallableRequest[Any]) -> Person:
    """Raises Unauthenticated."""
    if request.auth is None or not request.auth.uid:
        raise Unauthenticated("sign in first")
    provider = request.auth.token.get("firebase", {}).get("sign_in_provider")
    return Person(request.auth.uid, anonymous=provider == "anonymous")


def _https_error(error: MirrorRealmError) -> HttpsError:
    details = {"reason": error.reason, "retryable": error.retryable, **error.details()}
    return HttpsError(FunctionsErrorCode(error.code), str(error), details)

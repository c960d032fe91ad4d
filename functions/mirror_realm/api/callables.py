"""Shared code of all callables: the caller's identity, and the translation of errors for the app."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from firebase_functions.https_fn import CallableRequest, FunctionsErrorCode, HttpsError

from mirror_realm import bootstrap, events, tracing
from mirror_realm.api import bodies
from mirror_realm.domain.plans import plan_of
from mirror_realm.domain.uids import is_uid
from mirror_realm.domain.wish import User
from mirror_realm.errors import Forbidden, Refusal, Unauthenticated

if TYPE_CHECKING:
    from mirror_realm.services.ports.accounts import People


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller, as their verified token says."""

    user: User
    administrator: bool

    def must_be_administrator(self) -> None:
        """Raise Forbidden unless the caller is an administrator."""
        if not self.administrator:
            raise Forbidden("only administrators may call this")


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
        if services.settings.enforce_app_check and request.app is None:
            raise Unauthenticated("this call needs a valid App Check token")
        caller = _caller(request)
        services.throttle.count(caller.user.uid)
        bodies.refuse_emptied(request.raw_request)
        if spends and services.settings.check_revoked:
            _require_in_force(request, services.people)
        if not allowed_during_erasure:
            services.erasing.check(caller.user.uid)
        return act(request.data, caller)
    except Refusal as error:
        events.wish_refused(error.reason)
        raise _https_error(error) from error
    except Exception as error:
        error_id = uuid.uuid4().hex
        events.callable_failed(f"{act.__module__.rpartition('.')[2]}.{act.__name__}", error_id)
        details = {"reason": "internal", "retryable": True, "error_id": error_id}
        raise HttpsError(FunctionsErrorCode.INTERNAL, "something went wrong on our side", details) from error


def _caller(request: CallableRequest[Any]) -> Caller:
    """Return the caller of a request. Raises Unauthenticated."""
    if request.auth is None or request.auth.uid is None or not is_uid(request.auth.uid):
        raise Unauthenticated("sign in first")
    claims = request.auth.token
    anonymous = claims.get("firebase", {}).get("sign_in_provider") == "anonymous"
    return Caller(
        User(request.auth.uid, plan_of(anonymous=anonymous)), administrator=claims.get("admin") is True
    )


def _require_in_force(request: CallableRequest[Any], people: "People") -> None:
    """Raise Unauthenticated if the account is disabled or deleted, or the token was issued before a revocation.

    The platform verifies the token, but does not ask Auth whether it was revoked: that needs another call.
    """
    from mirror_realm.services.ports.accounts import GONE

    assert request.auth is not None
    assert request.auth.uid is not None
    account = people.find(request.auth.uid)
    issued_at = datetime.fromtimestamp(request.auth.token.get("iat", 0), UTC)
    refusal = account.refusal(issued_at) if account is not None else GONE
    if refusal:
        raise Unauthenticated(refusal)


def _https_error(error: Refusal) -> HttpsError:
    details = {"reason": error.reason, "retryable": error.retryable, **error.details()}
    return HttpsError(FunctionsErrorCode(error.code), str(error), details)

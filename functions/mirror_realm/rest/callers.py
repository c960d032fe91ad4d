"""The caller of a REST request: the ID token and the App Check token in its headers, verified by the Admin SDK."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import Headers

from mirror_realm import bootstrap
from mirror_realm.api import guards
from mirror_realm.api.guards import Caller
from mirror_realm.errors import Unauthenticated

UNSIGNED, UNASKED = "\0unsigned", "\0unasked"
"""The throttle's names for all callers without a token, and for those of `/health`: no user has them."""


def verified(headers: Headers) -> Caller:
    """Return the caller that the headers name, and count the call. Raises Unauthenticated, RateLimited."""
    services = bootstrap.services()
    claims = _claims(headers)
    if claims is None:
        if "authorization" in headers:  # never 429: an app renews its token at a 401
            raise Unauthenticated("the ID token is not valid, or has expired: sign in again")
        services.throttle.count(UNSIGNED)
        raise Unauthenticated(
            "sign in first: this call needs `Authorization: Bearer` with a Firebase ID token"
        )
    app_checked = services.settings.enforce_app_check and _app_checked(headers)
    return guards.identified(services, claims, app_checked=app_checked)


def count_unsigned() -> None:
    """Count a call that needs no sign-in. Raises RateLimited."""
    bootstrap.services().throttle.count(UNASKED)


def _claims(headers: Headers) -> Mapping[str, Any] | None:
    from firebase_admin import auth

    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    try:
        claims: Mapping[str, Any] = auth.verify_id_token(token.strip())
    except (auth.InvalidIdTokenError, ValueError):
        return None
    return claims


def _app_checked(headers: Headers) -> bool:
    from firebase_admin import app_check

    token = headers.get("x-firebase-appcheck")
    if not token:
        return False
    try:
        app_check.verify_token(token)
    except (ValueError, app_check.jwt.PyJWTError):
        return False
    return True


def _allowed(*, during_erasure: bool = False, spends: bool = False) -> Callable[[Request], Caller]:
    def caller(request: Request) -> Caller:
        """Return the caller, unless their account is being erased or no longer in force."""
        verified: Caller = request.state.caller
        return guards.let_act(
            bootstrap.services(), verified, allowed_during_erasure=during_erasure, spends=spends
        )

    return caller


Signed = Annotated[Caller, Depends(_allowed())]
Spending = Annotated[Caller, Depends(_allowed(during_erasure=True, spends=True))]
"""Admission looks for an erasure itself, in its transaction."""
Leaving = Annotated[Caller, Depends(_allowed(during_erasure=True))]

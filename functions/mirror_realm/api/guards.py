"""Guards: what is checked of every call before its act runs, the same for callables and REST."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mirror_realm.domain.administration import (
    RECENT,
    Act,
    Role,
    View,
    least_role,
    role_of,
    signed_in_recently,
)
from mirror_realm.domain.uids import is_uid
from mirror_realm.domain.wish import User
from mirror_realm.errors import Forbidden, ReadOnlyToken, RoleMissing, SignInAgain, Unauthenticated

if TYPE_CHECKING:
    from mirror_realm.assembly import Services


READER_OF = "reader_of"
"""The claim of a token by which an app reads the avatars of the user that it names, by the security rules alone."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller, as their verified token says."""

    user: User
    role: Role | None = None
    """The role of an administrator; None for every other account."""
    recent: bool = False
    """Whether the caller signed in recently enough for what cannot be undone."""
    token_issued_at: float = 0.0
    """In seconds since 1970."""

    def must_be_administrator(self) -> Role:
        """Return the caller's role. Raises Forbidden unless the caller is an administrator."""
        if self.role is None:
            raise Forbidden("only administrators may call this")
        return self.role

    def may(self, wanted: View | Act) -> bool:
        """Return whether the caller's role suffices, whenever they signed in."""
        return self.role is not None and self.role.may(wanted)

    def must(self, wanted: View | Act) -> Role:
        """Return the caller's role. Raises Forbidden unless it may look at this or do it, and SignInAgain."""
        role = self.must_be_administrator()
        if not role.may(wanted):
            raise RoleMissing(least_role(wanted))
        if wanted in RECENT and not self.recent:
            raise SignInAgain
        return role


def identified(services: "Services", claims: Mapping[str, Any] | None, *, app_checked: bool) -> Caller:
    """Return the caller of a request, and count the call.

    claims: those of the verified ID token; None without one.
    app_checked: whether the request has a valid App Check token.

    Raises Unauthenticated, RateLimited, ReadOnlyToken.
    """
    uid = claims.get("uid") if claims is not None else None
    known = uid if isinstance(uid, str) and is_uid(uid) else None
    if known is not None:
        services.throttle.count(known)
    if services.settings.enforce_app_check and not app_checked:
        raise Unauthenticated("this call needs a valid App Check token")
    if claims is None or known is None:
        raise Unauthenticated("sign in first")
    if READER_OF in claims:
        raise ReadOnlyToken
    anonymous = claims.get("firebase", {}).get("sign_in_provider") == "anonymous"
    return Caller(
        User(known, services.plans.of(claims, anonymous=anonymous)),
        role=role_of(claims),
        recent=signed_in_recently(claims, time.time()),
        token_issued_at=claims.get("iat", 0),
    )


def let_act(services: "Services", caller: Caller, *, allowed_during_erasure: bool, spends: bool) -> None:
    """Check the caller's account.

    allowed_during_erasure: do not refuse a caller whose account is being erased.
    spends: the act may cost money; with CHECK_REVOKED on, look the account up in Auth.

    Raises Unauthenticated, BeingErased.
    """
    if spends and services.settings.check_revoked:
        _require_in_force(services, caller)
    if not allowed_during_erasure:
        services.erasing.check(caller.user.uid)


def _require_in_force(services: "Services", caller: Caller) -> None:
    """Raise Unauthenticated if the account is disabled or deleted, or the token was issued before a revocation.

    The platform verifies the token, but does not ask Auth whether it was revoked: that needs another call.
    """
    from mirror_realm.services.ports.accounts import GONE

    account = services.people.find(caller.user.uid)
    issued_at = datetime.fromtimestamp(caller.token_issued_at, UTC)
    refusal = account.refusal(issued_at) if account is not None else GONE
    if refusal:
        raise Unauthenticated(refusal)

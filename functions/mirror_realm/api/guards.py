"""Guards: what is checked of every call before its act runs, the same for callables and REST."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mirror_realm.domain.administration import (
    RECENT,
    Act,
    Role,
    View,
    least_role,
    lesser,
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
    role_lost: str = ""
    """The reason why the role that the token names does not count: the account is not in force."""

    def must_be_administrator(self) -> Role:
        """Return the caller's role. Raises Forbidden unless the caller is an administrator, Unauthenticated."""
        if self.role_lost:
            raise Unauthenticated(self.role_lost)
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


def let_act(services: "Services", caller: Caller, *, allowed_during_erasure: bool, spends: bool) -> Caller:
    """Check the caller's account; return the caller with the role that the account has now.

    An administrator's account is always looked up in Auth, once a call: a token keeps a role for an hour after it was
    taken away.

    allowed_during_erasure: do not refuse a caller whose account is being erased.
    spends: the act may cost money; with CHECK_REVOKED on, look the account up in Auth.

    Raises Unauthenticated, BeingErased.
    """
    must_be_in_force = spends and services.settings.check_revoked
    if must_be_in_force or caller.role is not None:
        caller = _as_of_now(services, caller, must_be_in_force=must_be_in_force)
    if not allowed_during_erasure:
        services.erasing.check(caller.user.uid)
    return caller


def _as_of_now(services: "Services", caller: Caller, *, must_be_in_force: bool) -> Caller:
    """Return the caller with the lesser of the roles that token and account have; none if the account is not in force.

    An account is not in force if it is disabled or deleted, or the token was issued before a revocation. The platform
    verifies the token, but does not ask Auth whether it was revoked: that needs another call.

    must_be_in_force: raise Unauthenticated if it is not.
    """
    from mirror_realm.services.ports.accounts import GONE

    account = services.people.find(caller.user.uid)
    issued_at = datetime.fromtimestamp(caller.token_issued_at, UTC)
    refusal = account.refusal(issued_at) if account is not None else GONE
    if refusal and must_be_in_force:
        raise Unauthenticated(refusal)
    if account is None or refusal:
        return replace(caller, role=None, role_lost=refusal if caller.role is not None else "")
    return replace(caller, role=lesser(caller.role, account.role))

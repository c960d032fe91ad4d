"""Guards: what is checked of every call before its act runs, the same for callables and REST."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mirror_realm.domain.uids import is_uid
from mirror_realm.domain.wish import User
from mirror_realm.errors import Forbidden, Unauthenticated

if TYPE_CHECKING:
    from mirror_realm.assembly import Services


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller, as their verified token says."""

    user: User
    administrator: bool
    token_issued_at: float = 0.0
    """In seconds since 1970."""

    def must_be_administrator(self) -> None:
        """Raise Forbidden unless the caller is an administrator."""
        if not self.administrator:
            raise Forbidden("only administrators may call this")


def identified(services: "Services", claims: Mapping[str, Any] | None, *, app_checked: bool) -> Caller:
    """Return the caller of a request, and count the call.

    claims: those of the verified ID token; None without one.
    app_checked: whether the request has a valid App Check token.

    Raises Unauthenticated, RateLimited.
    """
    uid = claims.get("uid") if claims is not None else None
    known = uid if isinstance(uid, str) and is_uid(uid) else None
    if known is not None:
        services.throttle.count(known)
    if services.settings.enforce_app_check and not app_checked:
        raise Unauthenticated("this call needs a valid App Check token")
    if claims is None or known is None:
        raise Unauthenticated("sign in first")
    anonymous = claims.get("firebase", {}).get("sign_in_provider") == "anonymous"
    return Caller(
        User(known, services.plans.of(claims, anonymous=anonymous)),
        administrator=claims.get("admin") is True,
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

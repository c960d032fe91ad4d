"""ID, refresh and custom tokens: JSON web tokens with algorithm `none`, as on Google's emulator.

Claims: https://firebase.google.com/docs/auth/admin/verify-id-tokens
"""

import base64
import binascii
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from embedded_firebase.auth.accounts import Account
from embedded_firebase.auth.errors import AuthError

LIFETIME_SECONDS = 3600

_ISSUER = "https://securetoken.google.com/"


@dataclass(frozen=True)
class SignIn:
    """The sign-in that tokens stand for; it outlives them when they are refreshed."""

    provider: str
    """`anonymous`, `password`, `custom`, or another provider such as `google.com`."""
    auth_time: int
    """Seconds since 1970."""
    developer_claims: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Claims of the custom token, if it was one."""


def sign_in_now(provider: str, developer_claims: Mapping[str, Any] | None = None) -> SignIn:
    """Return a sign-in at this moment."""
    return SignIn(provider, int(time.time()), developer_claims or {})


def id_token(project: str, account: Account, sign_in: SignIn) -> str:
    """Return an ID token with an hour to live from now."""
    now = int(time.time())
    identities: dict[str, list[str]] = {}
    if account.email:
        identities["email"] = [account.email]
    if account.phone_number:
        identities["phone"] = [account.phone_number]
    for identity in account.federated:
        identities.setdefault(identity.provider, []).append(identity.raw_id)
    claims: dict[str, Any] = {
        **json.loads(account.custom_attributes or "{}"),
        **sign_in.developer_claims,
        "name": account.display_name,
        "picture": account.photo_url,
        "email": account.email,
        "email_verified": account.email_verified if account.email else None,
        "phone_number": account.phone_number,
        "provider_id": "anonymous" if sign_in.provider == "anonymous" else None,
        "iss": _ISSUER + project,
        "aud": project,
        "auth_time": sign_in.auth_time,
        "user_id": account.uid,
        "sub": account.uid,
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
        "firebase": {"identities": identities, "sign_in_provider": sign_in.provider},
    }
    return _unsigned({key: value for key, value in claims.items() if value is not None})


def refresh_token(project: str, account: Account, sign_in: SignIn) -> str:
    """Return a token for new ID tokens of the same sign-in. It holds everything, so it outlives a restart."""
    content = {
        "project": project,
        "uid": account.uid,
        "provider": sign_in.provider,
        "auth_time": sign_in.auth_time,
        "claims": dict(sign_in.developer_claims),
    }
    return _encode(content)


def read_refresh_token(token: str) -> tuple[str, str, SignIn]:
    """Return the project, the uid and the sign-in of a refresh token.

    Raises:
        AuthError: `INVALID_REFRESH_TOKEN`.
    """
    try:
        content = _decode(token)
        sign_in = SignIn(content["provider"], content["auth_time"], content["claims"])
        return content["project"], content["uid"], sign_in
    except (ValueError, KeyError, TypeError):
        raise AuthError("INVALID_REFRESH_TOKEN") from None


def read_custom_token(token: str) -> tuple[str, Mapping[str, Any]]:
    """Return the uid and the developer claims of a custom token of the Admin SDK.

    Raises:
        AuthError: `INVALID_CUSTOM_TOKEN`.
    """
    try:
        content = _decode(token.split(".")[1])
        return str(content["uid"]), content.get("claims") or {}
    except (ValueError, KeyError, IndexError):
        raise AuthError("INVALID_CUSTOM_TOKEN : Invalid assertion format.") from None


def read_claims(token: str) -> Mapping[str, Any] | None:
    """Return the claims of an ID token that is well formed and has not expired; None otherwise."""
    try:
        claims = _decode(token.split(".")[1])
        fresh = claims["exp"] > time.time() and str(claims["iss"]).startswith(_ISSUER)
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return {**claims, "uid": claims.get("sub")} if fresh else None


def unsigned_claims(token: str) -> Mapping[str, Any] | None:
    """Return the claims of any JSON web token, unchecked; None if it is not one."""
    try:
        return _decode(token.split(".")[1])
    except (ValueError, IndexError):
        return None


def session_cookie(claims: Mapping[str, Any], seconds: int) -> str:
    """Return a session cookie with the claims of an ID token, valid for so many seconds from now."""
    now = int(time.time())
    kept = {name: value for name, value in claims.items() if name != "uid"}
    issuer = f"https://session.firebase.google.com/{claims['aud']}"
    return _unsigned({**kept, "iat": now, "exp": now + seconds, "iss": issuer})


def _unsigned(claims: Mapping[str, Any]) -> str:
    return f"{_encode({'alg': 'none', 'typ': 'JWT'})}.{_encode(claims)}."


def _encode(content: Mapping[str, Any]) -> str:
    raw = json.dumps(content, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(segment: str) -> dict[str, Any]:
    """Return the JSON object in a segment.

    Raises:
        ValueError: if there is none.
    """
    try:
        content = json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    except (binascii.Error, UnicodeError) as error:
        raise ValueError("not base64 of UTF-8") from error
    if not isinstance(content, dict):
        raise ValueError("not a JSON object")
    return content

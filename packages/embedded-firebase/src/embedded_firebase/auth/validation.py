"""Checks of e-mail addresses, passwords and custom claims, as the service makes them."""

import json
import re
from typing import Any

from embedded_firebase.auth.accounts import milliseconds_now
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.passwords import MIN_LENGTH, hash_password

MAX_CLAIMS_LENGTH = 1000
"""https://firebase.google.com/docs/auth/admin/custom-claims"""

_OF_TOKENS = (
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "cnf",
    "c_hash",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "nonce",
)
_OF_FIREBASE = ("firebase", "sub", "user_id")
RESERVED_CLAIMS = frozenset((*_OF_TOKENS, *_OF_FIREBASE))
"""Claims that only the service sets."""


def valid_email(email: object) -> str:
    """Return the address in lower case.

    Raises:
        AuthError: `INVALID_EMAIL`.
    """
    if not isinstance(email, str) or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", email):
        raise AuthError("INVALID_EMAIL")
    return email.lower()


def password_fields(password: object) -> dict[str, Any]:
    """Return the fields of an account that a new password changes; earlier tokens are revoked.

    Raises:
        AuthError: `WEAK_PASSWORD`.
    """
    if not isinstance(password, str) or len(password) < MIN_LENGTH:
        raise AuthError(f"WEAK_PASSWORD : Password should be at least {MIN_LENGTH} characters")
    now = milliseconds_now()
    return {"password_hash": hash_password(password), "password_updated_at": now, "valid_since": now // 1000}


def valid_phone_number(number: object) -> str:
    """Return the number, which is in E.164.

    Raises:
        AuthError: `INVALID_PHONE_NUMBER`.
    """
    if not isinstance(number, str) or not re.fullmatch(r"\+[0-9 ()-]{3,30}", number):
        raise AuthError("INVALID_PHONE_NUMBER : Invalid format.")
    return number


def valid_claims(text: str) -> str:
    """Return custom claims as JSON text.

    Raises:
        AuthError: `INVALID_CLAIMS`, `CLAIMS_TOO_LARGE` or `FORBIDDEN_CLAIM`.
    """
    if len(text) > MAX_CLAIMS_LENGTH:
        raise AuthError("CLAIMS_TOO_LARGE")
    try:
        claims = json.loads(text)
    except ValueError:
        raise AuthError("INVALID_CLAIMS") from None
    if not isinstance(claims, dict):
        raise AuthError("INVALID_CLAIMS")
    if forbidden := RESERVED_CLAIMS & claims.keys():
        raise AuthError(f"FORBIDDEN_CLAIM : {min(forbidden)}")
    return text

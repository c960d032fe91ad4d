"""Passwords are kept as salted scrypt hashes (RFC 7914), never as they were typed."""

import base64
import hashlib
import hmac
import secrets

MIN_LENGTH = 6
"""https://firebase.google.com/docs/auth/web/password-auth"""

IMPORTED = "imported:"
"""Begins a hash that was imported. Which algorithm made it is not kept, so it opens no account."""

# Cheap beside a production setting: tests sign in by the hundred, and nothing here guards a real account.
_COST, _BLOCK_SIZE, _PARALLELISM = 2**11, 8, 1


def hash_password(password: str) -> str:
    """Return `salt$hash`, both in base64."""
    salt = secrets.token_bytes(16)
    return f"{_encode(salt)}${_encode(_derive(password, salt))}"


def verify_password(password: str, hashed: str) -> bool:
    """Return whether the password is the one that was hashed, in constant time; False for an imported hash."""
    if hashed.startswith(IMPORTED):
        return False
    salt, _, expected = hashed.partition("$")
    return hmac.compare_digest(_derive(password, base64.b64decode(salt)), base64.b64decode(expected))


def _derive(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK_SIZE, p=_PARALLELISM, dklen=32)


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()

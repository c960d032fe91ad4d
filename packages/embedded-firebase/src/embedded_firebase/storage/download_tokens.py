"""Download tokens: the bearer secrets in an object's metadata that open its download URL."""

import secrets
from dataclasses import replace
from types import MappingProxyType

from embedded_firebase.storage.stored_object import StoredObject

DOWNLOAD_TOKENS = "firebaseStorageDownloadTokens"
"""Where an object's metadata keeps the bearer tokens of its download URLs, separated by commas."""


def new_token() -> str:
    """Return a random token that cannot be guessed."""
    return secrets.token_hex(16)


def tokens_of(stored: StoredObject) -> list[str]:
    """Return the tokens that open an object."""
    return [token for token in stored.metadata.get(DOWNLOAD_TOKENS, "").split(",") if token]


def with_tokens(stored: StoredObject, tokens: list[str]) -> StoredObject:
    """Return the object with these tokens instead of its own."""
    metadata = {**stored.metadata, DOWNLOAD_TOKENS: ",".join(tokens)}
    return replace(stored, metadata=MappingProxyType(metadata))


def with_new_token(stored: StoredObject) -> StoredObject:
    """Return the object with one more token."""
    return with_tokens(stored, [*tokens_of(stored), new_token()])

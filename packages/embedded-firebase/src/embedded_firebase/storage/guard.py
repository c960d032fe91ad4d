"""The guard: it applies the access policy to users and lets servers pass."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request

from embedded_firebase.storage.access import AccessPolicy, AccessRequest, Method
from embedded_firebase.storage.errors import Denied
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.stored_object import StoredObject

ClaimsReader = Callable[[str], Mapping[str, Any] | None]
"""Reads the claims of an ID token; None if it is invalid."""


def is_server(request: Request) -> bool:
    """Return whether the caller shows the owner's key, as the server clients and tools do on an emulator."""
    return request.headers.get("Authorization", "").partition(" ")[2] == "owner"


class Guard:
    """Check every call of the `/v0/` API."""

    def __init__(self, store: ObjectStore, policy: AccessPolicy, read_claims: ClaimsReader) -> None:
        self._store = store
        self._policy = policy
        self._read_claims = read_claims

    def require(
        self, request: Request, method: Method, bucket: str, name: str, proposed: StoredObject | None = None
    ) -> None:
        """Raise `Denied` unless the caller is allowed."""
        if is_server(request):
            return
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        claims = self._read_claims(token) if scheme in ("Firebase", "Bearer") and token else None
        current = self._store.find(bucket, name)
        asked = AccessRequest(method, bucket, name, claims, current, proposed, datetime.now(UTC))
        if not self._policy.allows(asked):
            raise Denied

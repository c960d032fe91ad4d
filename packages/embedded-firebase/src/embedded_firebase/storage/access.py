"""The access policy, where security rules decide about users. As in production, it does not apply to servers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from embedded_firebase.storage.stored_object import StoredObject

Method = Literal["get", "list", "create", "update", "delete"]


@dataclass(frozen=True)
class AccessRequest:
    """A user's request for an object, as rules see it."""

    method: Method
    """`create` if there is no object yet, `update` if there is one, or for its metadata."""
    bucket: str
    name: str
    """The object's name; for `list` the prefix, without the slash at its end."""
    claims: Mapping[str, Any] | None
    """The claims of the caller's ID token; None for a caller who is not signed in."""
    current: StoredObject | None
    """The object as it is (`resource`)."""
    proposed: StoredObject | None
    """The object as it would be (`request.resource`); None for reads and deletions."""
    time: datetime
    """When the request arrived, in UTC."""


class AccessPolicy(Protocol):
    """Decide about the requests of users; called from several threads at once."""

    def allows(self, request: AccessRequest) -> bool:
        """Return whether the request is allowed."""
        ...


class AllowEveryone:
    """The policy when there are no rules to consult."""

    def allows(self, request: AccessRequest) -> bool:
        """Allow every request."""
        return True

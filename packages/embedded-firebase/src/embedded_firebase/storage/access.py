"""The seam where security rules decide what persons may do. The server, as in production, is never asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from embedded_firebase.storage.stored_object import StoredObject

Method = Literal["get", "list", "create", "update", "delete"]


@dataclass(frozen=True)
class AccessRequest:
    """What a person wants to do to an object, as rules see it."""

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
    """Decides on the requests of persons; called from several threads at once."""

    def allows(self, request: AccessRequest) -> bool:
        """Return whether the request may go on."""
        ...


class AllowEveryone:
    """The policy when there are no rules to consult."""

    def allows(self, request: AccessRequest) -> bool:
        """Allow every request."""
        return True

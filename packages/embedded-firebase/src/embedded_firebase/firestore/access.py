"""The caller of an RPC and the policy that decides about it: the place where security rules plug in."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from embedded_firebase.firestore.errors import Code, FirestoreError
from embedded_firebase.firestore.protocol import Document, StructuredQuery
from embedded_firebase.firestore.writes import Documents


class Standing(Enum):
    """The kind of caller."""

    SERVER = "server"
    """A server client or a tool: it presents `Bearer owner`, and rules do not apply."""
    PERSON = "person"
    """A signed-in user, with the claims of an emulator ID token."""
    NOBODY = "nobody"
    """An app without a token: rules see no `request.auth`."""


@dataclass(frozen=True)
class Caller:
    """The caller of an RPC."""

    standing: Standing
    claims: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_server(self) -> bool:
        return self.standing is Standing.SERVER

    @property
    def uid(self) -> str | None:
        """The id of the signed-in user."""
        return self.claims.get("user_id") or self.claims.get("sub")


SERVER = Caller(Standing.SERVER)
NOBODY = Caller(Standing.NOBODY)


def caller_of(metadata: Mapping[str, str]) -> Caller:
    """Return the caller that a call's metadata names.

    The signature of a token is not checked: emulator tokens have none.

    Raises:
        FirestoreError: UNAUTHENTICATED for a credential that is neither `owner` nor a token.
    """
    authorization = metadata.get("authorization", "")
    if not authorization:
        return NOBODY
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise _bad_credential()
    if token == "owner":
        return SERVER
    parts = token.split(".")
    if len(parts) != 3:
        raise _bad_credential()
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _bad_credential() from error
    if not isinstance(claims, dict):
        raise _bad_credential()
    return Caller(Standing.PERSON, claims)


def _bad_credential() -> FirestoreError:
    return FirestoreError(Code.UNAUTHENTICATED, "Missing or invalid authentication.")


@dataclass(frozen=True)
class Access:
    """What a policy may use to decide about a call."""

    caller: Caller
    database: str
    """`projects/{p}/databases/{d}`"""
    moment: int
    """Microseconds since 1970: `request.time`."""
    documents: Documents
    """Every document, as it is before the call."""


class AccessPolicy(Protocol):
    """Decide about callers that are not servers. Each method raises `permission_denied()` to refuse."""

    def check_get(self, access: Access, name: str, document: Document | None) -> None:
        """Check that a document may be read by name; None if there is no such document."""

    def check_query(
        self, access: Access, parent: str, query: StructuredQuery, documents: Sequence[Document]
    ) -> None:
        """Check that a query, a listener or an aggregation may be answered with these documents."""

    def check_write(
        self,
        access: Access,
        name: str,
        before: Document | None,
        after: Document | None,
        written: Documents,
        *,
        must_exist: bool = False,
    ) -> None:
        """Check that a document may go from `before` to `after`.

        `written` shows all documents as the commit will leave them. With `must_exist` the write is an update even
        where there is no document: its answer must not show which.
        """


class AllowEverything:
    """The policy in force until rules are plugged in."""

    def check_get(self, access: Access, name: str, document: Document | None) -> None:
        pass

    def check_query(
        self, access: Access, parent: str, query: StructuredQuery, documents: Sequence[Document]
    ) -> None:
        pass

    def check_write(
        self,
        access: Access,
        name: str,
        before: Document | None,
        after: Document | None,
        written: Documents,
        *,
        must_exist: bool = False,
    ) -> None:
        pass

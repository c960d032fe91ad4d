"""Conversion of documents, claims and paths to the values that rules see, and the log of refusals."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from embedded_firebase.firestore.protocol import Document, Message
from embedded_firebase.firestore.values import kind_of
from embedded_firebase.rules.errors import EvaluationError
from embedded_firebase.rules.ruleset import Decision, Method
from embedded_firebase.rules.services import ServiceKind
from embedded_firebase.rules.values import NANOSECONDS, UNDECIDED, LatLng, Path, Timestamp, Value

_logger = logging.getLogger("embedded_firebase.rules")


def path_of(name: str) -> Path:
    """Return `/databases/(default)/documents/...` for `projects/{p}/databases/(default)/documents/...`."""
    return Path(tuple(name.split("/")[2:]))


def name_of(path: Path, database: str) -> str:
    """Return the full name of the document at a path in a database (`projects/{p}/databases/{d}`).

    Raises:
        EvaluationError: if it is not the path of a document of this database.
    """
    segments = path.segments
    in_database = segments[:3] == ("databases", database.rpartition("/")[2], "documents")
    if not in_database or len(segments) < 5 or len(segments) % 2 == 0:
        raise EvaluationError("the path is not that of a document of this database")
    return "/".join((database, *segments[2:]))


def resource_of(document: Document | None) -> Value:
    """Return a document as `resource`, `request.resource` and what `get` gives; null for none."""
    if document is None:
        return None
    path = path_of(document.name)
    return {"data": _map(document.fields), "id": path.segments[-1], "__name__": path}


def _map(fields: Mapping[str, Message]) -> dict[str, Value]:
    return {name: _value(value) for name, value in fields.items()}


def _value(value: Message) -> Value:
    kind = kind_of(value)
    if kind == "map_value":
        entries = value.map_value.fields
        # A vector is stored as a map, but rules do not treat it as one.
        return UNDECIDED if "__type__" in entries else _map(entries)
    if kind == "array_value":
        return [_value(item) for item in value.array_value.values]
    if kind == "timestamp_value":
        moment = value.timestamp_value
        return Timestamp(int(moment.seconds) * NANOSECONDS + int(moment.nanos))
    if kind == "reference_value":
        return path_of(value.reference_value)
    if kind == "geo_point_value":
        return LatLng(value.geo_point_value.latitude, value.geo_point_value.longitude)
    if kind == "null_value":
        return None
    plain = ("boolean_value", "integer_value", "double_value", "string_value", "bytes_value")
    return getattr(value, kind) if kind in plain else UNDECIDED


def auth_of(claims: Mapping[str, Any] | None) -> Value:
    """Return `request.auth` for the claims of an ID token; null if no user is signed in."""
    if claims is None:
        return None
    uid = claims.get("user_id") or claims.get("sub")
    return {"uid": uid if isinstance(uid, str) else UNDECIDED, "token": _claim(claims)}


def _claim(value: Any) -> Value:
    if isinstance(value, Mapping):
        return {str(name): _claim(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_claim(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else UNDECIDED


def log_refusal(kind: ServiceKind, method: Method, decision: Decision) -> None:
    """Log at debug level why a user was refused, without the user's identity or data."""
    if not decision.allowed:
        _logger.debug("%s refused %s: %s", kind.name, method, "; ".join(decision.reasons))

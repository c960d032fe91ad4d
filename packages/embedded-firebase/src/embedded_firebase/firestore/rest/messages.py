"""Requests of the REST API as messages of the protocol, and messages as JSON (the proto3 JSON mapping)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError

from embedded_firebase.firestore.encoded_answers import EncodedAnswer
from embedded_firebase.firestore.errors import FirestoreError, invalid_argument
from embedded_firebase.firestore.protocol import Message, request_class
from embedded_firebase.firestore.rest.bindings import Binding
from embedded_firebase.firestore.sequences import with_verify
from embedded_firebase.firestore.wire.http1 import HttpRequest

_SYSTEM_PARAMETERS = {
    "access_token",
    "alt",
    "callback",
    "fields",
    "key",
    "oauth_token",
    "prettyPrint",
    "quotaUser",
}
"""What every Google API takes (public documentation, system parameters); none has an effect here."""

_BOOLEANS = {"currentDocument.exists", "showMissing"}
_LISTS = {"mask.fieldPaths", "updateMask.fieldPaths"}


def message_of(binding: Binding, request: HttpRequest) -> Message:
    """Return the request of an RPC.

    Raises:
        FirestoreError: INVALID_ARGUMENT for a body or a parameter that does not fit.
    """
    try:
        fields, verified = _fields(binding, request)
        message = request_class(binding.rpc)()
        ParseDict(fields, message)
    except (ParseError, ValueError, RecursionError) as error:
        raise _invalid(str(error)) from error
    for index, name in verified.items():
        with_verify(message.writes[index], name)
    return message


def json_of(answer: Message | EncodedAnswer) -> dict[str, Any]:
    """Return the JSON object of an answer."""
    message = answer.message() if isinstance(answer, EncodedAnswer) else answer
    fields: dict[str, Any] = MessageToDict(message)
    return fields


def _fields(binding: Binding, request: HttpRequest) -> tuple[dict[str, Any], Mapping[int, str]]:
    body = _object(request) if binding.body is not None else {}
    fields: dict[str, Any] = body if binding.body == "*" else _parameters(request.query)
    path: dict[str, Any] = dict(request.captures)
    if binding.body == "document":
        if "name" in path:
            body["name"] = path.pop("name")
        fields["document"] = body
    fields.update(path)
    return fields, _take_verified(fields.get("writes"))


def _object(request: HttpRequest) -> dict[str, Any]:
    body = json.loads(request.body) if request.body.strip() else {}
    if not isinstance(body, dict):
        raise _invalid("Root element must be a message.")
    return body


def _parameters(query: str) -> dict[str, Any]:
    """Return the parameters of an address as nested JSON: a dot in a name goes one level down."""
    fields: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in _SYSTEM_PARAMETERS or name.startswith("$"):
            continue
        inner = fields
        *path, last = name.split(".")
        for step in path:
            inner = inner.setdefault(step, {})
            if not isinstance(inner, dict):
                raise _invalid(f'Unknown name "{name}": Cannot bind query parameter.')
        if name in _LISTS:
            inner.setdefault(last, []).append(value)
        elif name in _BOOLEANS and value in ("true", "false"):
            inner[last] = value == "true"
        else:
            inner[last] = value
    return fields


def _take_verified(writes: object) -> Mapping[int, str]:
    """Take out the names of writes that only verify: their field is not in the public protocol."""
    if not isinstance(writes, list):
        return {}
    return {
        index: str(write.pop("verify"))
        for index, write in enumerate(writes)
        if isinstance(write, dict) and "verify" in write
    }


def _invalid(reason: str) -> FirestoreError:
    return invalid_argument(f"Invalid JSON payload received. {reason}")

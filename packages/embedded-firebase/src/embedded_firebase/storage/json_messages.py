"""Reading the requests of the JSON API and writing its answers."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.errors import Invalid
from embedded_firebase.storage.resources import object_resource, parse_resource
from embedded_firebase.storage.stored_object import StoredObject


def json_response(resource: Mapping[str, Any]) -> Response:
    """Return a resource on the wire."""
    return Response(json.dumps(resource), content_type="application/json; charset=UTF-8")


def object_response(request: Request, stored: StoredObject) -> Response:
    """Return an object on the wire."""
    return json_response(object_resource(stored, base_url(request)))


def body_of(request: Request) -> dict[str, Any]:
    """Return the resource in a request's body; empty if there is none."""
    return parse_resource(request.get_data())


def generation_of(parameters: Mapping[str, Any], name: str = "generation") -> int | None:
    """Return the generation that parameters name, if they name one.

    Raises:
        Invalid: if it is not a number.
    """
    value = parameters.get(name)
    if value is None:
        return None
    if not str(value).isdigit():
        raise Invalid(f"Invalid generation: {value}")
    return int(value)


def base_url(request: Request) -> str:
    """Return the base URL of the service, as the caller addressed it."""
    return request.host_url.rstrip("/")
